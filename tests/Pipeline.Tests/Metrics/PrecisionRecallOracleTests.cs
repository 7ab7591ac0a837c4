using WFrame.Metrics;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Metrics;

[Trait("Category", "Oracle")]
public class PrecisionRecallOracleTests
{
    private const string Metric = "precisionRecall";

    public static TheoryData<int, string> Synthetic => MetricsOracle.Cases(Metric, real: false);

    public static TheoryData<int, string> Real => MetricsOracle.Cases(Metric, real: true);

    [Theory]
    [MemberData(nameof(Synthetic))]
    public void Given_synthetic_features_the_counts_are_the_reference(int index, string name) => Check(index, name);

    [SharedTheory(MetricsOracle.RealArrays)]
    [MemberData(nameof(Real))]
    public void Given_features_of_real_images_the_counts_are_the_reference(int index, string name) =>
        Check(index, name);

    private static void Check(int index, string name)
    {
        var entry = MetricsOracle.Case(Metric, index);
        Assert.NotEmpty(name);
        var generated = MetricsOracle.Features(entry, "generated", 0);
        var real = MetricsOracle.Features(entry, "real", 1);
        var k = entry.GetProperty("neighborhood").GetInt32();
        if (Expect.IsError(entry, out _))
        {
            _ = Expect.Refused(() => PrecisionRecall.Compute(generated, real, k), "neighbourhood 3", "3 images");
            return;
        }
        var expected = entry.GetProperty("expected");
        var actual = PrecisionRecall.Compute(generated, real, k);
        Assert.Equal(expected.GetProperty("generatedInside").GetInt32(), actual.GeneratedInside);
        Assert.Equal(expected.GetProperty("generatedCount").GetInt32(), actual.GeneratedCount);
        Assert.Equal(expected.GetProperty("realInside").GetInt32(), actual.RealInside);
        Assert.Equal(expected.GetProperty("realCount").GetInt32(), actual.RealCount);
        Expect.Close(expected.GetProperty("precision").GetDouble(), actual.Precision, 1e-15, 0);
        Expect.Close(expected.GetProperty("recall").GetDouble(), actual.Recall, 1e-15, 0);
        Expect.Close(expected.GetProperty("fScore").GetDouble(), actual.FScore, 1e-12, 0);
    }
}
