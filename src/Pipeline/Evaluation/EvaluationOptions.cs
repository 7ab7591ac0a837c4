using WFrame.Evaluation.Catalog;
using WFrame.Evaluation.Classifiers;
using WFrame.Trunks;

namespace WFrame.Evaluation;

/// <summary>What an evaluation computes and on what.</summary>
public sealed record EvaluationOptions
{
    /// <summary>
    /// The metrics, each with its own options: <c>[new FidMetric(), new PrecisionRecallMetric { Neighborhood = 5 }]</c>, or by
    /// name, <c>MetricCatalog.Default.Parse("fid,prc")</c>. Each once.
    /// </summary>
    public required IReadOnlyList<Metric> Metrics { get; init; }

    /// <summary>
    /// Classifier of the metrics that read its outputs: its card (.json) or the ONNX file beside it. Scores of different
    /// classifiers do not compare.
    /// </summary>
    public string? Classifier { get; init; }

    /// <summary>Trunk of the response distance; null: VGG-16 up to conv2_2.</summary>
    public Trunk? Trunk { get; init; }

    /// <summary>Device of the response distance: auto, cpu, ort-cpu, cuda or cuda:N. Default auto.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>Whether that device, a CUDA one, may round as <see cref="EngineOptions.Tf32"/> tells. Default false.</summary>
    public bool Tf32 { get; init; }

    /// <summary>
    /// Size at which pixels and responses are compared; null: that of the generated images, which must then have one size.
    /// Generated and reference images of other sizes are cropped to its aspect and resized.
    /// </summary>
    public ImageSize? Size { get; init; }

    /// <summary>Side of a centred square that is cut out of every reference image first, as in training; null: none.</summary>
    public int? ReferenceCrop { get; init; }

    /// <summary>Pixels of an image as stored, at most, as <see cref="PixelOptions.MaxPixels"/>.</summary>
    /// <exception cref="UsageException">It is out of range.</exception>
    public int MaxPixels
    {
        get;
        init => field = PixelOptions.CheckMaxPixels(value);
    } = PixelOptions.DefaultMaxPixels;

    /// <summary>Batch size, threads and cache of the classifier's pass.</summary>
    public FeaturePassOptions Pass { get; init; } = new();

    /// <summary>Whether a metric reads any of these.</summary>
    internal bool Wants(MetricNeeds any) => Metrics.Any(m => m.Reads(any));

    /// <summary>The metrics that read any of these, by name.</summary>
    internal string NamesOf(MetricNeeds any) => string.Join(", ", Metrics.Where(m => m.Reads(any)).Select(m => m.Name));
}

/// <summary>What an evaluation is doing.</summary>
/// <param name="Stage">"generated images", "reference images" or the name of a metric.</param>
/// <param name="Done">Units of the stage that are done.</param>
/// <param name="Total">All units of the stage; 0 where they cannot be told.</param>
public readonly record struct EvaluationProgress(string Stage, int Done = 0, int Total = 0);
