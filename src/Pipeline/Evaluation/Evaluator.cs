using WFrame.Evaluation.Catalog;
using WFrame.Evaluation.Classifiers;

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
        Check(generated, reference, options);
        (generated, reference) = (generated.Allowing(options.MaxPixels), reference?.Allowing(options.MaxPixels));
        var watch = Stopwatch.StartNew();
        // What can be refused is refused first: the card, then sizes and crops; the long pass comes last.
        using var classifier = options.Wants(MetricNeeds.Classifier) ? Open(options) : null;
        var others = reference?.Hashes(cancellation) ?? [];
        var overlap = Overlaps(generated, generated.Hashes(cancellation), reference, others).ToArray();
        var cut = options.ReferenceCrop is { } side ? reference?.CenterCropped(side) : reference;
        var inputs = new MetricInputs(options, progress, cancellation);
        if (options.Wants(MetricNeeds.Pixels))
        {
            progress?.Report(new EvaluationProgress("pixels"));
            inputs.Images = ComparisonPixels.Load(generated, cut, options, cancellation);
        }
        var size = options.Wants(MetricNeeds.Pixels) ? inputs.Images.Size : (ImageSize?)null;
        var results = new Dictionary<Metric, MetricResult>(ReferenceEqualityComparer.Instance);
        Compute(classified: false);
        if (classifier is not null)
        {
            Classify(inputs, classifier, generated, cut);
            Compute(classified: true);
        }
        MetricResult[] found = [.. options.Metrics.Select(m => results[m])];
        return new EvaluationResult
        {
            Protocol = new EvaluationProtocol
            {
                Id = classifier?.Card.Protocol,
                WeightsSha256 = classifier?.Card.Sha256,
                Size = size,
                ReferenceCrop = reference is null ? null : options.ReferenceCrop,
            },
            GeneratedCount = generated.Count,
            ReferenceCount = reference?.Count ?? 0,
            Metrics = found,
            Warnings =
            [
                .. overlap,
                .. generated.Notices,
                .. reference?.Notices ?? [],
                .. found.SelectMany(m => m.Warnings),
            ],
            Elapsed = watch.Elapsed,
        };

        void Compute(bool classified)
        {
            foreach (var metric in options.Metrics.Where(m => m.Reads(MetricNeeds.Classifier) == classified))
            {
                cancellation.ThrowIfCancellationRequested();
                if (classified)
                {
                    progress?.Report(new EvaluationProgress(metric.Name));
                }
                results[metric] = metric.Compute(inputs);
            }
        }
    }

    /// <summary>Everything that can be refused before the first image is decoded.</summary>
    private static void Check(ImageSet generated, ImageSet? reference, EvaluationOptions options)
    {
        if (options.Metrics.Count == 0)
        {
            throw new UsageException("No metric is asked for; name at least one.");
        }
        if (options.Metrics.GroupBy(m => m.Name).FirstOrDefault(g => g.Count() > 1) is { } twice)
        {
            throw new UsageException($"Metric {twice.Key} is asked for {twice.Count()} times; name each once.");
        }
        if (generated.Count == 0)
        {
            throw new UsageException("There are no generated images; give at least one.");
        }
        if (options.Wants(MetricNeeds.Reference) && (reference is null || reference.Count == 0))
        {
            throw new UsageException(
                $"{options.NamesOf(MetricNeeds.Reference)} compare with reference images, and there are none; give Reference.",
                "Reference"
            );
        }
        if (options.Wants(MetricNeeds.Classifier) && options.Classifier is null)
        {
            throw new UsageException(
                $"{options.NamesOf(MetricNeeds.Classifier)} need a classifier; give Classifier FILE.onnx with its card beside it.",
                nameof(EvaluationOptions.Classifier)
            );
        }
        options.Pass.Validate();
        foreach (var metric in options.Metrics)
        {
            metric.Check(generated.Count, reference?.Count ?? 0);
        }
    }

    /// <summary>What makes numbers look better or worse than they are, shared and repeated images: a sentence for each finding.</summary>
    private static IEnumerable<string> Overlaps(
        ImageSet generated,
        string[] hashes,
        ImageSet? reference,
        string[] others
    )
    {
        var first = new Dictionary<string, int>(StringComparer.Ordinal);
        for (var i = 0; i < others.Length; i++)
        {
            _ = first.TryAdd(others[i], i);
        }
        var shared = Enumerable.Range(0, hashes.Length).Where(i => first.ContainsKey(hashes[i])).ToArray();
        if (shared.Length > 0)
        {
            var (one, other) = (generated.NameOf(shared[0]), reference!.NameOf(first[hashes[shared[0]]]));
            yield return $"{shared.Length} of {hashes.Length} generated images are also reference images, byte for byte "
                + $"(first: {one} = {other}); whatever compares with them flatters the model.";
        }
        var distinct = hashes.Distinct(StringComparer.Ordinal).Count();
        if (distinct < hashes.Length)
        {
            yield return $"{hashes.Length - distinct} of {hashes.Length} generated images repeat another one, byte for byte.";
        }
    }

    /// <summary>The classifier, which has the outputs that the metrics need; dispose it.</summary>
    private static Classifier Open(EvaluationOptions options)
    {
        var classifier = Classifier.Load(options.Classifier!);
        var (card, missing) = (classifier.Card, MetricNeeds.None);
        missing |= card.Logits is null ? MetricNeeds.Logits : 0;
        missing |= card.Features is null ? MetricNeeds.Features : 0;
        if (!options.Wants(missing))
        {
            return classifier;
        }
        classifier.Dispose();
        var what = missing == MetricNeeds.Logits ? "needs logits" : "need features";
        throw new UsageException($"{options.NamesOf(missing)} {what}, and the card of {card.ModelPath} names none.");
    }

    private static void Classify(MetricInputs inputs, Classifier classifier, ImageSet generated, ImageSet? reference)
    {
        var first = Pass(generated, "generated images");
        var second = reference is { Count: > 0 } ? Pass(reference, "reference images") : null;
        if (first.Logits is { } logits)
        {
            inputs.Logits = new MetricRows(logits, second?.Logits);
        }
        if (first.Features is { } features)
        {
            inputs.Features = new MetricRows(features, second?.Features);
        }

        ImageFeatures Pass(ImageSet set, string stage) =>
            FeaturePass.Run(
                set,
                classifier,
                inputs.Options.Pass,
                done => inputs.Progress?.Report(new EvaluationProgress(stage, done, set.Count)),
                inputs.Cancellation
            );
    }
}
