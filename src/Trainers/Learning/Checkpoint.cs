using System.IO.Compression;
using System.Text.Json.Serialization;
using WFrame.Files;
using WFrame.ModelFile;

namespace WFrame.Learning;

/// <summary>
/// Writes the whole state of a training to a file, and goes on from it to the same bytes. No generator's state is in it:
/// the noise is counter-based. Whatever has changed in a file since it was written is noticed (<see cref="PartList"/>).
/// </summary>
internal static class Checkpoint
{
    private const string CurrentSchema = "wframe.checkpoint/2";

    private const string Json = "checkpoint.json";

    // The arrays.
    private const string Theta = "theta.f32";
    private const string Chains = "chains.f32";
    private const string Penalty = "penalty.f32";
    private const string LastGood = "sound.f32";
    private const string Best = "best.f32";

    /// <summary>Writes the state atomically.</summary>
    /// <exception cref="IOException">The disk is full or the folder cannot be written; an older file stays.</exception>
    public static void Write(string path, TrainingSession session)
    {
        var components = session.State.Components;
        var arrays = new List<(string, IEnumerable<ReadOnlyMemory<float>>)>
        {
            (Theta, components.Select(c => (ReadOnlyMemory<float>)c.Current.Theta)),
            (Chains, components.Select(c => (ReadOnlyMemory<float>)c.Current.Chains.Values)),
            (Penalty, components.Select(c => (ReadOnlyMemory<float>)c.Current.PenaltyGradient)),
            (LastGood, components.SelectMany(c => Pieces(c.LastGood))),
        };
        if (session.Options.Keep == KeptIteration.Best)
        {
            arrays.Add((Best, components.SelectMany(c => Pieces(c.Best?.State ?? c.Current))));
        }
        var description = new CheckpointDescription(
            CurrentSchema,
            StoredOptions.Write(session.Options),
            session.Size.Height,
            session.Size.Width,
            session.Engine.Trunk.Sha256,
            session.Iteration,
            [.. components.Select(c => Describe(c, session.History))]
        );
        PartList.WriteZip(
            path,
            Json,
            entry => JsonSerializer.Serialize(entry, description, StableJson.Model.CheckpointDescription),
            arrays
        );
    }

    /// <summary>Brings a training to where a checkpoint of the same images and options stands (more iterations are allowed).</summary>
    /// <exception cref="InvalidContentException">The file is damaged or of another kind.</exception>
    /// <exception cref="UsageException">It belongs to other options, images or another trunk; the difference is named.</exception>
    public static void Resume(string path, TrainingSession session)
    {
        try
        {
            session.State = ZipEntries.Open(path, "wframe checkpoint", zip => Read(zip, path, session));
        }
        // What the zip reader throws where lengths and offsets contradict each other.
        catch (Exception e) when (e is OverflowException or ArgumentException or NotSupportedException)
        {
            throw new InvalidContentException($"{path} is not a usable wframe checkpoint: it is damaged.", e);
        }
    }

    private static TrainingState Read(ZipArchive zip, string path, TrainingSession session)
    {
        var parts = PartList.Read(zip);
        var saved = Description(parts.Bytes(zip, Json));
        RefuseForeign(path, saved, session);
        var components = session.State.Components;
        var (length, pixels) = (components[0].Current.Theta.Length, components[0].Current.Chains.Values.Length);
        var (theta, chains, penalty) = (Floats(Theta, length), Floats(Chains, pixels), Floats(Penalty, length));
        var lastGood = Floats(LastGood, length + pixels + length);
        var best = session.Options.Keep == KeptIteration.Best ? Floats(Best, length + pixels + length) : null;
        return new TrainingState(
            saved.Iteration,
            [
                .. components.Zip(
                    saved.Components,
                    (component, stored) =>
                        component with
                        {
                            Current = State(theta, chains, penalty),
                            LastGood = State(lastGood, lastGood, lastGood),
                            Best =
                                best is not null && State(best, best, best) is var state && stored.BestIteration > 0
                                    ? new BestIteration(state, stored.BestIteration, stored.LowestDistance)
                                    : null,
                            Standing = new Standing(
                                stored.StepSize,
                                stored.Restarts,
                                stored.BeyondWorst,
                                stored.LastGoodIteration,
                                stored.Diverged
                            ),
                        }
                ),
            ],
            [.. saved.Components.SelectMany(c => c.History).OrderBy(r => r.Iteration)]
        );

        FloatReader Floats(string name, long each) => new(parts.Floats(zip, name, components.Length * each));

        LearningState State(FloatReader theta, FloatReader chains, FloatReader penalty) =>
            new(
                theta.Next(length),
                new PixelBatch(chains.Next(pixels), session.Options.Chains, session.Size),
                penalty.Next(length)
            );
    }

    /// <summary>What the file says, if it can be the state of a training at all.</summary>
    private static CheckpointDescription Description(byte[] json)
    {
        StrictJson.Require(json);
        var saved = JsonSerializer.Deserialize(json, StableJson.Model.CheckpointDescription);
        if (saved?.Schema != CurrentSchema)
        {
            throw new InvalidDataException($"its schema is {saved?.Schema}, {CurrentSchema} is supported");
        }
        return
            saved is { Options: not null, Components.Count: > 0, TrunkSha256: not null, Iteration: >= 0 }
            && saved.Components.All(c => IsPossible(c, saved.Iteration))
            ? saved
            : throw new InvalidDataException($"{Json} lacks something, or a number in it is out of range");
    }

    private static bool IsPossible(StoredComponent? component, int iteration) =>
        component is { Name: not null, ObservedSha256: not null, History: not null }
        && component.Restarts is >= 0 and <= DivergencePolicy.MostRestarts
        && component.BeyondWorst is >= 0 and <= DivergencePolicy.MostIterationsBeyond
        && component.LastGoodIteration >= 0
        && component.LastGoodIteration <= iteration
        && component.BestIteration >= 0
        && component.BestIteration <= iteration
        && double.IsFinite(component.LowestDistance)
        && component.StepSize is > 0 and < 2
        && component.History.All(r =>
            r is { IsFinite: true, Component: not null } && r.Iteration >= 1 && r.Iteration <= iteration
        );

    private static void RefuseForeign(string path, CheckpointDescription saved, TrainingSession session)
    {
        // What decides the numbers must be equal; how many iterations there will be may differ.
        var stored = StoredOptions.Read(saved.Options);
        var options = stored with { Iterations = session.Options.Iterations };
        if (options != session.Options)
        {
            throw new UsageException(
                $"{path} was made with other options ({Difference(options, session.Options)}); resume with the same ones."
            );
        }
        IterationRecord[] history = [.. saved.Components.SelectMany(c => c.History).OrderBy(r => r.Iteration)];
        var schedule = LearningSchedule.Of(stored, history);
        if (!schedule.AgreesWith(LearningSchedule.Of(options, history), saved.Iteration))
        {
            throw new UsageException(
                $"{path} was annealed towards iteration {stored.Iterations}, so Iterations {options.Iterations} would have made another; resume with {stored.Iterations}.",
                nameof(WFrameOptions.Iterations)
            );
        }
        if (
            new ImageSize(saved.Height, saved.Width) != session.Size
            || saved.TrunkSha256 != session.Engine.Trunk.Sha256
        )
        {
            throw new UsageException($"{path} was made with another size or trunk; resume with the same ones.");
        }
        var images = saved.Components.Select(c => (c.Name, c.ObservedSha256));
        if (!images.SequenceEqual(session.State.Components.Select(c => (c.Name, ObservedHash(c)))))
        {
            throw new UsageException(
                $"{path} was made from other images; resume with the same images, or start a new run."
            );
        }
    }

    private static string Difference(WFrameOptions saved, WFrameOptions given) =>
        string.Join(
            ", ",
            typeof(WFrameOptions)
                .GetProperties()
                .Where(p => p.CanWrite && !Equals(p.GetValue(saved), p.GetValue(given)))
                .Select(p => $"{p.Name}: {p.GetValue(saved)} there, {p.GetValue(given)} here")
        );

    private static StoredComponent Describe(ComponentState component, IEnumerable<IterationRecord> history) =>
        new(
            component.Name,
            ObservedHash(component),
            component.Standing.StepSize,
            component.Standing.Restarts,
            component.Standing.Diverged,
            component.Standing.BeyondWorst,
            component.Standing.LastGoodIteration,
            [.. history.Where(r => r.Component == component.Name)],
            component.Best?.Iteration ?? 0,
            component.Best?.Lowest ?? 0
        );

    /// <summary>H_obs stands for the observed images: other images, another H_obs.</summary>
    private static string ObservedHash(ComponentState component) => ZipEntries.Sha256(component.ObservedMean);

    private static IEnumerable<ReadOnlyMemory<float>> Pieces(LearningState state) =>
        [state.Theta, state.Chains.Values, state.PenaltyGradient];

    /// <summary>Hands out an array piece by piece.</summary>
    private sealed class FloatReader(float[] values)
    {
        private int _at;

        public float[] Next(int count) => values[_at..(_at += count)];
    }

    /// <summary>checkpoint.json. Its names are those of the first version, whatever the code calls a thing since.</summary>
    internal sealed record CheckpointDescription(
        string Schema,
        JsonObject Options,
        int Height,
        int Width,
        string TrunkSha256,
        int Iteration,
        IReadOnlyList<StoredComponent> Components
    );

    internal sealed record StoredComponent(
        string Name,
        string ObservedSha256,
        double StepSize,
        int Restarts,
        bool Diverged,
        [property: JsonPropertyName("astray")] int BeyondWorst,
        [property: JsonPropertyName("soundIteration")] int LastGoodIteration,
        IReadOnlyList<IterationRecord> History,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] int BestIteration = 0,
        [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)] double LowestDistance = 0
    );
}
