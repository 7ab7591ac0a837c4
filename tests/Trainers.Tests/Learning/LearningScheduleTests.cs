using WFrame.Engines;
using WFrame.Learning;
using WFrame.ModelFile;
using WFrame.Testing;

namespace WFrame.Trainers.Tests.Learning;

public sealed class LearningScheduleTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static WFrameOptions Annealed =>
        SmallTrainings.Options with
        {
            AnnealingIterations = 3,
            AnnealingSteps = 9,
        };

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Given_annealing_then_the_last_iterations_take_its_steps_and_a_rate_that_falls_in_equal_parts()
    {
        var schedule = new LearningSchedule(Annealed with { LearningRate = 4 });

        Assert.Equal([4, 4, 4, 9, 9, 9], Enumerable.Range(0, 6).Select(schedule.Steps));
        Assert.Equal([4, 4, 4, 3, 2, 1], Enumerable.Range(0, 6).Select(schedule.LearningRate));
    }

    [Fact]
    public void Given_more_annealing_than_iterations_then_all_are_annealed() =>
        Assert.Equal(0, new LearningSchedule(Annealed with { AnnealingIterations = 99 }).Constant);

    [Fact]
    public void Given_R_that_falls_no_more_then_annealing_begins_and_ends_the_training_earlier()
    {
        // Falls for 12 iterations, then swings about: the medians of five find no lower one after the 15th.
        var distances = Enumerable.Range(0, 60).Select(i => i < 12 ? 100.0 - i * 5 : 46 + (i % 2));
        var history = distances.Select((r, i) => SmallTrainings.Record(i + 1, r)).ToArray();
        var options = Annealed with { Iterations = 100, Until = LearningEnd.Plateau };

        for (var done = 0; done < history.Length; done++)
        {
            var schedule = LearningSchedule.Of(options, history[..done]);
            Assert.Equal(done < 25 ? 97 : 25, schedule.Constant);
            Assert.Equal(done < 25 ? 100 : 28, schedule.End);
        }
        Assert.Equal(97, LearningSchedule.Of(options with { Until = LearningEnd.Iterations }, history).Constant);
        Assert.Equal([4, 9, 9, 9], Enumerable.Range(24, 4).Select(LearningSchedule.Of(options, history).Steps));
    }

    [Theory]
    [InlineData(5)]
    [InlineData(14)]
    [InlineData(17)]
    public void Given_a_plateau_then_the_training_stops_by_itself_and_a_resumed_one_at_the_same_theta(int after)
    {
        // A theta that hardly moves: R stays.
        var options = Annealed with
        {
            Iterations = 200,
            LearningRate = 1e-12,
            Until = LearningEnd.Plateau,
        };
        using var engine = Engine();
        var whole = Begin(engine, options);
        while (!whole.Finished)
        {
            whole.Advance();
            if (whole.Iteration == after)
            {
                Checkpoint.Write(folder.At("checkpoint.zip"), whole);
            }
        }
        var resumed = Begin(engine, options);
        Checkpoint.Resume(folder.At("checkpoint.zip"), resumed);
        Assert.Equal(after, resumed.Iteration);
        while (!resumed.Finished)
        {
            resumed.Advance();
        }

        Assert.InRange(whole.Iteration, 18, 60);
        Assert.Equal(whole.Iteration, resumed.Iteration);
        Assert.Equal(whole.Snapshot().Components[0].Theta, resumed.Snapshot().Components[0].Theta);
    }

    [Fact]
    public void Given_annealing_then_a_training_follows_it()
    {
        var (constant, annealed) = (Trained(SmallTrainings.Options), Trained(Annealed with { AnnealingSteps = 0 }));

        Assert.Equal(constant.History[2].ThetaNorm, annealed.History[2].ThetaNorm);
        Assert.NotEqual(constant.History[3].ThetaNorm, annealed.History[3].ThetaNorm);
        Assert.NotEqual(annealed.History[3].PhiSynthesized, Trained(Annealed).History[3].PhiSynthesized);
    }

    [Fact]
    public void Given_no_annealing_then_stored_options_do_not_name_it_and_given_some_they_are_read_again()
    {
        Assert.DoesNotContain(
            "annealing",
            StoredOptions.Write(SmallTrainings.Options).ToJsonString(),
            StringComparison.Ordinal
        );
        Assert.Equal(Annealed, StoredOptions.Read(StoredOptions.Write(Annealed)));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public void Given_a_checkpoint_then_annealing_goes_on_to_the_same_theta(int after)
    {
        using var engine = Engine();
        var session = Begin(engine, Annealed);
        Advance(session, after);
        Checkpoint.Write(folder.At("c.zip"), session);
        var resumed = Begin(engine, Annealed);

        Checkpoint.Resume(folder.At("c.zip"), resumed);
        Advance(resumed, 6 - after);

        Assert.Equal(Trained(Annealed).Components[0].Theta, resumed.Snapshot().Components[0].Theta);
    }

    [Fact]
    public void Given_more_iterations_then_only_a_checkpoint_before_annealing_is_resumed()
    {
        using var engine = Engine();
        var session = Begin(engine, Annealed);
        Advance(session, 3);
        Checkpoint.Write(folder.At("before.zip"), session);
        Advance(session, 1);
        Checkpoint.Write(folder.At("within.zip"), session);
        var longer = Begin(engine, Annealed with { Iterations = 8 });

        var error = Assert.Throws<UsageException>(() => Checkpoint.Resume(folder.At("within.zip"), longer));
        Checkpoint.Resume(folder.At("before.zip"), longer);

        Assert.Contains("annealed towards iteration 6", error.Message, StringComparison.Ordinal);
        Assert.Equal(3, longer.Iteration);
    }

    private static IEnergyEngine Engine() => EngineFactory.Create(SmallTrainings.Trunk, "ort-cpu", 1).Engine;

    private static TrainingSession Begin(IEnergyEngine engine, WFrameOptions options) =>
        new(engine, [SmallTrainings.Component("a")], options);

    private static WFrameModel Trained(WFrameOptions options)
    {
        using var trainer = new WFrameTrainer(options, SmallTrainings.Trunk, SmallTrainings.Engine);
        return trainer.Fit([SmallTrainings.Component("a")]);
    }

    private static void Advance(TrainingSession session, int iterations)
    {
        for (var i = 0; i < iterations; i++)
        {
            _ = session.Advance();
        }
    }
}
