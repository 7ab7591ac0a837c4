using FsCheck.Xunit;
using WFrame.Metrics;

namespace WFrame.Pipeline.Tests.Metrics;

public class InceptionScoreTests
{
    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    public void Given_no_split_the_score_is_refused(int splits) =>
        Expect.Refused(
            () => InceptionScore.Compute(SyntheticFeatures.Gaussian(5, 3, 1), new() { Splits = splits }),
            $"{splits} splits",
            "at least 1"
        );

    [Fact]
    public void Given_no_row_the_score_is_refused() =>
        Expect.Refused(
            () => InceptionScore.Compute(SyntheticFeatures.Gaussian(0, 3, 1), new() { Splits = 1 }),
            "0 images"
        );

    [Fact]
    public void Given_a_bootstrap_the_interval_holds_the_score_and_is_narrower_for_more_images()
    {
        var (few, many) = (
            SyntheticFeatures.Gaussian(100, 10, 1, scale: 3),
            SyntheticFeatures.Gaussian(1600, 10, 2, scale: 3)
        );
        var (wide, narrow) = (ScoreUncertainty.Bootstrap(few), ScoreUncertainty.Bootstrap(many));
        Assert.Equal(InceptionScore.Compute(many, new() { Splits = 1 }).Mean, narrow.Score, 10);
        // The score of a finite set is biased low, so the reflected interval may start just above it, never far.
        Assert.InRange(narrow.Score, narrow.Low * 0.97, narrow.High);
        Assert.True(wide.High - wide.Low > 2 * (narrow.High - narrow.Low));
    }

    [Fact]
    public void Given_a_seed_the_bootstrap_repeats()
    {
        var logits = SyntheticFeatures.Gaussian(50, 5, 1, scale: 2);
        Assert.Equal(ScoreUncertainty.Bootstrap(logits, seed: 3), ScoreUncertainty.Bootstrap(logits, seed: 3));
        Assert.NotEqual(ScoreUncertainty.Bootstrap(logits, seed: 3), ScoreUncertainty.Bootstrap(logits, seed: 4));
    }

    [Theory]
    [InlineData(1, 0.95)]
    [InlineData(100, 1)]
    [InlineData(100, double.NaN)]
    public void Given_bad_bootstrap_options_they_are_refused(int replicates, double confidence) =>
        Expect.Refused(
            () => ScoreUncertainty.Bootstrap(SyntheticFeatures.Gaussian(5, 3, 1), replicates, confidence),
            "Bootstrap",
            "at least 2"
        );

    [Fact]
    public void Given_small_sets_of_a_known_law_the_extrapolation_takes_most_of_their_bias_away()
    {
        var all = SyntheticFeatures.Gaussian(20000, 40, 1, scale: 2);
        var limit = Score(all);
        var sets = Enumerable.Range(0, 100).Select(i => all.Slice(200 * i, 200 * (i + 1))).ToArray();
        var extrapolations = sets.Select(s => ScoreUncertainty.Extrapolate(s)).ToArray();
        var (bias, left) = (sets.Average(Score) - limit, extrapolations.Average(e => e.Score) - limit);
        Assert.True(bias < 0);
        Assert.InRange(left, -0.3 * Math.Abs(bias), 0.3 * Math.Abs(bias));
        Assert.Equal(15, extrapolations[0].Counts.Count);
        Assert.Equal(200, extrapolations[0].Counts[^1]);
    }

    [Property(MaxTest = 50)]
    public void Given_any_logits_the_extrapolation_stays_a_score(byte rows, byte classes, int seed)
    {
        var (n, k) = (30 + (rows % 40), 2 + (classes % 9));
        var logits = SyntheticFeatures.Gaussian(n, k, seed, scale: 1000);
        Assert.InRange(ScoreUncertainty.Extrapolate(logits).Score, 1, k);
    }

    private static double Score(FeatureMatrix logits) => InceptionScore.Compute(logits, new() { Splits = 1 }).Mean;

    [Fact]
    public void Given_too_few_images_the_extrapolation_is_refused() =>
        Expect.Refused(() => ScoreUncertainty.Extrapolate(SyntheticFeatures.Gaussian(29, 3, 1)), "29 images", "30");
}
