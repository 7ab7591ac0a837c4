using WFrame.Learning;
using WFrame.Runs;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Runs;

public class LevelTests
{
    [Theory]
    [InlineData(64, 64, 0, "32 64")]
    [InlineData(256, 256, 0, "32 64 128 256")]
    [InlineData(62, 62, 0, "62")]
    [InlineData(96, 64, 0, "48x32 96x64")]
    [InlineData(100, 100, 0, "50 100")]
    [InlineData(16, 16, 3, "4 8 16")]
    [InlineData(64, 64, 1, "64")]
    public void Given_a_size_each_level_is_half_of_the_next(int height, int width, int levels, string expected) =>
        Assert.Equal(expected, string.Join(' ', TrainingLevels.Sizes(new(height, width), levels)));

    [Fact]
    public void Given_more_levels_than_the_size_can_be_halved_it_is_said_how_many_fit()
    {
        using var folder = new TemporaryFolder();
        var request = Request(folder.At("run")) with
        {
            Levels = 3,
            Pixels = new PixelOptions { Size = new(20, 20) },
        };

        var error = Assert.Throws<UsageException>(() => TrainingPlan.Create(request));

        Assert.StartsWith("Levels 3 does not fit Size 20: ", error.Message, StringComparison.Ordinal);
        Assert.Contains("it has 2; give as many at most", error.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.At("run")));
    }

    [Fact]
    public void Given_two_levels_the_finer_one_goes_on_from_the_coarser_one()
    {
        using var folder = new TemporaryFolder();
        var told = new List<(int Done, int All)>();
        var plan = TrainingPlan.Create(Request(folder.At("run")));

        var outcome = TrainingRun.Execute(plan, new Told(p => told.Add((p.Iteration, p.Iterations))));

        var coarse = WFrameModel.Load(folder.At("run", "levels", "8", "model.zip"));
        Assert.Equal((new ImageSize(8, 8), 4), (coarse.Size, coarse.Options.Iterations));
        Assert.Equal((new ImageSize(16, 16), 4), (outcome.Model.Size, outcome.Model.Options.Iterations));
        Assert.Equal([.. Enumerable.Range(1, 8).Select(i => (i, 8))], told);
        using var trainer = new WFrameTrainer(plan.Options, plan.Trunk, plan.Request.Engine) { From = coarse };
        var expected = trainer.Fit(plan.Components);
        Assert.Equal(expected.Components[0].Theta, outcome.Model.Components[0].Theta);
        Assert.Equal(
            expected.Components[0].Chains.Values.ToArray(),
            outcome.Model.Components[0].Chains.Values.ToArray()
        );
        using var alone = new WFrameTrainer(plan.Options, plan.Trunk, plan.Request.Engine);
        Assert.NotEqual(alone.Fit(plan.Components).Components[0].Theta, outcome.Model.Components[0].Theta);
    }

    [Fact]
    public void Given_an_annealed_end_finer_levels_go_on_as_long_with_lambda_kept()
    {
        var options = Presets.Options("annealed");

        var schedule = new LearningSchedule(TrainingLevels.Finer(options));

        Assert.Equal(
            (options.Iterations, options.LearningRate),
            (schedule.End, schedule.LearningRate(schedule.End - 1))
        );
        Assert.Equal(options.Iterations * options.Steps, schedule.Steps(0, schedule.End));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    [InlineData(6)]
    public void Given_an_interruption_in_either_level_the_resumed_run_ends_with_the_same_bytes(int iteration)
    {
        using var folder = new TemporaryFolder();
        var whole = TrainingRun.Execute(TrainingPlan.Create(Request(folder.At("whole"))));
        using var interrupted = new CancellationTokenSource();
        var stop = new Told(p =>
        {
            if (p.Iteration == iteration)
            {
                interrupted.Cancel();
            }
        });
        Assert.ThrowsAny<OperationCanceledException>(() =>
            TrainingRun.Execute(TrainingPlan.Create(Request(folder.At("parts"))), stop, cancellation: interrupted.Token)
        );
        Assert.False(File.Exists(folder.At("parts", "model.zip")));

        var request = Request(folder.At("parts")) with { Existing = ExistingRun.Resume };
        var resumed = TrainingRun.Execute(TrainingPlan.Create(request));

        Assert.Equal(File.ReadAllBytes(whole.Run.Model), File.ReadAllBytes(resumed.Run.Model));
    }

    [Fact]
    public void Given_other_settings_a_resumed_run_does_not_take_a_level_that_was_learned_with_the_old_ones()
    {
        using var folder = new TemporaryFolder();
        TrainingRun.Execute(TrainingPlan.Create(Request(folder.At("run"))));
        foreach (var checkpoint in Directory.GetFiles(folder.At("run", "checkpoints")))
        {
            File.Delete(checkpoint);
        }
        var request = Request(folder.At("run")) with { Existing = ExistingRun.Resume };
        request = request with { Options = request.Options with { Steps = 2 } };

        var error = Assert.Throws<UsageException>(() => TrainingRun.Execute(TrainingPlan.Create(request)));

        Assert.Contains("other options", error.Message, StringComparison.Ordinal);
    }

    private static TrainingRequest Request(string output) => TrainingRunTests.Request(output) with { Levels = 2 };

    private sealed class Told(Action<WFrameProgress> tell) : IProgress<WFrameProgress>
    {
        public void Report(WFrameProgress value) => tell(value);
    }
}
