using WFrame.Scoring;

namespace WFrame.Trainers.Tests.Scoring;

public sealed class CalibrationTests
{
    /// <summary>Quantiles of printed tables.</summary>
    [Theory]
    [InlineData(1, 6.313752, 0.05)]
    [InlineData(2, 2.919986, 0.05)]
    [InlineData(3, 4.540703, 0.01)]
    [InlineData(8, 2.896459, 0.01)]
    [InlineData(9, 2.262157, 0.025)]
    [InlineData(30, 1.697261, 0.05)]
    [InlineData(100_000, 1.644854, 0.05)]
    public void Given_a_quantile_of_Students_t_its_probability_is_that_of_the_table(int degrees, double t, double p)
    {
        Assert.Equal(p, new KnownValues(0, 1, degrees).Above(t), 2e-4 * (degrees > 1000 ? 1 : 0.01));
        Assert.Equal(1 - p, new KnownValues(0, 1, degrees).Above(-t), 2e-4);
    }

    [Fact]
    public void Given_four_known_values_when_another_comes_then_their_mean_is_uncertain_too()
    {
        // Variance (4 + 0 + 0 + 4) / 3; that of the mean is a quarter of it.
        var known = KnownValues.Of([3, 5, 5, 7]);

        Assert.Equal(5, known.Mean);
        Assert.Equal(Math.Sqrt(8.0 / 3) * Math.Sqrt(1.25), known.Unit, 1e-12);
        Assert.Equal(3, known.Degrees);
    }

    [Fact]
    public void Given_normal_angles_when_p_is_told_then_as_many_false_alarms_come_as_are_asked_for()
    {
        var random = new Random(3);
        var (alarms, trials) = (0, 4000);
        for (var trial = 0; trial < trials; trial++)
        {
            var reference = Reference([.. Enumerable.Range(0, 9).Select(_ => Similarity())], []);
            alarms += reference.P(Similarity()) < 0.05 ? 1 : 0;
        }

        Assert.InRange(alarms / (double)trials, 0.04, 0.06);

        double Similarity() => Math.Cos(0.8 + (0.1 * Normal()));
        double Normal() =>
            Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
    }

    [Fact]
    public void Given_ten_known_ones_when_placed_then_the_percentile_counts_those_below_and_half_of_the_equal()
    {
        var reference = Reference([0.1, 0.2, 0.3, 0.4], [0.5, 0.6, 0.7, 0.8, 0.9, 1]);

        Assert.Equal(0, reference.Percentile(0));
        Assert.Equal(30, reference.Percentile(0.35));
        Assert.Equal(45, reference.Percentile(0.5));
        Assert.Equal(100, reference.Percentile(1.1));
    }

    [Fact]
    public void Given_fewer_than_four_images_then_nothing_is_told_of_where_others_stand()
    {
        Assert.False(Reference([0.2, 0.2, 0.2], [0.8, 0.82, 0.81, 0.8]).IsCalibrated);
        Assert.True(Reference([0.2, 0.22, 0.21, 0.2], []).IsCalibrated);
        Assert.False((Reference([0.2, 0.22, 0.21, 0.2], []) with { OfChains = true }).IsCalibrated);
    }

    [Fact]
    public void Given_copies_of_one_image_when_p_is_told_then_it_is_a_number()
    {
        var reference = Reference([0.9, 0.9, 0.9, 0.9], []);

        Assert.True(reference.P(0.8) < 1e-3);
        Assert.Equal(0.5, reference.P(0.9), 1e-6);
    }

    private static ScoreReference Reference(double[] leftOut, double[] samples) =>
        new()
        {
            Direction = [1],
            LeftOut = leftOut,
            Samples = samples,
            FirstPhi = 0,
        };
}
