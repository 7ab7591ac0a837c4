using WFrame.Metrics;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Metrics;

[Trait("Category", "Oracle")]
public class InceptionScoreOracleTests
{
    private const string Metric = "inceptionScore";

    public static TheoryData<int, string> Synthetic => MetricsOracle.Cases(Metric, real: false);

    public static TheoryData<int, string> Real => MetricsOracle.Cases(Metric, real: true);

    [Theory]
    [MemberData(nameof(Synthetic))]
    public void Given_synthetic_logits_the_score_is_the_reference(int index, string name) => Check(index, name);

    [SharedTheory(MetricsOracle.RealArrays)]
    [MemberData(nameof(Real))]
    public void Given_logits_of_real_images_the_score_is_the_reference(int index, string name) => Check(index, name);

    private static void Check(int index, string name)
    {
        var entry = MetricsOracle.Case(Metric, index);
        Assert.NotEmpty(name);
        var logits = MetricsOracle.Matrix(entry.GetProperty("logits").GetString()!);
        var options = new InceptionScoreOptions
        {
            Splits = entry.GetProperty("splits").GetInt32(),
            Shuffle = entry.GetProperty("shuffle").GetBoolean(),
        };
        if (Expect.IsError(entry, out var error))
        {
            var isLogit = error.Contains("logit", StringComparison.Ordinal);
            _ = Expect.Refused(
                () => InceptionScore.Compute(logits, options),
                isLogit ? ["row 7", "column 3", "finite"] : ["7 images", "10 splits"]
            );
            return;
        }
        var expected = entry.GetProperty("expected");
        var actual = InceptionScore.Compute(logits, options);
        Expect.Close(expected.GetProperty("mean").GetDouble(), actual.Mean, 1e-6, 0);
        Expect.Close(expected.GetProperty("std").GetDouble(), actual.Std, 1e-6, 1e-9);
        Assert.Equal(logits.Rows, actual.Count);
        var splits = expected.GetProperty("splitScores").EnumerateArray().Select(e => e.GetDouble()).ToArray();
        Assert.Equal(splits.Length, actual.SplitScores.Count);
        for (var i = 0; i < splits.Length; i++)
        {
            Expect.Close(splits[i], actual.SplitScores[i], 1e-6, 0);
        }
    }
}
