using WFrame.Evaluation.Report;
using WFrame.Metrics;

namespace WFrame.Evaluation;

/// <summary>Result of an evaluation; a metric that was not asked for is null. No value is ever NaN.</summary>
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

    /// <summary>R of the trunk's last layer.</summary>
    public ResponseDistance? ResponseDistance { get; init; }

    /// <summary>R of each convolution of the trunk after its ReLU, first to last.</summary>
    public IReadOnlyList<LayerDistance> PerLayer { get; init; } = [];

    /// <summary>Inception score of the generated images.</summary>
    public InceptionScoreResult? InceptionScore { get; init; }

    /// <summary>Bootstrap interval of that score in one split.</summary>
    public ScoreInterval? ScoreInterval { get; init; }

    /// <summary>The score for infinitely many images; null below 30 images.</summary>
    public ScoreExtrapolation? ScoreExtrapolation { get; init; }

    /// <summary>
    /// Inception score of the reference images, what real images reach under this protocol; null without a reference or
    /// with fewer reference images than splits.
    /// </summary>
    public InceptionScoreResult? ReferenceInceptionScore { get; init; }

    /// <summary>Frechet distance.</summary>
    public FrechetDistance? Fid { get; init; }

    /// <summary>Kernel distance.</summary>
    public KernelDistanceResult? Kid { get; init; }

    /// <summary>Precision and recall.</summary>
    public PrecisionRecall? PrecisionRecall { get; init; }

    /// <summary>Differences within the generated images.</summary>
    public PixelDiversity? PixelDiversity { get; init; }

    /// <summary>Differences within the reference images; null below two.</summary>
    public PixelDiversity? ReferenceDiversity { get; init; }

    /// <summary>Distance of each generated image to its nearest reference image.</summary>
    public NearestTrainingImage? NearestImage { get; init; }

    /// <summary>Sentences that a reader of the numbers must know: overlaps, repeated images, small sets.</summary>
    public IReadOnlyList<string> Warnings { get; init; } = [];

    /// <summary>Time of the whole evaluation.</summary>
    public TimeSpan Elapsed { get; init; }
}

/// <summary>R of one layer.</summary>
/// <param name="Layer">Name of the convolution.</param>
/// <param name="Distance">Its R.</param>
public sealed record LayerDistance(string Layer, ResponseDistance Distance);
