using System.IO.Compression;
using System.Text.Json.Nodes;
using WFrame.Files;
using WFrame.ModelFile;

namespace WFrame.Learning;

/// <summary>Checkpoints: what changes while learning, no generator state (the noise is counter-based).</summary>
public sealed partial class TrainingSession
{
    private const string CheckpointSchema = "wframe.checkpoint/1";

    /// <summary>Writes the state atomically.</summary>
    /// <exception cref="IOException">The disk is full or the folder cannot be written; an older file stays.</exception>
    public void SaveCheckpoint(string path) =>
        AtomicFile.Write(
            path,
            stream =>
            {
                using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
                ZipEntries.WriteJson(zip, "checkpoint.json", Describe());
                ZipEntries.WriteFloats(zip, "theta.f32", _theta.Values);
                ZipEntries.WriteFloats(zip, "chains.f32", _chains.Values.Span);
                ZipEntries.WriteFloats(zip, "penalty.f32", Concatenated(s => s.PreviousPenalty));
                ZipEntries.WriteFloats(zip, "sound.f32", SoundStates());
            }
        );

    /// <summary>Continues from a checkpoint of the same images and options (more iterations are allowed).</summary>
    /// <exception cref="InvalidContentException">The file is damaged or of another kind.</exception>
    /// <exception cref="UsageException">It belongs to other options, images or another trunk; the difference is named.</exception>
    public void Resume(string path)
    {
        var (state, theta, chains, penalty, sound) = ZipEntries.Open(
            path,
            "wframe checkpoint",
            zip =>
            {
                var read = ZipEntries.ReadJson<CheckpointState>(zip, "checkpoint.json");
                RefuseForeign(path, read);
                return (
                    read,
                    ZipEntries.ReadFloats(zip, "theta.f32", _theta.Values.Length, read.Sha256.Theta),
                    ZipEntries.ReadFloats(zip, "chains.f32", _chains.Values.Length, read.Sha256.Chains),
                    ZipEntries.ReadFloats(zip, "penalty.f32", _theta.Values.Length, read.Sha256.Penalty),
                    ZipEntries.ReadFloats(
                        zip,
                        "sound.f32",
                        (2L * _theta.Values.Length) + _chains.Values.Length,
                        read.Sha256.Sound
                    )
                );
            }
        );
        theta.CopyTo(_theta.Values, 0);
        chains.CopyTo(_chains.Values);
        foreach (var (component, saved) in _states.Zip(state.Components))
        {
            var length = _theta.Layout.ThetaLength;
            penalty.AsSpan(component.Index * length, length).CopyTo(component.PreviousPenalty);
            (component.StepSize, component.Restarts) = (saved.StepSize, saved.Restarts);
            (component.Diverged, component.Astray) = (saved.Diverged, saved.Astray);
            component.SoundIteration = saved.SoundIteration;
            component.Sound.Read(sound.AsSpan(component.Index * (sound.Length / _states.Length)));
            component.History.Clear();
            component.History.AddRange(saved.History);
        }
        Iteration = state.Iteration;
    }

    private CheckpointState Describe() =>
        new(
            CheckpointSchema,
            StoredOptions.Write(Options),
            Size.Height,
            Size.Width,
            _engine.Trunk.Sha256,
            Iteration,
            new ArrayHashes(
                ZipEntries.Sha256(_theta.Values),
                ZipEntries.Sha256(_chains.Values.Span),
                ZipEntries.Sha256(Concatenated(s => s.PreviousPenalty)),
                ZipEntries.Sha256(SoundStates())
            ),
            [
                .. _states.Select(s => new CheckpointComponent(
                    s.Name,
                    ObservedHash(s),
                    s.StepSize,
                    s.Restarts,
                    s.Diverged,
                    s.Astray,
                    s.SoundIteration,
                    s.History
                )),
            ]
        );

    private void RefuseForeign(string path, CheckpointState saved)
    {
        if (saved.Schema != CheckpointSchema)
        {
            throw new InvalidDataException($"its schema is {saved.Schema}, {CheckpointSchema} is supported");
        }
        // What decides the numbers must be equal; how long it takes may differ.
        var comparable = StoredOptions.Read(saved.Options) with
        {
            Iterations = Options.Iterations,
        };
        if (comparable != Options)
        {
            throw new UsageException(
                $"{path} was made with other options ({Difference(comparable)}); resume with the same ones."
            );
        }
        if (saved.Height != Size.Height || saved.Width != Size.Width || saved.TrunkSha256 != _engine.Trunk.Sha256)
        {
            throw new UsageException($"{path} was made with another size or trunk; resume with the same ones.");
        }
        var same = saved
            .Components.Select(c => (c.Name, c.ObservedSha256))
            .SequenceEqual(_states.Select(s => (s.Name, ObservedHash(s))));
        if (!same)
        {
            throw new UsageException(
                $"{path} was made from other images; resume with the same images, or start a new run."
            );
        }
    }

    private string Difference(WFrameOptions saved) =>
        string.Join(
            ", ",
            typeof(WFrameOptions)
                .GetProperties()
                .Where(p => p.CanWrite && !Equals(p.GetValue(saved), p.GetValue(Options)))
                .Select(p => $"{p.Name}: {p.GetValue(saved)} there, {p.GetValue(Options)} here")
        );

    /// <summary>H_obs stands for the observed images: other images, another H_obs.</summary>
    private static string ObservedHash(ComponentState state) => ZipEntries.Sha256(state.ObservedMean);

    private float[] SoundStates() => Concatenated(s => [.. s.Sound.Theta, .. s.Sound.Chains, .. s.Sound.Penalty]);

    private float[] Concatenated(Func<ComponentState, float[]> part) => [.. _states.SelectMany(part)];

    private sealed record CheckpointState(
        string Schema,
        JsonObject Options,
        int Height,
        int Width,
        string TrunkSha256,
        int Iteration,
        ArrayHashes Sha256,
        IReadOnlyList<CheckpointComponent> Components
    );

    private sealed record ArrayHashes(string Theta, string Chains, string Penalty, string Sound);

    private sealed record CheckpointComponent(
        string Name,
        string ObservedSha256,
        double StepSize,
        int Restarts,
        bool Diverged,
        int Astray,
        int SoundIteration,
        IReadOnlyList<IterationRecord> History
    );
}
