using WFrame.Metrics;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Metrics;

[Trait("Category", "Oracle")]
public class FrechetDistanceOracleTests
{
    private const string Metric = "fid";

    public static TheoryData<int, string> Synthetic => MetricsOracle.Cases(Metric, real: false);

    public static TheoryData<int, string> Real => MetricsOracle.Cases(Metric, real: true);

    [Theory]
    [MemberData(nameof(Synthetic))]
    public void Given_synthetic_features_the_distance_is_the_reference(int index, string name) => Check(index, name);

    [SharedTheory(MetricsOracle.RealArrays)]
    [MemberData(nameof(Real))]
    public void Given_features_of_real_images_the_distance_is_the_reference(int index, string name) =>
        Check(index, name);

    private static void Check(int index, string name)
    {
        var entry = MetricsOracle.Case(Metric, index);
        Assert.NotEmpty(name);
        var (first, second) = (MetricsOracle.Features(entry, 0), MetricsOracle.Features(entry, 1));
        if (Expect.IsError(entry, out _))
        {
            _ = Expect.Refused(() => FrechetDistance.Compute(first, second), "FID", "1 images", "at least two");
            return;
        }
        var expected = entry.GetProperty("expected");
        var actual = FrechetDistance.Compute(first, second);
        var traces = expected.GetProperty("traces").GetDouble();
        Expect.Close(expected.GetProperty("fid").GetDouble(), actual.Distance, 1e-4, 1e-6 * traces);
        Expect.Close(expected.GetProperty("exact").GetDouble(), actual.Distance, 1e-9, 1e-9 * traces);
        Expect.Close(traces, actual.Traces, 1e-9, 1e-12);
        if (expected.TryGetProperty("analytic", out var analytic))
        {
            Expect.Close(analytic.GetDouble(), actual.Distance, 1e-9, 1e-9 * traces);
        }
    }
}
