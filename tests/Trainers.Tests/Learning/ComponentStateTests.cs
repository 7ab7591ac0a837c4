using WFrame.Learning;

namespace WFrame.Trainers.Tests.Learning;

public class ComponentStateTests
{
    private static readonly LearningState Old = new([1], new PixelBatch(1, new ImageSize(1, 1)), [0]);

    private static readonly LearningState Current = Old with { Theta = [2] };

    private static readonly LearningState Next = Old with { Theta = [3] };

    [Theory]
    [InlineData(9, 0, true, false)]
    [InlineData(9.1, 0, false, false)]
    [InlineData(20.1, 0, false, false)]
    [InlineData(20.1, 9, false, true)]
    public void Given_a_finite_iteration_the_distance_decides_what_is_kept(
        double distance,
        int beyond,
        bool good,
        bool diverged
    )
    {
        var after = State(new(0.2, BeyondWorst: beyond)).Commit(Next, Record(distance));

        Assert.Equal(diverged, after.Standing.Diverged);
        Assert.Same(good ? Next : Old, after.LastGood);
        Assert.Same(diverged ? Old : Next, after.Current);
    }

    [Theory]
    [InlineData(0, false)]
    [InlineData(DivergencePolicy.MostRestarts, true)]
    public void Given_an_overflow_the_component_stays_or_ends_at_its_last_good_state(int restarts, bool diverged)
    {
        var after = State(new(0.2, restarts, BeyondWorst: 3)).Reject();

        Assert.Equal(diverged, after.Standing.Diverged);
        Assert.Same(diverged ? Old : Current, after.Current);
        Assert.Same(Old, after.LastGood);
    }

    private static ComponentState State(Standing standing) =>
        new()
        {
            Index = 0,
            Name = "a",
            ObservedMean = [10],
            ObservedChannelMeans = [8, 12],
            GreyDistance = 9,
            Current = Current,
            LastGood = Old,
            Standing = standing,
        };

    private static IterationRecord Record(double distance) => SmallTrainings.Record(5, distance);
}
