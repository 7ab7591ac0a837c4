using WFrame.Evaluation.Catalog;
using WFrame.Metrics;

namespace WFrame.Pipeline.Tests.Evaluation;

/// <summary>A metric as somebody else would add one: this file, and the line that lists it.</summary>
internal sealed record Brightness() : Metric("brightness", MetricNeeds.Pixels | MetricNeeds.Reference)
{
    public int Fewest { get; init; } = 1;

    public override void Check(int generated, int reference)
    {
        if (generated < Fewest)
        {
            throw new UsageException($"Brightness: {generated} images given; give at least {Fewest}.");
        }
    }

    public override MetricResult Compute(MetricInputs inputs)
    {
        var (generated, reference) = inputs.Pixels;
        var difference = Mean(generated) - Mean(reference!);
        return new MetricResult(this, difference, [new("brightness", difference, "Brightness", $"{difference:f2}")])
        {
            Protocol = [new("fewest", Fewest, "Fewest for brightness", $"{Fewest}")],
            Warnings = [$"Brightness of {generated.Rows} images is only a test."],
        };
    }

    public static float Mean(FeatureMatrix pixels) => pixels.Values.ToArray().Average();
}
