using WFrame.Learning;
using WFrame.Runs;

namespace WFrame.Pipeline.Tests.Runs;

/// <summary>What is said of histories that were made up to have one trouble each.</summary>
public sealed class RunFindingsTests
{
    private const double ObservedRms = 40;

    private static readonly WFrameOptions Usual = new();

    [Fact]
    public void Given_a_run_whose_R_falls_to_its_end_then_nothing_is_said() =>
        Assert.Null(Find(Usual, 40, r => r with { ResponseDistance = Falling(r.Iteration) }));

    [Fact]
    public void Given_a_gradient_that_overshoots_at_first_then_nothing_is_said() =>
        Assert.Null(Find(Usual, 40, r => r with { GradientRms = 40 + (300 * Math.Exp(-r.Iteration / 3.0)) }));

    [Fact]
    public void Given_one_iteration_that_jumps_then_nothing_is_said() =>
        Assert.Null(Find(Usual, 40, r => r.Iteration is 40 or 20 ? r with { ResponseDistance = 90 } : r));

    [Fact]
    public void Given_few_iterations_then_nothing_is_said() =>
        Assert.Null(Find(Usual, 7, r => r with { ResponseDistance = 200 }));

    [Fact]
    public void Given_an_R_that_rises_again_then_the_chains_turned_and_the_iteration_is_told()
    {
        var finding = Find(
            Usual,
            100,
            r => r with { ResponseDistance = r.Iteration <= 60 ? Falling(r.Iteration) : 6 + (0.5 * (r.Iteration - 60)) }
        );

        Says(finding, Trouble.Turned, "R was 6", "iteration 5", "rose to 2");
        Assert.Contains("Stop at Iterations 5", finding!.Advice, StringComparison.Ordinal);
        Assert.Contains("AnnealingIterations", finding.Advice, StringComparison.Ordinal);
        Assert.DoesNotContain("kept", finding.What, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_an_R_that_stays_where_it_began_then_it_is_stuck_and_more_is_to_be_learned()
    {
        var finding = Find(Usual, 40, r => r with { ResponseDistance = 200 - r.Iteration, GradientRms = 1 });

        Says(finding, Trouble.Stuck, "199.0", "16");
        Assert.Contains("Raise LearningRate", finding!.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_penalty_that_pulls_nearly_as_much_as_the_images_then_it_crushes_theta()
    {
        var finding = Find(Usual, 40, r => r with { ResponseDistance = 200, Penalty = 40 });

        Says(finding, Trouble.Crushed, "takes 80 %", "200");
        Assert.Contains("Lower Beta (60)", finding!.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_gradient_that_goes_to_zero_then_the_penalty_crushed_theta()
    {
        var finding = Find(Usual, 40, r => r with { GradientRms = 40 * Math.Exp(-r.Iteration / 15.0) });

        Says(finding, Trouble.Crushed, "|grad Phi|", "7 %");
        Assert.Contains("Lower Beta (60)", finding!.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_theta_that_goes_to_zero_then_the_penalty_crushed_it() =>
        Says(Find(Usual, 40, r => r with { ThetaNorm = 100.0 / r.Iteration }), Trouble.Crushed, "|theta|");

    [Fact]
    public void Given_no_penalty_then_it_crushed_nothing() =>
        Assert.Null(
            Find(Usual with { Method = WFrameMethod.Frame }, 40, r => r with { ThetaNorm = 100.0 / r.Iteration })
        );

    [Fact]
    public void Given_an_R_that_is_level_then_its_noise_floor_is_told_and_lambda_should_fall()
    {
        var finding = Find(Usual, 100, Level);

        Says(finding, Trouble.NoiseFloor, "near 5.", "since about iteration 3");
        Assert.Contains("AnnealingIterations", finding!.Advice, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_loud_noise_and_an_R_that_is_level_then_the_noise_is_to_be_lowered() =>
        Assert.Contains(
            "lower NoiseSigma",
            Find(Usual with { NoiseSigma = 5, AnnealingIterations = 20 }, 100, Level)!.Advice,
            StringComparison.Ordinal
        );

    [Fact]
    public void Given_a_run_that_was_annealed_and_is_level_then_nothing_is_said() =>
        Assert.Null(Find(Usual with { AnnealingIterations = 20 }, 100, Level));

    [Fact]
    public void Given_a_component_that_was_given_up_then_it_is_told_first_and_what_to_lower()
    {
        var finding = new RunFindings(Usual, m => $"--{m}").Of("cat", 12, [], ObservedRms);

        Says(finding, Trouble.Diverged, "last good iteration, 12");
        Assert.Equal("Lower --LearningRate (0.001) or --StepSize (0.2).", finding!.Advice);
    }

    [Fact]
    public void Given_chains_of_a_model_then_a_small_R_that_does_not_fall_is_no_trouble()
    {
        IterationRecord[] history =
        [
            .. Enumerable.Range(1, 20).Select(t => Good(t) with { ResponseDistance = 3 + (0.1 * (t % 2)) }),
        ];

        Assert.Equal(Trouble.Stuck, Of(new(Usual, m => m))!.Trouble);
        Assert.Null(Of(new(Usual, m => m) { GoesOn = true }));

        Finding? Of(RunFindings findings) => findings.Of("model", null, history, ObservedRms);
    }

    private static IterationRecord Level(IterationRecord record) =>
        record with
        {
            ResponseDistance = 5 + (100 * Math.Exp(-record.Iteration / 5.0)) + (record.Iteration % 2 * 0.1),
        };

    private static double Falling(int iteration) => 200.0 / iteration + 3;

    private static Finding? Find(
        WFrameOptions options,
        int iterations,
        Func<IterationRecord, IterationRecord> trouble
    ) =>
        new RunFindings(options, m => m).Of(
            "model",
            null,
            [.. Enumerable.Range(1, iterations).Select(t => trouble(Good(t)))],
            ObservedRms
        );

    private static IterationRecord Good(int iteration) =>
        new()
        {
            Iteration = iteration,
            Component = "model",
            ResponseDistance = Falling(iteration),
            PhiSynthesized = 1000,
            PhiObserved = 1100,
            GradientRms = 40,
            Penalty = 10,
            ThetaNorm = 100 + iteration,
            StepSize = 0.2,
            Seconds = iteration,
        };

    private static void Says(Finding? finding, Trouble trouble, params string[] words)
    {
        Assert.Equal(trouble, finding?.Trouble);
        Assert.All(words, word => Assert.Contains(word, finding!.What, StringComparison.Ordinal));
    }
}
