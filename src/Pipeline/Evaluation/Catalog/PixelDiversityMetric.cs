using WFrame.Metrics;

namespace WFrame.Evaluation.Catalog;

/// <summary><see cref="PixelDiversity"/> of the generated images, and of the reference images where there are two or more.</summary>
public sealed record PixelDiversityMetric() : Metric("pixel-diversity", MetricNeeds.Pixels)
{
    /// <inheritdoc/>
    public override void Check(int generated, int reference) => PixelDiversity.RequireRows(generated);

    /// <inheritdoc/>
    public override MetricResult Compute(MetricInputs inputs)
    {
        var (generated, others) = inputs.Pixels;
        var reference = others is { Rows: > 1 } ? PixelDiversity.Compute(others, inputs.Cancellation) : null;
        var diversity = PixelDiversity.Compute(generated, inputs.Cancellation) with { Reference = reference };
        var json = new
        {
            rms = diversity.RootMeanSquare,
            smallest = diversity.Smallest,
            referenceRms = reference?.RootMeanSquare,
        };
        var value = new MetricEntry("pixelDiversity", json, "Pixel diversity", $"{diversity.RootMeanSquare:f1}");
        return new MetricResult(
            this,
            diversity,
            reference is null
                ? [value]
                : [value, new("Pixel diversity of the reference", $"{reference.RootMeanSquare:f1}") { Rank = 1 }]
        );
    }
}
