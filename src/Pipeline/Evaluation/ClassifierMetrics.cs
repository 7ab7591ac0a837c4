using WFrame.Evaluation.Classifiers;
using WFrame.Metrics;

namespace WFrame.Evaluation;

/// <summary>The metrics over one shared pass through the classifier.</summary>
internal static class ClassifierMetrics
{
    private const int SmallSet = 2048;

    /// <summary>The classifier, which has the outputs that the metrics need; dispose it.</summary>
    /// <exception cref="UsageException">Its card names no such output.</exception>
    /// <exception cref="InvalidContentException">Card or classifier cannot be used.</exception>
    public static Classifier Open(EvaluationOptions options)
    {
        var classifier = Classifier.Load(options.Classifier!);
        try
        {
            RequireOutputs(classifier.Card, options);
            return classifier;
        }
        catch
        {
            classifier.Dispose();
            throw;
        }
    }

    public static EvaluationResult Add(
        EvaluationResult result,
        Classifier classifier,
        ImageSet generated,
        ImageSet? reference,
        EvaluationOptions options,
        IProgress<EvaluationProgress>? progress,
        CancellationToken cancellation
    )
    {
        ImageFeatures Pass(ImageSet set, string stage) =>
            FeaturePass.Run(set, classifier, options.Pass, new StageProgress(stage, progress), cancellation);
        var first = Pass(generated, "generated images");
        var second = reference is { Count: > 0 } ? Pass(reference, "reference images") : null;
        result = result with
        {
            Protocol = result.Protocol with { Id = classifier.Card.Protocol, WeightsSha256 = classifier.Card.Sha256 },
        };
        if (options.Wants(EvaluationMetrics.InceptionScore))
        {
            result = AddScore(result, first.Logits!, second?.Logits, options, cancellation);
        }
        return AddFeatureMetrics(result, first.Features, second?.Features, options, progress, cancellation);
    }

    private static EvaluationResult AddScore(
        EvaluationResult result,
        FeatureMatrix logits,
        FeatureMatrix? reference,
        EvaluationOptions options,
        CancellationToken cancellation
    )
    {
        var (how, seed) = (options.InceptionScore, options.InceptionScore.Seed);
        var replicates = options.BootstrapReplicates;
        var warnings = result.Warnings.ToList();
        if (logits.Rows < ScoreUncertainty.FewestForExtrapolation)
        {
            warnings.Add(
                $"Inception score of {logits.Rows} images is biased downwards by the small set, and fewer than "
                    + $"{ScoreUncertainty.FewestForExtrapolation} images do not tell by how much; compare it only with scores of as many."
            );
        }
        if (reference is not null && reference.Rows < how.Splits)
        {
            warnings.Add(
                $"The Inception score of the reference is left out: its {reference.Rows} images cannot be divided into "
                    + $"{how.Splits} splits."
            );
        }
        return result with
        {
            Warnings = warnings,
            Protocol = result.Protocol with { Splits = how.Splits, Shuffle = how.Shuffle, Seed = seed },
            InceptionScore = InceptionScore.Compute(logits, how),
            ScoreInterval =
                replicates == 0 ? null : ScoreUncertainty.Bootstrap(logits, replicates, 0.95, seed, cancellation),
            ScoreExtrapolation =
                logits.Rows < ScoreUncertainty.FewestForExtrapolation
                    ? null
                    : ScoreUncertainty.Extrapolate(logits, 15, seed),
            ReferenceInceptionScore =
                reference is null || reference.Rows < how.Splits ? null : InceptionScore.Compute(reference, how),
        };
    }

    private static EvaluationResult AddFeatureMetrics(
        EvaluationResult result,
        FeatureMatrix? first,
        FeatureMatrix? second,
        EvaluationOptions options,
        IProgress<EvaluationProgress>? progress,
        CancellationToken cancellation
    )
    {
        T? Compute<T>(EvaluationMetrics metric, string name, Func<T> value)
            where T : class
        {
            if (!options.Wants(metric))
            {
                return null;
            }
            progress?.Report(new EvaluationProgress(name, null));
            return value();
        }
        var fewest = Math.Min(first?.Rows ?? int.MaxValue, second?.Rows ?? int.MaxValue);
        var small =
            options.Wants(EvaluationMetrics.Fid) && fewest < SmallSet
                ? $"FID of {fewest} images is biased upwards by the small set; compare it only with FIDs of as many images, or use KID."
                : null;
        return result with
        {
            Fid = Compute(EvaluationMetrics.Fid, "fid", () => FrechetDistance.Compute(first!, second!, cancellation)),
            Kid = Compute(
                EvaluationMetrics.Kid,
                "kid",
                () => KernelDistance.Compute(first!, second!, options.Kid, cancellation)
            ),
            PrecisionRecall = Compute(
                EvaluationMetrics.PrecisionRecall,
                "prc",
                () => PrecisionRecall.Compute(first!, second!, options.Neighborhood, cancellation)
            ),
            Warnings = small is null ? result.Warnings : [.. result.Warnings, small],
        };
    }

    private static void RequireOutputs(ClassifierCard card, EvaluationOptions options)
    {
        const EvaluationMetrics needFeatures = EvaluationMetrics.WithClassifier & ~EvaluationMetrics.InceptionScore;
        if (options.Wants(EvaluationMetrics.InceptionScore) && card.Logits is null)
        {
            throw new UsageException($"inception-score needs logits, and the card of {card.ModelPath} names none.");
        }
        if (options.Wants(needFeatures) && card.Features is null)
        {
            var names = string.Join(", ", EvaluationMetricNames.Of(options.Metrics & needFeatures));
            throw new UsageException($"{names} need features, and the card of {card.ModelPath} names none.");
        }
    }

    private sealed class StageProgress(string stage, IProgress<EvaluationProgress>? progress)
        : IProgress<FeatureProgress>
    {
        public void Report(FeatureProgress value) => progress?.Report(new EvaluationProgress(stage, value));
    }
}
