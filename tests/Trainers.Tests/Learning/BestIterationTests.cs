using WFrame.Engines;
using WFrame.Learning;

namespace WFrame.Trainers.Tests.Learning;

public class BestIterationTests
{
    private static readonly WFrameOptions Keeping = SmallTrainings.Options with
    {
        Keep = KeptIteration.Best,
        Iterations = 12,
        TrialEvery = 4,
    };

    [Theory]
    [InlineData(new double[] { 90, 50, 30, 20, 10, 9, 8, 8, 8, 8 }, 10)]
    // The median of five is within 5 % of the lowest at the ninth still, the iteration itself at the seventh.
    [InlineData(new double[] { 90, 50, 10, 10, 10, 10, 10.4, 10.6, 30, 60, 90, 90 }, 7)]
    // One jump is no rise.
    [InlineData(new double[] { 90, 50, 10, 10, 10, 60, 10, 10 }, 8)]
    public void Given_distances_the_last_iteration_within_5_percent_of_the_lowest_median_is_best(
        double[] distances,
        int expected
    ) => Assert.Equal(expected, Best([.. distances.Select((r, i) => SmallTrainings.Record(i + 1, r))]).Iteration);

    [Fact]
    public void Given_new_images_that_turn_before_the_chains_the_iteration_of_the_lowest_sum_is_best()
    {
        double?[] drawn = [null, null, 40, null, null, 10, null, null, 30];
        var records = drawn.Select((r, i) => SmallTrainings.Record(i + 1, 20 - i) with { NewImagesDistance = r });

        // Until new images are drawn again those drawn last stand for the iteration.
        Assert.Equal(8, Best([.. records]).Iteration);
    }

    [Fact]
    public void Given_the_first_new_images_R_begins_anew()
    {
        double?[] drawn = [null, null, 1000, null];
        var records = drawn.Select((r, i) => SmallTrainings.Record(i + 1, 20 - i) with { NewImagesDistance = r });

        Assert.Equal(4, Best([.. records]).Iteration);
    }

    [Fact]
    public void Given_a_training_that_turns_the_model_is_its_best_iteration()
    {
        var turning = SmallTrainings.Turning;
        using var best = new WFrameTrainer(
            turning with
            {
                Keep = KeptIteration.Best,
            },
            SmallTrainings.Trunk,
            SmallTrainings.Engine
        );
        using var last = new WFrameTrainer(turning, SmallTrainings.Trunk, SmallTrainings.Engine);

        var (kept, end) = (best.Fit(SmallTrainings.Images(3, 1)), last.Fit(SmallTrainings.Images(3, 1)));

        Assert.Equal(25, end.Components[0].Iterations);
        Assert.InRange(kept.Components[0].Iterations, 11, 19);
        Assert.Equal(25, kept.History[^1].Iteration);
        var record = kept.History.Single(r => r.Iteration == kept.Components[0].Iterations);
        Assert.True(record.ResponseDistance < 0.8 * kept.History[^1].ResponseDistance);
        using var engine = EngineFactory.Create(kept.Trunk, SmallTrainings.Engine).Engine;
        Assert.Equal(
            record.ResponseDistance,
            kept.ResponseDistance(engine, kept.Components[0].Chains)!.Value,
            1e-6 * record.ResponseDistance
        );
    }

    [Fact]
    public void Given_a_training_that_rises_a_little_the_model_is_its_last_iteration()
    {
        var records = new double[] { 50, 20, 10, 10, 10, 10, 10, 14, 14, 14 }
            .Select((r, i) => SmallTrainings.Record(i + 1, r))
            .ToArray();

        Assert.False(Best(records).HasTurned(records));
        records = [.. records, .. Enumerable.Range(11, 3).Select(i => SmallTrainings.Record(i, 15.1))];
        Assert.True(Best(records).HasTurned(records));
    }

    [Fact]
    public void Given_looks_at_new_images_R_stands_at_their_iterations_and_nothing_else_changes()
    {
        var records = History(Keeping);

        Assert.Equal([4, 8, 12], records.Where(r => r.NewImagesDistance > 0).Select(r => r.Iteration));
        Assert.Equal(
            History(Keeping with { TrialEvery = 0, Keep = KeptIteration.Last }).Select(r => r.ResponseDistance),
            records.Select(r => r.ResponseDistance)
        );
        Assert.All(History(Keeping with { TrialSteps = 0 }), r => Assert.Null(r.NewImagesDistance));
    }

    [Fact]
    public void Given_more_components_each_keeps_its_own_and_finds_what_it_finds_alone()
    {
        using var trainer = new WFrameTrainer(Keeping, SmallTrainings.Trunk, SmallTrainings.Engine);

        var together = trainer.Fit([SmallTrainings.Component("a"), SmallTrainings.Component("b", 2)]);
        var alone = trainer.Fit([SmallTrainings.Component("a")]);

        Assert.Equal(alone.Components[0].Iterations, together.Components[0].Iterations);
        Assert.Equal(alone.Components[0].Theta, together.Components[0].Theta);
        Assert.Equal(
            alone.History.Select(r => r.NewImagesDistance),
            together.History.Where(r => r.Component == "a").Select(r => r.NewImagesDistance)
        );
    }

    [Fact]
    public void Given_a_component_that_was_given_up_the_new_images_of_the_next_one_are_those_it_draws_alone()
    {
        var engine = EngineFactory.Create(SmallTrainings.Trunk, SmallTrainings.Engine).Engine;
        using var failing = new OverflowingEngine(engine, run => run.Chains[0].Model == 0) { First = true };
        var second = SmallTrainings.Component("b", 2);

        var together = Finish(failing, firstModel: 0, SmallTrainings.Component("a"), second);
        var alone = Finish(engine, firstModel: 1, second);

        Assert.True(together.Diverged);
        double?[] distances = [.. together.History.Where(r => r.Component == "b").Select(r => r.NewImagesDistance)];
        Assert.Equal(3, distances.Count(d => d is not null));
        Assert.Equal(alone.History.Select(r => r.NewImagesDistance), distances);
    }

    private static TrainingSession Finish(
        IEnergyEngine engine,
        int firstModel,
        params IReadOnlyList<TrainingComponent> components
    )
    {
        var session = new TrainingSession(
            engine,
            components,
            Keeping,
            new TrainingRandomness(Keeping.Seed),
            firstModel
        );
        while (!session.Finished)
        {
            session.Advance();
        }
        return session;
    }

    private static IReadOnlyList<IterationRecord> History(WFrameOptions options)
    {
        using var trainer = new WFrameTrainer(options, SmallTrainings.Trunk, SmallTrainings.Engine);
        return trainer.Fit(SmallTrainings.Images(3, 1)).History;
    }

    private static BestIteration Best(IterationRecord[] records)
    {
        BestIteration? best = null;
        for (var done = 1; done <= records.Length; done++)
        {
            best = BestIteration.After(best, new([done], new PixelBatch(1, new(1, 1)), [0]), records[..done]);
        }
        Assert.Equal([best!.Iteration], best.State.Theta);
        return best;
    }
}
