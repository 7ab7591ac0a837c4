using WFrame.Evaluation.Catalog;

namespace WFrame.Evaluation;

/// <summary>Everything that can be refused before the first image is decoded.</summary>
internal static class Preflight
{
    /// <exception cref="UsageException">A metric lacks what it needs, an option is out of range, or there are too few images.</exception>
    public static void Check(ImageSet generated, ImageSet? reference, EvaluationOptions options)
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
}
