using System.Diagnostics;
using WFrame.Metrics;
using WFrame.Trunks;

namespace WFrame.Evaluation;

/// <summary>
/// Evaluates generated images, mostly against reference images: one pass through the classifier for all metrics that need
/// it, one decoding to a common size for all that look at pixels or responses.
/// </summary>
public static class Evaluator
{
    /// <summary>Computes the metrics asked for.</summary>
    /// <param name="generated">Generated images.</param>
    /// <param name="reference">Training or held-out images; null where no metric compares.</param>
    /// <param name="options">Metrics and how to take them.</param>
    /// <param name="progress">Told the stage and how far it is, from several threads.</param>
    /// <param name="cancellation">Checked at every image and within long metrics.</param>
    /// <exception cref="UsageException">A metric lacks what it needs, too few images, an option out of range.</exception>
    /// <exception cref="InvalidContentException">An image, card or classifier that cannot be used, or an output that is not
    /// finite.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public static EvaluationResult Evaluate(
        ImageSet generated,
        ImageSet? reference,
        EvaluationOptions options,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        Preflight.Check(generated, reference, options);
        var watch = Stopwatch.StartNew();
        // What can be refused is refused first: the card, then sizes and crops; the long pass comes last.
        using var classifier = options.Wants(EvaluationMetrics.WithClassifier) ? ClassifierMetrics.Open(options) : null;
        var others = reference?.Hashes(cancellation) ?? [];
        var result = new EvaluationResult
        {
            Protocol = new EvaluationProtocol { ReferenceCrop = reference is null ? null : options.ReferenceCrop },
            GeneratedCount = generated.Count,
            ReferenceCount = reference?.Count ?? 0,
            Warnings = [.. Overlap.Warnings(generated, generated.Hashes(cancellation), reference, others)],
        };
        var cut = options.ReferenceCrop is { } side ? reference?.CenterCropped(side) : reference;
        if (options.Wants(EvaluationMetrics.WithoutClassifier))
        {
            result = AddPixelMetrics(result, generated, cut, options, progress, cancellation);
        }
        if (classifier is not null)
        {
            result = ClassifierMetrics.Add(result, classifier, generated, cut, options, progress, cancellation);
        }
        return result with { Elapsed = watch.Elapsed };
    }

    private static EvaluationResult AddPixelMetrics(
        EvaluationResult result,
        ImageSet generated,
        ImageSet? reference,
        EvaluationOptions options,
        IProgress<EvaluationProgress>? progress,
        CancellationToken cancellation
    )
    {
        progress?.Report(new EvaluationProgress("pixels", null));
        var pixels = ComparisonPixels.Load(generated, reference, options, cancellation);
        result = result with { Protocol = result.Protocol with { Size = pixels.Size } };
        if (options.Wants(EvaluationMetrics.PixelDiversity | EvaluationMetrics.NearestImage))
        {
            var rows = ComparisonPixels.Rows(pixels.Generated);
            var others = pixels.Reference.Length == 0 ? null : ComparisonPixels.Rows(pixels.Reference);
            var diversity = options.Wants(EvaluationMetrics.PixelDiversity);
            var nearest = options.Wants(EvaluationMetrics.NearestImage);
            result = result with
            {
                PixelDiversity = diversity ? PixelDiversity.Compute(rows, cancellation) : null,
                ReferenceDiversity =
                    diversity && others is { Rows: > 1 } ? PixelDiversity.Compute(others, cancellation) : null,
                NearestImage = nearest ? NearestTrainingImage.Compute(rows, others!, cancellation) : null,
            };
        }
        if (!options.Wants(EvaluationMetrics.ResponseDistance))
        {
            return result;
        }
        var trunk = options.Trunk ?? Trunk.Vgg16Conv4();
        var layers = ResponsePass.Distances(pixels, trunk, options, progress, cancellation);
        return result with
        {
            Protocol = result.Protocol with { Trunk = trunk.Name, TrunkSha256 = trunk.Sha256 },
            ResponseDistance = layers[^1].Distance,
            PerLayer = layers,
        };
    }
}
