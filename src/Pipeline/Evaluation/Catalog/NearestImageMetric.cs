using WFrame.Metrics;
using WFrame.Reports;

namespace WFrame.Evaluation.Catalog;

/// <summary><see cref="NearestTrainingImage"/> among the reference images, to see copies.</summary>
public sealed record NearestImageMetric() : Metric("nearest-image", MetricNeeds.Pixels | MetricNeeds.Reference)
{
    private const int MostPairs = 8;

    /// <inheritdoc/>
    public override MetricResult Compute(MetricInputs inputs)
    {
        var (generated, reference) = inputs.Pixels;
        var nearest = NearestTrainingImage.Compute(generated, reference!, inputs.Cancellation);
        var json = new
        {
            min = nearest.Min,
            median = nearest.Median,
            max = nearest.Max,
            used = nearest.UsesOfTraining.Count(u => u > 0),
            copies = nearest.Copies,
        };
        var value = new MetricEntry("nearestImage", json, "Nearest image", $"{nearest.Median:f1}");
        var closest = Enumerable.Range(0, generated.Rows).OrderBy(i => nearest.Distances[i]).Take(MostPairs);
        return new MetricResult(
            this,
            nearest,
            nearest.Copies is { } copies
                ? [value, new("Copies of reference images", $"{copies} of {generated.Rows}") { Rank = 1 }]
                : [value]
        )
        {
            Plot = new(
                "nearest-image",
                "RMS distance of each generated image to its nearest reference image",
                (curves, result) => Draw(curves, nearest, result.Value<PixelDiversity>()?.Reference)
            ),
            Pairs = new(
                "nearest",
                "Above: the generated images nearest to a reference image; below: that reference image",
                [.. closest.Select(i => (i, nearest.Nearest[i]))]
            ),
        };
    }

    private static void Draw(CurvePlot curves, NearestTrainingImage nearest, PixelDiversity? reference)
    {
        double[] sorted = [.. nearest.Distances.Order()];
        double[] ranks = [.. Enumerable.Range(1, sorted.Length).Select(i => (double)i)];
        _ = curves.Line(ranks, sorted);
        if (reference is not null)
        {
            curves.Level(reference.RootMeanSquare, "between reference images");
        }
        curves.Limits(0, 1.1 * Math.Max(Math.Max(sorted[^1], 1), reference?.RootMeanSquare ?? 0));
        curves.Axes("generated images, nearest first", "grey levels");
    }
}
