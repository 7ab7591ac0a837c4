using WFrame.Engines;
using WFrame.Learning;
using WFrame.Noise;
using WFrame.Testing;

namespace WFrame.Trainers.Tests;

public class TrainingSessionTests
{
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
    public void Given_three_chains_that_are_evaluated_two_and_one_when_trained_then_theta_chains_and_history_are_those_of_all_at_once()
    {
        using var inner = Engine();
        using var engine = new LimitedEngine(inner, images: 15, numbers: 1);
        var session = new TrainingSession(engine, [SmallTrainings.Component("a", 1)], SmallTrainings.Options);
        while (!session.Finished)
        {
            session.Advance();
        }

        var atOnce = Train(SmallTrainings.Options);

        Assert.Equal(atOnce.Components[0].Theta, session.Snapshot().Components[0].Theta);
        Assert.Equal(atOnce.Components[0].Chains.Values.ToArray(), session.Chains(0).Values.ToArray());
        Assert.Equal(
            atOnce.History.Select(r => r with { Seconds = 0 }),
            session.Snapshot().History.Select(r => r with { Seconds = 0 })
        );
    }

    [Theory]
    [InlineData("cpu", 1, 15)]
    [InlineData("cpu", 2, 15)]
    [InlineData("cpu", 2, 6)]
    [InlineData("ort-cpu", 2, 15)]
    [InlineData("ort-cpu", 2, 1)]
    public void Given_five_components_theta_chains_history_and_trial_of_each_are_those_that_it_has_alone(
        string device,
        int threads,
        int images
    )
    {
        using var engine = new LimitedEngine(
            EngineFactory.Create(SmallTrainings.Trunk, device, threads).Engine,
            images
        );
        TrainingComponent[] components =
        [
            .. Enumerable.Range(0, 5).Select(k => SmallTrainings.Component($"model {k}", 1 + k)),
        ];

        var together = Finished(components, 0);

        // One model of three chains at least.
        Assert.Equal(Math.Max(images, 3), engine.Most);

        for (var k = 0; k < components.Length; k++)
        {
            var alone = Finished([components[k]], k);
            Assert.Equal(alone.Components[0].Theta, together.Components[k].Theta);
            Assert.Equal(alone.Components[0].Chains.Values.ToArray(), together.Components[k].Chains.Values.ToArray());
            Assert.Equal(alone.Components[0].Trial!.Points, together.Components[k].Trial!.Points);
            Assert.Equal(
                alone.History.Select(r => r with { Seconds = 0 }),
                together.History.Where(r => r.Component == components[k].Name).Select(r => r with { Seconds = 0 })
            );
        }

        WFrameModel Finished(TrainingComponent[] of, int first)
        {
            var randomness = new TrainingRandomness(SmallTrainings.Options.Seed);
            var session = new TrainingSession(engine, of, SmallTrainings.Options, randomness, first);
            while (!session.Finished)
            {
                session.Advance();
            }
            return FinishedModel.Of(session);
        }
    }

    [Fact]
    public void Given_two_components_of_one_name_they_are_refused()
    {
        using var engine = Engine();
        var two = new[] { SmallTrainings.Component("a", 1), SmallTrainings.Component("a", 2) };

        var error = Assert.Throws<UsageException>(() => new TrainingSession(engine, two, SmallTrainings.Options));

        Assert.StartsWith("Two components are called a;", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_an_overflow_the_component_repeats_the_iteration_on_the_next_sub_stream_with_half_the_step()
    {
        using var engine = new OverflowingEngine(
            Engine(),
            run => run.Iteration == 1 && run.Coefficients.Noise > 0.0015f
        );
        var session = new TrainingSession(
            engine,
            [SmallTrainings.Component("a", 1), SmallTrainings.Component("b", 2)],
            SmallTrainings.Options
        );
        session.Advance();

        var records = session.Advance();

        // Both in each iteration, then b alone with half of delta = 0.2; the noise's factor is delta * 0.01.
        Assert.Equal(["a", "b"], records.Select(r => r.Component));
        Assert.Equal([0.002f, 0.002f, 0.001f], engine.Runs.Select(r => r.Coefficients.Noise));
        Assert.Equal([6, 6, 3], engine.Runs.Select(r => r.Chains.Count));
        Assert.All(engine.Runs[2].Chains, c => Assert.Equal(1, c.Model));
        var expected = new float[SmallTrainings.Size.Dimension];
        var actual = new float[expected.Length];
        new PhiloxNoise(SmallTrainings.Options.Seed, 1).Fill(new ChainId(1, 0), 1, 0, expected);
        engine.Runs[2].Noise.Fill(new ChainId(1, 0), 1, 0, actual);
        Assert.Equal(expected, actual);
    }

    [Fact]
    public void Given_an_overflow_at_every_step_size_the_component_ends_where_it_was_and_the_others_go_on()
    {
        using var engine = new OverflowingEngine(Engine(), run => run.Iteration >= 2 && run.Chains[^1].Model == 1);
        var session = new TrainingSession(
            engine,
            [SmallTrainings.Component("a", 1), SmallTrainings.Component("b", 2)],
            SmallTrainings.Options
        );
        session.Advance();
        session.Advance();
        var before = session.Snapshot().Components[1];

        while (!session.Finished)
        {
            Assert.Equal("a", Assert.Single(session.Advance()).Component);
        }

        var (a, b) = (session.Snapshot().Components[0], session.Snapshot().Components[1]);
        Assert.Equal((6, false, 2, true), (a.Iterations, a.Diverged, b.Iterations, b.Diverged));
        Assert.Equal(before.Theta, b.Theta);
        Assert.Equal(before.Chains.Values.ToArray(), b.Chains.Values.ToArray());
        Assert.Equal(Train(SmallTrainings.Options).Components[0].Theta, a.Theta);
    }

    [Fact]
    public void Given_a_token_the_sampler_sees_it()
    {
        using var engine = new OverflowingEngine(Engine(), _ => false);
        using var source = new CancellationTokenSource();
        var session = new TrainingSession(engine, [SmallTrainings.Component("a")], SmallTrainings.Options);

        session.Advance(source.Token);

        Assert.Equal([source.Token], engine.Tokens);
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
    public void Given_chains_far_from_the_data_for_long_the_last_good_iteration_is_kept_across_a_resume()
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
        Checkpoint.Write(folder.At("c.zip"), session);
        var resumed = new TrainingSession(engine, [SmallTrainings.Component("a")], options);
        Checkpoint.Resume(folder.At("c.zip"), resumed);
        foreach (var each in new[] { session, resumed })
        {
            while (!each.Finished)
            {
                each.Advance();
            }
        }
        Assert.True(session.Diverged);
        Assert.Equal(DivergencePolicy.MostIterationsBeyond, session.Iteration);
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
        var options = SmallTrainings.Options with { Initialization = initialization, ReferenceSigma = 2 };
        var component = SmallTrainings.Component("a");
        var x = new TrainingSession(engine, [component], options).Chains(0).Values.ToArray();
        switch (initialization)
        {
            case ChainInitialization.Zero:
                Assert.All(x, v => Assert.Equal(0, v));
                break;
            case ChainInitialization.Gaussian:
                Assert.InRange(x.Average(v => v * v), 3.2, 4.8);
                break;
            case ChainInitialization.Uniform:
                var pixels = x.Select((v, i) => v + SmallTrainings.Trunk.Mean[i / 64 % 3]).ToArray();
                Assert.InRange(pixels.Min(), -0.001, 10);
                Assert.InRange(pixels.Max(), 245, 255.001);
                break;
            default:
                Assert.Equal(component.Observed.Values.ToArray(), x);
                break;
        }
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
