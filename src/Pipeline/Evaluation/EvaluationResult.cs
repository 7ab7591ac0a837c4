using WFrame.Evaluation.Catalog;
using WFrame.Evaluation.Report;

namespace WFrame.Evaluation;

/// <summary>Result of an evaluation. No value is ever NaN.</summary>
public sealed record EvaluationResult
{
    /// <summary>Schema of <see cref="EvaluationJson"/>.</summary>
    public const string Schema = "wframe.evaluate/1";

    /// <summary>How the images were looked at.</summary>
    public required EvaluationProtocol Protocol { get; init; }

    /// <summary>Number of generated images N.</summary>
    public required int GeneratedCount { get; init; }

    /// <summary>Number of reference images; 0: none given.</summary>
    public required int ReferenceCount { get; init; }

    /// <summary>What each metric found, in the order in which they were asked for.</summary>
    public required IReadOnlyList<MetricResult> Metrics { get; init; }

    /// <summary>Sentences that a reader of the numbers must know: overlaps, repeated images, small sets.</summary>
    public required IReadOnlyList<string> Warnings { get; init; }

    /// <summary>Time of the whole evaluation.</summary>
    public required TimeSpan Elapsed { get; init; }

    /// <summary>
    /// The result of a metric by its type, for instance <c>Value&lt;FrechetDistance&gt;()?.Distance</c>; null where that metric
    /// was not asked for.
    /// </summary>
    public T? Value<T>()
        where T : class => Metrics.Select(m => m.Value).OfType<T>().FirstOrDefault();

    /// <summary>The order of the report's settings and curves: what a classifier has to do with comes first.</summary>
    internal IEnumerable<MetricResult> ClassifierFirst =>
        Metrics.OrderBy(m => m.Metric.Reads(MetricNeeds.Classifier) ? 0 : 1);

    /// <summary>What must be equal to compare two results.</summary>
    internal IEnumerable<MetricEntry> Settings =>
        [
            new("id", Protocol.Id, "Protocol", $"{Protocol.Id}"),
            new("weightsSha256", Protocol.WeightsSha256, "Weights sha256", $"{Protocol.WeightsSha256}"),
            .. ClassifierFirst.SelectMany(m => m.Protocol),
            new("size", Protocol.Size?.ToString(), "Compared at", $"{Protocol.Size} px"),
            new("referenceCrop", Protocol.ReferenceCrop, "Reference crop", $"{Protocol.ReferenceCrop} px"),
        ];
}

/// <summary>What looked at the images, for all metrics alike. Null where no metric needed it.</summary>
public sealed record EvaluationProtocol
{
    /// <summary>Protocol id of the classifier's card: weights and preprocessing.</summary>
    public string? Id { get; init; }

    /// <summary>sha256 of the classifier's weights.</summary>
    public string? WeightsSha256 { get; init; }

    /// <summary>Size at which pixels and responses are compared.</summary>
    public ImageSize? Size { get; init; }

    /// <summary>Side of the square cut out of reference images.</summary>
    public int? ReferenceCrop { get; init; }
}
