using WFrame.Files;
using WFrame.Learning;

namespace WFrame.Runs;

/// <summary>A run folder that this process writes to, alone. Every file is named as ours before it is written.</summary>
internal sealed class RunOutput : IDisposable
{
    public const string Kind = "wframe train";

    /// <summary>Checkpoints kept: should the newest be damaged by the disk, little is lost.</summary>
    private const int MostCheckpoints = 3;

    private readonly OwnedFolder _owned;
    private int? _kept;

    /// <summary>Locks the folder for a training; nothing in it is changed but for what a killed process left half-written.</summary>
    /// <exception cref="UsageException">Something is there that may not be replaced, or another process trains there.</exception>
    public RunOutput(string path, ExistingRun existing)
    {
        RunFolder.Check(path, existing);
        _owned = new OwnedFolder(path, Kind);
        Folder = new RunFolder(path);
    }

    public RunFolder Folder { get; }

    /// <summary>Brings a training to the newest checkpoint that is whole.</summary>
    /// <param name="session">The training, at its start.</param>
    /// <param name="notice">Told which checkpoints were passed over, and why.</param>
    /// <returns>Whether there was any.</returns>
    /// <exception cref="InvalidContentException">There are checkpoints and all of them are damaged.</exception>
    /// <exception cref="UsageException">They are of another training.</exception>
    public bool Resume(TrainingSession session, Action<string>? notice)
    {
        var skipped = new List<InvalidContentException>();
        foreach (var path in Folder.Checkpoints)
        {
            try
            {
                Checkpoint.Resume(path, session);
                skipped.ForEach(e => notice?.Invoke($"{e.Message} The one before it is used: {path}."));
                return true;
            }
            catch (InvalidContentException e)
            {
                skipped.Add(e);
            }
        }
        return skipped.Count == 0
            ? false
            : throw new InvalidContentException(
                $"{string.Join(' ', skipped.Select(e => e.Message))} None is left to resume from; start anew with Overwrite.",
                skipped[0]
            );
    }

    /// <summary>Removes what an earlier training wrote, and nothing else.</summary>
    public void Clear() => _owned.Clear();

    /// <inheritdoc cref="OwnedFolder.Claim"/>
    public string Claim(string file) => _owned.Claim(file);

    /// <summary>Writes a checkpoint of the iteration, unless this process has, then removes all but the newest ones.</summary>
    public void Keep(TrainingSession session)
    {
        if (_kept == session.Iteration)
        {
            return;
        }
        Checkpoint.Write(Claim(Folder.Checkpoint(session.Iteration)), session);
        _kept = session.Iteration;
        foreach (var old in Folder.Checkpoints.Where(_owned.Owns).Skip(MostCheckpoints))
        {
            File.Delete(old);
        }
    }

    public void Dispose() => _owned.Dispose();
}
