using WFrame.Metrics;

namespace WFrame.Evaluation;

/// <summary>Everything that can be refused before the first image is decoded.</summary>
internal static class Preflight
{
    /// <exception cref="UsageException">A metric lacks what it needs, an option is out of range, or there are too few images.</exception>
    public static void Check(ImageSet generated, ImageSet? reference, EvaluationOptions options)
    {
        if (options.Metrics == EvaluationMetrics.None)
        {
            throw new UsageException("No metric is asked for; name at least one.");
        }
        if (generated.Count == 0)
        {
            throw new UsageException("There are no generated images; give at least one.");
        }
        const EvaluationMetrics needReference =
            EvaluationMetrics.All & ~(EvaluationMetrics.InceptionScore | EvaluationMetrics.PixelDiversity);
        if (options.Wants(needReference) && (reference is null || reference.Count == 0))
        {
            var names = string.Join(", ", EvaluationMetricNames.Of(options.Metrics & needReference));
            throw new UsageException($"{names} compare with reference images, and there are none; give --reference.");
        }
        if (options.Wants(EvaluationMetrics.WithClassifier) && options.Classifier is null)
        {
            var names = string.Join(", ", EvaluationMetricNames.Of(options.Metrics & EvaluationMetrics.WithClassifier));
            throw new UsageException($"{names} need a classifier; give --inception FILE.onnx with its card beside it.");
        }
        options.Pass.Validate();
        Counts(generated.Count, reference?.Count ?? 0, options);
    }

    private static void Counts(int generated, int reference, EvaluationOptions options)
    {
        var fewest = Math.Min(generated, reference);
        if (options.Wants(EvaluationMetrics.InceptionScore))
        {
            options.InceptionScore.Validate(generated);
            if (options.BootstrapReplicates is < 0 or 1)
            {
                throw new UsageException(
                    $"Bootstrap interval: {options.BootstrapReplicates} replicates asked for; 0 or at least 2 are allowed."
                );
            }
        }
        if (options.Wants(EvaluationMetrics.Fid) && fewest < 2)
        {
            throw FrechetDistance.TooFew(fewest);
        }
        if (options.Wants(EvaluationMetrics.Kid))
        {
            options.Kid.Kernel.Validate();
            _ = options.Kid.Validate(generated, reference);
        }
        if (options.Wants(EvaluationMetrics.PrecisionRecall))
        {
            PrecisionRecall.RequireNeighbors(options.Neighborhood, fewest);
        }
        if (options.Wants(EvaluationMetrics.PixelDiversity) && generated < 2)
        {
            throw PixelDiversity.TooFew(generated);
        }
    }
}
