using WFrame.Reports;

namespace WFrame.Evaluation.Catalog;

/// <summary>What one metric found.</summary>
/// <param name="Metric">The metric.</param>
/// <param name="Value">The result as an object, for instance a <see cref="WFrame.Metrics.FrechetDistance"/>.</param>
/// <param name="Entries">Its values in the table, the report and JSON.</param>
public sealed record MetricResult(Metric Metric, object Value, IReadOnlyList<MetricEntry> Entries)
{
    /// <summary>How it was taken, what must be equal to compare it.</summary>
    public IReadOnlyList<MetricEntry> Protocol { get; init; } = [];

    /// <summary>Sentences that a reader of its numbers must know.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    internal MetricPlot? Plot { get; init; }

    internal MetricPairs? Pairs { get; init; }
}

/// <summary>One value: a line of the table for people, a key of JSON for programs, or both.</summary>
public sealed record MetricEntry
{
    /// <summary>A value.</summary>
    /// <param name="key">Its key in JSON; null where it is part of another one there.</param>
    /// <param name="json">A number, text, truth value or an object of such; left out where it is null.</param>
    /// <param name="heading">Its name in the table; null where only programs read it.</param>
    /// <param name="text">The value as people read it; written with a decimal point everywhere.</param>
    public MetricEntry(string? key, object? json, string? heading = null, FormattableString? text = null) =>
        (Key, Json, Heading, Text) = (key, json, heading, text?.ToString(CultureInfo.InvariantCulture) ?? "");

    /// <summary>A value for people only.</summary>
    public MetricEntry(string heading, FormattableString text)
        : this(null, null, heading, text) { }

    /// <summary>Key in JSON.</summary>
    public string? Key { get; }

    /// <summary>Value in JSON.</summary>
    public object? Json { get; }

    /// <summary>Name in the table.</summary>
    public string? Heading { get; }

    /// <summary>Value in the table.</summary>
    public string Text { get; }

    /// <summary>Place in the table: all values of rank 0 come first (the default), then those of 1, then those of 2.</summary>
    public int Rank { get; init; }
}

/// <summary>A curve of the report; drawn when the report is written.</summary>
internal sealed record MetricPlot(string Name, string Caption, Action<CurvePlot, EvaluationResult> Draw);

/// <summary>A grid of the report: generated images above, the reference images that belong to them below.</summary>
internal sealed record MetricPairs(string Name, string Caption, IReadOnlyList<(int Generated, int Reference)> Pairs);
