using WFrame.Learning;

namespace WFrame.Experiments.Tests;

public sealed class LearningSummaryTests
{
    private static readonly WFrameOptions Options = new() { Iterations = 40, StepSize = 0.2 };

    [Fact]
    public void GivenAFlatRAndARisingPhi_WhenSummed_ThenStable()
    {
        var summary = Of(t => 8, t => 100 + t);

        Assert.Equal(LearningOutcome.Stable, summary.Outcome);
        Assert.Equal((0, 0, null), (summary.PhiFall, summary.Unsteadiness, summary.DivergedAt));
    }

    [Fact]
    public void GivenAPhiThatFallsByAFifth_WhenSummed_ThenCollapsed()
    {
        Assert.Equal(LearningOutcome.Collapsed, Of(t => 8, t => t < 40 ? 100 : 80).Outcome);
        Assert.Equal(LearningOutcome.Stable, Of(t => 8, t => t < 40 ? 100 : 81).Outcome);
    }

    [Fact]
    public void GivenAPhiThatEndsNegative_WhenSummed_ThenTheFallIsMoreThanAll()
    {
        var summary = Of(t => 8, t => t < 40 ? 100 : -900);

        Assert.Equal(10, summary.PhiFall, 12);
        Assert.Equal(LearningOutcome.Collapsed, summary.Outcome);
    }

    [Fact]
    public void GivenAnROfTwiceItsMinimum_WhenSummed_ThenCollapsed() =>
        Assert.Equal(LearningOutcome.Collapsed, Of(t => t < 40 ? 8 : 16, t => 100).Outcome);

    [Fact]
    public void GivenAnOvershootOfPhiAtTheStart_WhenSummed_ThenItIsLeftOut()
    {
        var summary = Of(t => 8, t => t <= 10 ? 1000 : 100);

        Assert.Equal((100, LearningOutcome.Stable), (summary.HighestPhi, summary.Outcome));
    }

    [Theory]
    [InlineData(5, 60, 20)]
    [InlineData(5, 45, 15)]
    [InlineData(20, 60, 10)]
    [InlineData(50, 100, 10)]
    [InlineData(5, 8, 2)]
    public void GivenFewStepsAnIteration_WhenSummed_ThenTheOvershootIsOfAHundredSteps(
        int steps,
        int iterations,
        int left
    )
    {
        var options = Options with { Iterations = iterations, Steps = steps };

        var summary = new LearningSummary(
            History(iterations, t => 8, t => t <= left ? 1000 - t : 100, _ => 0.2),
            options
        );

        Assert.Equal(100, summary.HighestPhi);
        Assert.Equal(
            1000 - left,
            new LearningSummary(History(iterations, t => 8, t => 1000 - t, _ => 0.2), options).HighestPhi + 1
        );
    }

    [Fact]
    public void GivenAShortRun_WhenSummed_ThenItIsNotJudged()
    {
        var options = Options with { Iterations = 19 };

        Assert.Equal(
            LearningOutcome.TooShort,
            new LearningSummary(History(19, t => 8, t => 100 - (5 * t), _ => 0.2), options).Outcome
        );
    }

    [Fact]
    public void GivenAnRThatSwings_WhenSummed_ThenUnsteadinessIsItsMeanChange() =>
        Assert.Equal(2, Of(t => t % 2 == 0 ? 8 : 10, t => 100).Unsteadiness, 12);

    [Fact]
    public void GivenAHalvedStepSizeOrAnEarlyEnd_WhenSummed_ThenDiverged()
    {
        var halved = History(40, t => 8, t => 100, t => t < 15 ? 0.2 : 0.1);
        var ended = History(17, t => 8, t => 100, t => 0.2);

        Assert.Equal(15, new LearningSummary(halved, Options).DivergedAt);
        Assert.Equal(18, new LearningSummary(ended, Options).DivergedAt);
        Assert.Equal(LearningOutcome.Diverged, new LearningSummary(ended, Options).Outcome);
    }

    [Fact]
    public void GivenNoRecord_WhenSummed_ThenItIsRefused() =>
        Assert.Throws<ArgumentException>(() => new LearningSummary([], Options));

    private static LearningSummary Of(Func<int, double> distance, Func<int, double> phi) =>
        new LearningSummary(History(40, distance, phi, _ => 0.2), Options);

    private static IterationRecord[] History(
        int length,
        Func<int, double> distance,
        Func<int, double> phi,
        Func<int, double> stepSize
    ) =>
        [
            .. Enumerable
                .Range(1, length)
                .Select(t => new IterationRecord
                {
                    Iteration = t,
                    Component = "model",
                    ResponseDistance = distance(t),
                    PhiSynthesized = phi(t),
                    PhiObserved = 0,
                    GradientRms = 1,
                    Penalty = 0,
                    ThetaNorm = 1,
                    StepSize = stepSize(t),
                    Seconds = 0,
                }),
        ];
}
