namespace WFrame.Evaluation.Catalog;

/// <summary>The metrics that can be asked for by name, in the order of every table.</summary>
/// <param name="metrics">Each with its default options.</param>
public sealed class MetricCatalog(params IReadOnlyList<Metric> metrics)
{
    private const string Everything = "all";

    /// <summary>The metrics of this library.</summary>
    public static MetricCatalog Default { get; } =
        new(
            new ResponseDistanceMetric(),
            new InceptionScoreMetric(),
            new FidMetric(),
            new KidMetric(),
            new PrecisionRecallMetric(),
            new PixelDiversityMetric(),
            new NearestImageMetric()
        );

    /// <summary>All of them.</summary>
    public IReadOnlyList<Metric> All => metrics;

    /// <summary>Reads a list such as "inception-score,fid", or "all"; each metric once, in the order of the catalog.</summary>
    /// <exception cref="UsageException">An unknown name, or none.</exception>
    public IReadOnlyList<Metric> Parse(string list)
    {
        var names = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        if (names.FirstOrDefault(n => n != Everything && metrics.All(m => m.Name != n)) is { } unknown)
        {
            throw Unknown($"Metric '{unknown}' is not known");
        }
        return names.Length == 0
            ? throw Unknown("No metric is named")
            : [.. metrics.Where(m => names.Contains(m.Name) || names.Contains(Everything))];
    }

    private UsageException Unknown(string what) =>
        new(
            $"{what}; allowed are {string.Join(", ", metrics.Select(m => m.Name))}, {Everything}, separated by commas."
        );
}
