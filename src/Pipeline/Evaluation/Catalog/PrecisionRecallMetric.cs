using WFrame.Metrics;

namespace WFrame.Evaluation.Catalog;

/// <summary><see cref="PrecisionRecall"/> of the classifier's features.</summary>
public sealed record PrecisionRecallMetric() : Metric("prc", MetricNeeds.Features | MetricNeeds.Reference)
{
    /// <summary>k: the ball of a point reaches its k-th nearest other point; at least 1. Default 3.</summary>
    public int Neighborhood { get; init; } = 3;

    /// <inheritdoc/>
    public override void Check(int generated, int reference) =>
        PrecisionRecall.RequireNeighbors(Neighborhood, Math.Min(generated, reference));

    /// <inheritdoc/>
    public override MetricResult Compute(MetricInputs inputs)
    {
        var (generated, reference) = inputs.Features;
        var prc = PrecisionRecall.Compute(generated, reference!, Neighborhood, inputs.Cancellation);
        return new MetricResult(
            this,
            prc,
            [
                new("precision", prc.Precision, "Precision", $"{prc.Precision:f3}"),
                new("recall", prc.Recall, "Recall", $"{prc.Recall:f3}"),
                new("fScore", prc.FScore),
                new("neighborhood", Neighborhood),
            ]
        )
        {
            Protocol = [new("Neighbours of precision and recall", $"{Neighborhood}")],
        };
    }
}
