using System.IO.Compression;
using System.Text.Json.Serialization;
using WFrame.Files;
using WFrame.ModelFile;

namespace WFrame.Learning;

/// <summary>
/// Writes the whole state of a training to a file, and goes on from it to the same bytes. No generator's state is in it:
/// the noise is counter-based.
/// </summary>
internal static class Checkpoint
{
    private const string CurrentSchema = "wframe.checkpoint/1";

    /// <summary>Writes the state atomically.</summary>
    /// <exception cref="IOException">The disk is full or the folder cannot be written; an older file stays.</exception>
    public static void Write(string path, TrainingSession session)
    {
        var components = session.State.Components;
        float[] theta = [.. components.SelectMany(c => c.Current.Theta)];
        float[] chains = [.. components.SelectMany(c => c.Current.Chains.Values.ToArray())];
        float[] penalty = [.. components.SelectMany(c => c.Current.PenaltyGradient)];
        float[] lastGood = [.. components.SelectMany(c => Joined(c.LastGood))];
        var description = new Description(
            CurrentSchema,
            StoredOptions.Write(session.Options),
            session.Size.Height,
            session.Size.Width,
            session.Engine.Trunk.Sha256,
            session.Iteration,
            new ArrayHashes(
                ZipEntries.Sha256(theta),
                ZipEntries.Sha256(chains),
                ZipEntries.Sha256(penalty),
                ZipEntries.Sha256(lastGood)
            ),
            [.. components.Select(c => Describe(c, session.History))]
        );
        AtomicFile.Write(
            path,
            stream =>
            {
                using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
                ZipEntries.WriteJson(zip, "checkpoint.json", description);
                ZipEntries.WriteFloats(zip, "theta.f32", theta);
                ZipEntries.WriteFloats(zip, "chains.f32", chains);
                ZipEntries.WriteFloats(zip, "penalty.f32", penalty);
                ZipEntries.WriteFloats(zip, "sound.f32", lastGood);
            }
        );
    }

    /// <summary>Brings a training to where a checkpoint of the same images and options stands (more iterations are allowed).</summary>
    /// <exception cref="InvalidContentException">The file is damaged or of another kind.</exception>
    /// <exception cref="UsageException">It belongs to other options, images or another trunk; the difference is named.</exception>
    public static void Resume(string path, TrainingSession session) =>
        session.State = ZipEntries.Open(path, "wframe checkpoint", zip => Read(zip, path, session));

    private static TrainingState Read(ZipArchive zip, string path, TrainingSession session)
    {
        var saved = ZipEntries.ReadJson<Description>(zip, "checkpoint.json");
        RefuseForeign(path, saved, session);
        var components = session.State.Components;
        var (length, pixels) = (components[0].Current.Theta.Length, components[0].Current.Chains.Values.Length);
        var theta = Floats("theta.f32", length, saved.Sha256.Theta);
        var chains = Floats("chains.f32", pixels, saved.Sha256.Chains);
        var penalty = Floats("penalty.f32", length, saved.Sha256.Penalty);
        var lastGood = Floats("sound.f32", length + pixels + length, saved.Sha256.LastGood);
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

        FloatReader Floats(string name, long each, string sha256) =>
            new(ZipEntries.ReadFloats(zip, name, components.Length * each, sha256));

        LearningState State(FloatReader theta, FloatReader chains, FloatReader penalty) =>
            new(
                theta.Next(length),
                new PixelBatch(chains.Next(pixels), session.Options.Chains, session.Size),
                penalty.Next(length)
            );
    }

    private static void RefuseForeign(string path, Description saved, TrainingSession session)
    {
        if (saved.Schema != CurrentSchema)
        {
            throw new InvalidDataException($"its schema is {saved.Schema}, {CurrentSchema} is supported");
        }
        // What decides the numbers must be equal; how many iterations there will be may differ.
        var options = StoredOptions.Read(saved.Options) with
        {
            Iterations = session.Options.Iterations,
        };
        if (options != session.Options)
        {
            throw new UsageException(
                $"{path} was made with other options ({Difference(options, session.Options)}); resume with the same ones."
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
            [.. history.Where(r => r.Component == component.Name)]
        );

    /// <summary>H_obs stands for the observed images: other images, another H_obs.</summary>
    private static string ObservedHash(ComponentState component) => ZipEntries.Sha256(component.ObservedMean);

    private static float[] Joined(LearningState state) =>
        [.. state.Theta, .. state.Chains.Values.Span, .. state.PenaltyGradient];

    /// <summary>Hands out an array piece by piece.</summary>
    private sealed class FloatReader(float[] values)
    {
        private int _at;

        public float[] Next(int count) => values[_at..(_at += count)];
    }

    /// <summary>checkpoint.json. Its names are those of the first version, whatever the code calls a thing since.</summary>
    private sealed record Description(
        string Schema,
        JsonObject Options,
        int Height,
        int Width,
        string TrunkSha256,
        int Iteration,
        ArrayHashes Sha256,
        IReadOnlyList<StoredComponent> Components
    );

    private sealed record ArrayHashes(
        string Theta,
        string Chains,
        string Penalty,
        [property: JsonPropertyName("sound")] string LastGood
    );

    private sealed record StoredComponent(
        string Name,
        string ObservedSha256,
        double StepSize,
        int Restarts,
        bool Diverged,
        [property: JsonPropertyName("astray")] int BeyondWorst,
        [property: JsonPropertyName("soundIteration")] int LastGoodIteration,
        IReadOnlyList<IterationRecord> History
    );
}
