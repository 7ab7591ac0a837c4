using WFrame.Learning;

namespace WFrame.Trainers.Tests.Learning;

public class DivergencePolicyTests
{
    private static readonly Standing Good = new(StepSize: 0.2, LastGoodIteration: 4);

    [Fact]
    public void Given_an_overflow_the_step_is_halved_on_a_new_sub_stream() =>
        Assert.Equal(Good with { StepSize = 0.1, Restarts = 1 }, DivergencePolicy.AfterOverflow(Good));

    [Fact]
    public void Given_an_overflow_after_the_last_restart_the_component_is_given_up()
    {
        var standing = Good;
        for (var i = 0; i < DivergencePolicy.MostRestarts; i++)
        {
            standing = DivergencePolicy.AfterOverflow(standing);
            Assert.False(standing.Diverged);
        }
        Assert.Equal(0.025, standing.StepSize);
        Assert.Equal(standing with { Diverged = true }, DivergencePolicy.AfterOverflow(standing));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(100)]
    [InlineData(200)]
    public void Given_chains_within_the_worst_distance_the_count_begins_again(double distance) =>
        Assert.Equal(
            Good with
            {
                LastGoodIteration = 7,
            },
            DivergencePolicy.AfterIteration(Good with { BeyondWorst = 9 }, 7, distance, observed: 100, grey: 300)
        );

    [Theory]
    [InlineData(90, 7)]
    [InlineData(90.1, 4)]
    public void Given_chains_farther_than_the_mean_grey_the_last_good_iteration_stays(double distance, int lastGood) =>
        Assert.Equal(
            Good with
            {
                LastGoodIteration = lastGood,
            },
            DivergencePolicy.AfterIteration(Good, 7, distance, observed: 100, grey: 90)
        );

    [Theory]
    [InlineData(200.001)]
    [InlineData(double.NaN)]
    public void Given_chains_beyond_the_worst_distance_for_long_the_component_is_given_up(double distance)
    {
        var standing = Good;
        for (var i = 1; i < DivergencePolicy.MostIterationsBeyond; i++)
        {
            standing = DivergencePolicy.AfterIteration(standing, 4 + i, distance, observed: 100, grey: 90);
            Assert.Equal(Good with { BeyondWorst = i }, standing);
        }
        Assert.True(DivergencePolicy.AfterIteration(standing, 20, distance, observed: 100, grey: 90).Diverged);
    }

    [Theory]
    [InlineData(1e6f, true)]
    [InlineData(-1e6f, true)]
    [InlineData(1.001e6f, false)]
    [InlineData(-1.001e6f, false)]
    [InlineData(float.NaN, false)]
    [InlineData(float.NegativeInfinity, false)]
    public void Given_one_pixel_the_chains_are_in_range_or_not(float pixel, bool expected) =>
        Assert.Equal(expected, DivergencePolicy.InRange([0, 255, pixel]));
}
