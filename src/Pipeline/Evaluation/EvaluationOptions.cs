using WFrame.Evaluation.Classifiers;
using WFrame.Metrics;
using WFrame.Trunks;

namespace WFrame.Evaluation;

/// <summary>What an evaluation computes and how.</summary>
public sealed record EvaluationOptions
{
    /// <summary>The metrics.</summary>
    public required EvaluationMetrics Metrics { get; init; }

    /// <summary>
    /// Classifier of <see cref="EvaluationMetrics.WithClassifier"/>: its card (.json) or the ONNX file beside it. Scores of
    /// different classifiers do not compare.
    /// </summary>
    public string? Classifier { get; init; }

    /// <summary>Splits, shuffle and seed of the Inception score.</summary>
    public InceptionScoreOptions InceptionScore { get; init; } = new();

    /// <summary>Bootstrap sets of the Inception score's interval; 0: no interval. Default 200.</summary>
    public int BootstrapReplicates { get; init; } = 200;

    /// <summary>Kernel, subsets and seed of KID.</summary>
    public KernelDistanceOptions Kid { get; init; } = new();

    /// <summary>k of precision and recall. Default 3.</summary>
    public int Neighborhood { get; init; } = 3;

    /// <summary>Trunk of the response distance; null: VGG-16 up to conv2_2.</summary>
    public Trunk? Trunk { get; init; }

    /// <summary>Device of the response distance: auto, cpu, ort-cpu, cuda or cuda:N. Default auto.</summary>
    public string Device { get; init; } = "auto";

    /// <summary>
    /// Size at which pixels and responses are compared; null: that of the generated images, which must then have one size.
    /// Generated and reference images of other sizes are cropped to its aspect and resized.
    /// </summary>
    public ImageSize? Size { get; init; }

    /// <summary>Side of a centred square that is cut out of every reference image first, as in training; null: none.</summary>
    public int? ReferenceCrop { get; init; }

    /// <summary>Batch size, threads and cache of the classifier's pass.</summary>
    public FeaturePassOptions Pass { get; init; } = new();

    /// <summary>Whether any of these metrics is asked for.</summary>
    internal bool Wants(EvaluationMetrics any) => (Metrics & any) != 0;
}

/// <summary>What an evaluation is doing.</summary>
/// <param name="Stage">"generated images", "reference images" or the name of a metric.</param>
/// <param name="Progress">How far the stage is; null where it cannot be told.</param>
public readonly record struct EvaluationProgress(string Stage, FeatureProgress? Progress);
