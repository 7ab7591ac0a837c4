using System.IO.Compression;
using WFrame.Engines;
using WFrame.Learning;
using WFrame.ModelFile;
using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Trainers.Tests.Learning;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Path => folder.At("c.zip");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Given_a_checkpoint_a_resumed_training_ends_with_the_same_bytes(int interruptedAfter)
    {
        using var engine = Engine();

        AssertSameEnd(engine, SmallTrainings.Options, interruptedAfter);
    }

    [Theory]
    [InlineData(1, 0)]
    [InlineData(14, 0)]
    [InlineData(22, 0)]
    [InlineData(25, 0)]
    [InlineData(22, 10)]
    public void Given_a_best_iteration_it_is_kept_across_a_resume(int interruptedAfter, int trialEvery)
    {
        using var engine = Engine();
        var turning = SmallTrainings.Turning with { Keep = KeptIteration.Best, TrialEvery = trialEvery };
        var whole = Finish(Begin(engine, turning)).Kept().Components;

        var resumed = AssertSameEnd(engine, turning, interruptedAfter).Kept().Components;

        Assert.True(trialEvery > 0 || whole[0].Iterations is > 10 and < 20);
        Assert.Equal(whole[0].Iterations, resumed[0].Iterations);
        Assert.Equal(whole[0].Theta, resumed[0].Theta);
        Assert.Equal(whole[0].Chains.Values.ToArray(), resumed[0].Chains.Values.ToArray());
    }

    [Fact]
    public void Given_a_checkpoint_after_restarts_step_size_and_noise_go_on()
    {
        using var engine = Overflowing();

        var end = AssertSameEnd(engine, Noisy, interruptedAfter: 4);

        var steps = end.History.ToLookup(r => r.Component, r => r.StepSize);
        Assert.Equal([0.2, 0.2, 0.2, 0.2, 0.2, 0.2], steps["a"]);
        Assert.Equal([0.2, 0.2, 0.05, 0.05, 0.05, 0.05], steps["b"]);
    }

    [Fact]
    public void Given_a_component_that_was_given_up_it_stays_so_across_a_resume()
    {
        using var engine = new OverflowingEngine(Engine(), run => run.Iteration == 2 && run.Chains[^1].Model == 1);

        var end = AssertSameEnd(engine, SmallTrainings.Options, interruptedAfter: 4);

        Assert.Equal([6, 2], end.Snapshot().Components.Select(c => c.Iterations));
        Assert.True(end.Diverged);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Given_chains_beyond_the_worst_distance_the_last_good_state_is_kept_across_a_resume(int beyond)
    {
        using var engine = Engine();
        var lastGood = Finish(Begin(engine, Drowning)).Snapshot().Components[0].Iterations;
        Assert.InRange(lastGood, 1, 20);

        var end = AssertSameEnd(engine, Drowning, lastGood + beyond);

        Assert.Equal(lastGood, end.Snapshot().Components[0].Iterations);
        Assert.All(end.State.Components, c => Assert.True(c.Standing.Diverged));
        Assert.Contains(end.Chains(0).Values.ToArray(), v => v != 0);
    }

    [Fact]
    public void Given_a_long_history_when_written_then_memory_is_not_taken_for_the_whole_of_it()
    {
        const int Records = 50_000;
        using var engine = Engine();
        var session = Begin(engine, SmallTrainings.Options with { Iterations = Records + 1 });
        Advance(session, 1);
        var record = session.History[0];
        session.State = session.State with
        {
            Iteration = Records,
            History = [.. Enumerable.Range(1, Records).Select(i => record with { Iteration = i })],
        };

        var before = GC.GetAllocatedBytesForCurrentThread();
        Checkpoint.Write(Path, session);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        using var zip = ZipFile.OpenRead(Path);
        Assert.InRange(zip.GetEntry("checkpoint.json")!.Length, 200 * Records, 600 * Records);
        Assert.InRange(allocated, 0, 60 * Records);
    }

    [Fact]
    public void Given_a_resumed_training_its_checkpoint_holds_what_the_file_held()
    {
        using var engine = Overflowing();
        var (first, second) = (Begin(engine, Noisy), Begin(engine, Noisy));
        Advance(first, 4);
        Checkpoint.Write(Path, first);

        Checkpoint.Resume(Path, second);
        Checkpoint.Write(folder.At("again.zip"), second);

        Assert.Equal(Content(Path), Content(folder.At("again.zip")));
        Assert.Equal(first.History, second.History);
    }

    [Fact]
    public void Given_a_checkpoint_its_names_are_those_of_the_first_version()
    {
        using var engine = Engine();
        Checkpoint.Write(Path, Begin(engine, Noisy));

        var content = Content(Path);
        var json = JsonNode.Parse(content["checkpoint.json"])!;

        Assert.Equal(
            ["checkpoint.json", "theta.f32", "chains.f32", "penalty.f32", "sound.f32", "parts.txt"],
            content.Keys
        );
        Assert.Equal(
            "name observedSha256 stepSize restarts diverged astray soundIteration history",
            string.Join(' ', json["components"]![0]!.AsObject().Select(p => p.Key))
        );
        Assert.Equal(
            "method theta iterations steps stepSize learningRate penalty referenceSigma noiseSigma chains clipTheta"
                + " initialization seed device threads beta",
            string.Join(' ', json["options"]!.AsObject().Select(p => p.Key))
        );
    }

    [Fact]
    public void Given_more_iterations_than_before_the_training_goes_on()
    {
        using var engine = Engine();
        Checkpoint.Write(Path, Finish(Begin(engine, SmallTrainings.Options)));
        var longer = Begin(engine, SmallTrainings.Options with { Iterations = 8 });

        Checkpoint.Resume(Path, longer);

        Assert.Equal(8, Finish(longer).History.Count / 2);
    }

    [Fact]
    public void Given_a_checkpoint_of_other_options_or_images_the_difference_is_named()
    {
        using var engine = Engine();
        var session = Begin(engine, SmallTrainings.Options);
        session.Advance();
        Checkpoint.Write(Path, session);
        var before = session.State;

        AssertForeign("StepSize: 0.2 there, 0.1 here", Begin(engine, SmallTrainings.Options with { StepSize = 0.1 }));
        AssertForeign("other images", Begin(engine, SmallTrainings.Options, seed: 9));
        AssertForeign(
            "another size or trunk",
            new TrainingSession(engine, [new("a", new PixelBatch(3, new ImageSize(8, 10)))], SmallTrainings.Options)
        );
        var (onnx, card) = SmallTrainings.Trunk.ToBytes();
        using var other = EngineFactory.Create(Trunk.Read("stored", onnx, card), "ort-cpu", 1).Engine;
        AssertForeign("another size or trunk", Begin(other, SmallTrainings.Options));
        File.WriteAllBytes(folder.At("t.zip"), File.ReadAllBytes(Path)[..500]);
        Assert.Throws<InvalidContentException>(() => Checkpoint.Resume(folder.At("t.zip"), session));
        Assert.Throws<UsageException>(() => Checkpoint.Resume(folder.At("missing.zip"), session));
        Assert.Same(before, session.State);
    }

    [Theory]
    [InlineData("theta.f32")]
    [InlineData("chains.f32")]
    [InlineData("penalty.f32")]
    [InlineData("sound.f32")]
    public void Given_one_bit_of_an_array_changed_it_is_refused(string array)
    {
        using var engine = Engine();
        var session = Begin(engine, SmallTrainings.Options);
        Checkpoint.Write(Path, session);
        var bytes = File.ReadAllBytes(Path);
        bytes[bytes.AsSpan().IndexOf(Encoding.ASCII.GetBytes(array)) + 200] ^= 1;
        File.WriteAllBytes(Path, bytes);

        var error = Assert.Throws<InvalidContentException>(() => Checkpoint.Resume(Path, session));

        Assert.Contains($"{array} is damaged", error.Message, StringComparison.Ordinal);
    }

    private static WFrameOptions Noisy => SmallTrainings.Options with { NoiseSigma = 1 };

    /// <summary>Noise that carries the chains from the data beyond the mean grey within a few iterations, but not at once.</summary>
    private static WFrameOptions Drowning =>
        SmallTrainings.Options with
        {
            LearningRate = 1e-9,
            Iterations = 40,
            Initialization = ChainInitialization.Data,
            StepSize = 0.02,
            NoiseSigma = 1200,
        };

    private static IEnergyEngine Engine() => EngineFactory.Create(SmallTrainings.Trunk, "ort-cpu", 1).Engine;

    /// <summary>The last component overflows in its third iteration until the step size has been halved twice.</summary>
    private static OverflowingEngine Overflowing() =>
        new(Engine(), run => run.Iteration == 2 && run.Coefficients.Noise > 0.06f);

    private static TrainingSession Begin(IEnergyEngine engine, WFrameOptions options, int seed = 1) =>
        new(engine, [SmallTrainings.Component("a", seed), SmallTrainings.Component("b", 2)], options);

    private static TrainingSession Finish(TrainingSession session) => Advance(session, int.MaxValue);

    private static TrainingSession Advance(TrainingSession session, int until)
    {
        while (!session.Finished && session.Iteration < until)
        {
            session.Advance();
        }
        return session;
    }

    /// <summary>Interrupts a training of two components, resumes it elsewhere, and compares its end with an uninterrupted one's.</summary>
    private TrainingSession AssertSameEnd(IEnergyEngine engine, WFrameOptions options, int interruptedAfter)
    {
        var whole = Finish(Begin(engine, options));
        Checkpoint.Write(Path, Advance(Begin(engine, options), interruptedAfter));
        var resumed = Begin(engine, options);

        Checkpoint.Resume(Path, resumed);
        Assert.Equal(interruptedAfter, resumed.Iteration);
        Finish(resumed);

        Assert.Equal(whole.Iteration, resumed.Iteration);
        foreach (var (expected, actual) in whole.Snapshot().Components.Zip(resumed.Snapshot().Components))
        {
            Assert.Equal(expected.Theta, actual.Theta);
            Assert.Equal(expected.Chains.Values.ToArray(), actual.Chains.Values.ToArray());
            Assert.Equal((expected.Iterations, expected.Diverged), (actual.Iterations, actual.Diverged));
        }
        Assert.Equal(
            whole.History.Select(r => r with { Seconds = 0 }),
            resumed.History.Select(r => r with { Seconds = 0 })
        );
        return resumed;
    }

    private void AssertForeign(string difference, TrainingSession session) =>
        Assert.Contains(
            difference,
            Assert.Throws<UsageException>(() => Checkpoint.Resume(Path, session)).Message,
            StringComparison.Ordinal
        );

    private static Dictionary<string, string> Content(string path)
    {
        using var zip = ZipFile.OpenRead(path);
        return zip.Entries.ToDictionary(
            e => e.Name,
            e =>
            {
                var bytes = ZipEntries.ReadBytes(zip, e.Name);
                return e.Name.EndsWith(".json", StringComparison.Ordinal)
                    ? Encoding.UTF8.GetString(bytes)
                    : Convert.ToHexString(bytes);
            }
        );
    }
}
