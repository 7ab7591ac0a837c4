using WFrame.Engines;
using WFrame.Learning;
using WFrame.Trainers.Tests;

namespace WFrame.Reliability.Tests.Numbers;

/// <summary>No non-finite number is ever stored, wherever and whenever an engine gives one.</summary>
public class NonFiniteTests
{
    private static readonly float[] Wrong = [float.NaN, float.PositiveInfinity, float.NegativeInfinity];

    private static WFrameOptions Options => SmallTrainings.Options with { Iterations = 4, NoiseSigma = 1 };

    public static TheoryData<Site, double?> Sites
    {
        get
        {
            var data = new TheoryData<Site, double?>();
            foreach (var site in Enum.GetValues<Site>())
            {
                data.Add(site, null);
                data.Add(site, 0.5);
            }
            return data;
        }
    }

    [Theory]
    [MemberData(nameof(Sites))]
    public void Given_a_wrong_number_anywhere_when_it_comes_once_to_three_times_then_the_iteration_is_repeated(
        Site site,
        double? clip
    )
    {
        var options = Options with { ClipTheta = clip };
        using var inner = Engine();
        var undisturbed = Finish(Session(inner, options));
        foreach (var (wrong, iteration, step) in Cases(site, options))
        {
            for (var times = 1; times <= DivergencePolicy.MostRestarts; times++)
            {
                using var engine = new FaultyEngine(Engine(), site, wrong, iteration, step, times);

                var session = Finish(Session(engine, options));

                Assert.Equal(times, engine.Faults);
                Assert.False(session.Diverged);
                AssertFinite(session);
                // Half the step and another noise each time.
                Assert.Equal(times + 1, engine.Tries.Count);
                Assert.Equal(times + 1, engine.Tries.DistinctBy(r => r.Coefficients.Gradient).Count());
                Assert.Equal(times + 1, engine.Tries.DistinctBy(FirstNoise).Count());
                Assert.Equal(options.StepSize / (1 << times), session.State.Components[1].Standing.StepSize);
                // The component beside it has not noticed.
                Assert.Equal(undisturbed.Chains(0).Values.ToArray(), session.Chains(0).Values.ToArray());
            }
        }
    }

    [Theory]
    [MemberData(nameof(Sites))]
    public void Given_a_wrong_number_that_comes_every_time_when_trained_then_the_state_before_is_kept(
        Site site,
        double? clip
    )
    {
        var options = Options with { ClipTheta = clip };
        foreach (var (wrong, iteration, step) in Cases(site, options))
        {
            using var before = Engine();
            var expected = Session(before, options);
            for (var i = 0; i < iteration; i++)
            {
                expected.Advance();
            }
            using var engine = new FaultyEngine(Engine(), site, wrong, iteration, step, int.MaxValue);

            var session = Finish(Session(engine, options));

            Assert.Equal(1 + DivergencePolicy.MostRestarts, engine.Faults);
            Assert.Equal([false, true], session.State.Components.Select(c => c.Standing.Diverged));
            AssertFinite(session);
            var kept = session.Snapshot().Components[1];
            Assert.Equal(expected.State.Components[1].LastGood.Theta, kept.Theta);
            Assert.Equal(expected.State.Components[1].LastGood.Chains.Values.ToArray(), kept.Chains.Values.ToArray());
            Assert.Equal(options.Iterations, session.History.Count(r => r.Component == "a"));
            Assert.Equal(iteration, session.History.Count(r => r.Component == "b"));
        }
    }

    private static IEnumerable<(float Wrong, int Iteration, int Step)> Cases(Site site, WFrameOptions options) =>
        from wrong in site == Site.Chain ? [.. Wrong, 1e30f, -2e6f] : Wrong
        from iteration in Enumerable.Range(0, options.Iterations)
        from step in Enumerable.Range(0, site == Site.Chain ? options.Steps : 1)
        select (wrong, iteration, step);

    private static IEnergyEngine Engine() => EngineFactory.Create(SmallTrainings.Trunk, "ort-cpu", 1).Engine;

    private static TrainingSession Session(IEnergyEngine engine, WFrameOptions options) =>
        new(engine, [SmallTrainings.Component("a"), SmallTrainings.Component("b", 2)], options);

    private static TrainingSession Finish(TrainingSession session)
    {
        while (!session.Finished)
        {
            session.Advance();
        }
        return session;
    }

    private static float FirstNoise(LangevinRun run)
    {
        var noise = new float[1];
        run.Noise.Fill(run.Chains[0], run.Iteration, run.FirstStep, noise);
        return noise[0];
    }

    private static void AssertFinite(TrainingSession session)
    {
        Assert.All(session.History, r => Assert.True(r.IsFinite));
        foreach (var state in session.State.Components.SelectMany(c => (LearningState[])[c.Current, c.LastGood]))
        {
            Assert.All(state.Theta, v => Assert.True(float.IsFinite(v)));
            Assert.All(state.PenaltyGradient, v => Assert.True(float.IsFinite(v)));
            Assert.All(state.Chains.Values.ToArray(), v => Assert.True(MathF.Abs(v) <= DivergencePolicy.LargestPixel));
        }
    }
}
