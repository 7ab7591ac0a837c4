using WFrame.Metrics;

namespace WFrame.Evaluation.Catalog;

/// <summary>KID: <see cref="KernelDistance"/> of the classifier's features.</summary>
public sealed record KidMetric() : Metric("kid", MetricNeeds.Features | MetricNeeds.Reference)
{
    /// <summary>Kernel, subsets and seed.</summary>
    public KernelDistanceOptions Options { get; init; } = new();

    /// <inheritdoc/>
    public override void Check(int generated, int reference)
    {
        Options.Kernel.Validate();
        _ = Options.Validate(generated, reference);
    }

    /// <inheritdoc/>
    public override MetricResult Compute(MetricInputs inputs)
    {
        var (generated, reference) = inputs.Features;
        var kid = KernelDistance.Compute(generated, reference!, Options, inputs.Cancellation);
        var (subsets, size, seed) = (kid.Values.Count, kid.SubsetSize, kid.Seed);
        var json = new
        {
            mean = kid.Mean,
            std = kid.Std,
            subsets,
            subsetSize = size,
            seed,
        };
        return new MetricResult(this, kid, [new("kid", json, "KID", $"{kid.Mean:g4} ± {kid.Std:g2}")])
        {
            Protocol = [new("KID subsets", $"{subsets} of {size} images, seed {seed}")],
        };
    }
}
