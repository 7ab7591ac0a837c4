using WFrame.Metrics;

namespace WFrame.Evaluation.Catalog;

/// <summary>FID: <see cref="FrechetDistance"/> of the classifier's features.</summary>
public sealed record FidMetric() : Metric("fid", MetricNeeds.Features | MetricNeeds.Reference)
{
    private const int SmallSet = 2048;

    /// <inheritdoc/>
    public override void Check(int generated, int reference) =>
        FrechetDistance.RequireRows(Math.Min(generated, reference));

    /// <inheritdoc/>
    public override MetricResult Compute(MetricInputs inputs)
    {
        var (generated, reference) = inputs.Features;
        var fid = FrechetDistance.Compute(generated, reference!, inputs.Cancellation);
        var fewest = Math.Min(generated.Rows, reference!.Rows);
        return new MetricResult(this, fid, [new("fid", fid.Distance, "FID", $"{fid.Distance:f3}")])
        {
            Warnings =
                fewest < SmallSet
                    ?
                    [
                        $"FID of {fewest} images is biased upwards by the small set; compare it only with FIDs of as many images, or use KID.",
                    ]
                    : [],
        };
    }
}
