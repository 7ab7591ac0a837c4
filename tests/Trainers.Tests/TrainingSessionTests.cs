using WFrame.Engines;
using WFrame.Learning;
using WFrame.Testing;

namespace WFrame.Trainers.Tests;

public class TrainingSessionTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Given_a_checkpoint_a_resumed_training_ends_with_the_same_bytes(int interruptedAfter)
    {
        using var folder = new TemporaryFolder();
        var whole = Train(SmallTrainings.Options);

        using var engine = Engine();
        var first = new TrainingSession(engine, [SmallTrainings.Component("a")], SmallTrainings.Options);
        for (var i = 0; i < interruptedAfter; i++)
        {
            first.Advance();
        }
        first.SaveCheckpoint(folder.At("c.zip"));
        var second = new TrainingSession(engine, [SmallTrainings.Component("a")], SmallTrainings.Options);
        second.Resume(folder.At("c.zip"));
        while (!second.Finished)
        {
            second.Advance();
        }

        Assert.Equal(whole.Components[0].Theta, second.Snapshot().Components[0].Theta);
        Assert.Equal(whole.Components[0].Chains.Values.ToArray(), second.Chains(0).Values.ToArray());
        Assert.Equal(
            whole.History.Select(r => r with { Seconds = 0 }),
            second.History.Select(r => r with { Seconds = 0 })
        );
    }

    [Fact]
    public void Given_several_components_each_learns_what_it_would_learn_alone()
    {
        using var engine = Engine();
        var together = new TrainingSession(
            engine,
            [SmallTrainings.Component("a", 1), SmallTrainings.Component("b", 2)],
            SmallTrainings.Options
        );
        while (!together.Finished)
        {
            Assert.Equal(2, together.Advance().Count);
        }
        var alone = Train(SmallTrainings.Options);
        Assert.Equal(alone.Components[0].Theta, together.Snapshot().Components[0].Theta);
        Assert.NotEqual(alone.Components[0].Theta, together.Snapshot().Components[1].Theta);
    }

    [Fact]
    public void Given_one_or_two_threads_the_bytes_are_the_same() =>
        Assert.Equal(
            Train(SmallTrainings.Options, threads: 1).Components[0].Theta,
            Train(SmallTrainings.Options, threads: 2).Components[0].Theta
        );

    [Fact]
    public void Given_a_cancellation_the_state_is_that_of_the_iteration_before()
    {
        using var engine = Engine();
        var session = new TrainingSession(engine, [SmallTrainings.Component("a")], SmallTrainings.Options);
        session.Advance();
        var before = session.Snapshot();
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => session.Advance(cancelled.Token));
        Assert.Equal(1, session.Iteration);
        Assert.Equal(before.Components[0].Theta, session.Snapshot().Components[0].Theta);
        Assert.Equal(before.Components[0].Chains.Values.ToArray(), session.Chains(0).Values.ToArray());
    }

    [Fact]
    public void Given_settings_past_the_edge_the_last_good_iteration_is_kept_and_finite()
    {
        using var engine = Engine();
        var options = SmallTrainings.Options with { LearningRate = 1e30, Iterations = 20 };
        var session = new TrainingSession(engine, [SmallTrainings.Component("a")], options);
        while (!session.Finished)
        {
            session.Advance();
        }
        Assert.True(session.Diverged);
        var model = session.Snapshot();
        Assert.True(model.Components[0].Diverged);
        Assert.All(model.Components[0].Theta, v => Assert.True(float.IsFinite(v)));
        Assert.All(model.Components[0].Chains.Values.ToArray(), v => Assert.True(float.IsFinite(v)));
        Assert.All(model.History, r => Assert.True(double.IsFinite(r.ResponseDistance + r.PhiSynthesized)));
    }

    [Fact]
    public void Given_chains_far_from_the_data_for_long_the_last_sound_iteration_is_kept_across_a_resume()
    {
        using var folder = new TemporaryFolder();
        using var engine = Engine();
        // Noise that drowns everything: finite, but far from the data from the first iteration on.
        var options = SmallTrainings.Options with
        {
            LearningRate = 1e-9,
            Iterations = 40,
            NoiseSigma = 1000,
        };
        var session = new TrainingSession(engine, [SmallTrainings.Component("a")], options);
        while (!session.Finished && session.Iteration < 6)
        {
            session.Advance();
        }
        session.SaveCheckpoint(folder.At("c.zip"));
        var resumed = new TrainingSession(engine, [SmallTrainings.Component("a")], options);
        resumed.Resume(folder.At("c.zip"));
        foreach (var each in new[] { session, resumed })
        {
            while (!each.Finished)
            {
                each.Advance();
            }
        }
        Assert.True(session.Diverged);
        Assert.Equal(TrainingSession.LongestAstray, session.Iteration);
        Assert.Equal(0, session.Snapshot().Components[0].Iterations);
        Assert.All(session.Chains(0).Values.ToArray(), v => Assert.Equal(0, v));
        Assert.Equal(session.Snapshot().Components[0].Theta, resumed.Snapshot().Components[0].Theta);
        Assert.Equal(session.Iteration, resumed.Iteration);
    }

    [Theory]
    [InlineData(ChainInitialization.Zero)]
    [InlineData(ChainInitialization.Gaussian)]
    [InlineData(ChainInitialization.Uniform)]
    [InlineData(ChainInitialization.Data)]
    public void Given_an_initialization_the_chains_start_there(ChainInitialization initialization)
    {
        using var engine = Engine();
        var options = SmallTrainings.Options with { Initialization = initialization };
        var component = SmallTrainings.Component("a");
        var x = new TrainingSession(engine, [component], options).Chains(0).Values.ToArray();
        var (least, most) = (x.Min(), x.Max());
        switch (initialization)
        {
            case ChainInitialization.Zero:
                Assert.All(x, v => Assert.Equal(0, v));
                break;
            case ChainInitialization.Gaussian:
                Assert.InRange(x.Average(v => v * v), 0.8, 1.2);
                break;
            case ChainInitialization.Uniform:
                Assert.InRange(least, -124, -90);
                Assert.InRange(most, 110, 151);
                break;
            default:
                Assert.Equal(component.Observed.Values.ToArray(), x);
                break;
        }
    }

    [Fact]
    public void Given_a_checkpoint_of_other_options_or_images_the_difference_is_named()
    {
        using var folder = new TemporaryFolder();
        using var engine = Engine();
        var session = new TrainingSession(engine, [SmallTrainings.Component("a")], SmallTrainings.Options);
        session.Advance();
        session.SaveCheckpoint(folder.At("c.zip"));

        var options = SmallTrainings.Options with { StepSize = 0.1 };
        var other = new TrainingSession(engine, [SmallTrainings.Component("a")], options);
        Assert.Contains(
            "StepSize",
            Assert.Throws<UsageException>(() => other.Resume(folder.At("c.zip"))).Message,
            StringComparison.Ordinal
        );
        var images = new TrainingSession(engine, [SmallTrainings.Component("a", 9)], SmallTrainings.Options);
        Assert.Contains(
            "other images",
            Assert.Throws<UsageException>(() => images.Resume(folder.At("c.zip"))).Message,
            StringComparison.Ordinal
        );
        File.WriteAllBytes(folder.At("t.zip"), File.ReadAllBytes(folder.At("c.zip"))[..500]);
        Assert.Throws<InvalidContentException>(() => session.Resume(folder.At("t.zip")));
        Assert.Throws<UsageException>(() => session.Resume(folder.At("missing.zip")));
        // One bit of a stored array.
        var bytes = File.ReadAllBytes(folder.At("c.zip"));
        var stored = bytes.AsSpan().IndexOf("chains.f32"u8) + 200;
        bytes[stored] ^= 1;
        File.WriteAllBytes(folder.At("flipped.zip"), bytes);
        Assert.Contains(
            "damaged",
            Assert.Throws<InvalidContentException>(() => session.Resume(folder.At("flipped.zip"))).Message,
            StringComparison.Ordinal
        );
    }

    private static IEnergyEngine Engine(int threads = 1) =>
        EngineFactory.Create(SmallTrainings.Trunk, "ort-cpu", threads).Engine;

    private static WFrameModel Train(WFrameOptions options, int threads = 0)
    {
        var engine = SmallTrainings.Engine with { Threads = threads };
        using var trainer = new WFrameTrainer(options, SmallTrainings.Trunk, engine);
        return trainer.Fit([SmallTrainings.Component("a")]);
    }
}
