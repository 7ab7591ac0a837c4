using WFrame.Files;

namespace WFrame.Runs;

/// <summary>What to do when the run folder already holds something.</summary>
public enum ExistingRun
{
    /// <summary>Refuse (the default): a run is never overwritten silently.</summary>
    Refuse,

    /// <summary>Delete the files that an earlier run wrote there, no others, and start anew.</summary>
    Overwrite,

    /// <summary>Continue from its newest checkpoint; without one start from the beginning. May be repeated until the run is done.</summary>
    Resume,
}

/// <summary>
/// The folder of one training: run.json, history.jsonl, samples/, model.zip, checkpoints/, report.html.
/// </summary>
public sealed class RunFolder
{
    internal RunFolder(string path) => Path = System.IO.Path.GetFullPath(path);

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>Options, seed, hashes of the inputs, versions, command line.</summary>
    public string Description => At("run.json");

    /// <summary>One JSON object per iteration and component.</summary>
    public string History => At("history.jsonl");

    /// <summary>The learned model.</summary>
    public string Model => At("model.zip");

    /// <summary>Curves and pictures, self-contained.</summary>
    public string Report => At("report.html");

    /// <summary>The checkpoints that are kept, the newest first.</summary>
    public IReadOnlyList<string> Checkpoints =>
        Directory.Exists(At("checkpoints"))
            ? [.. Directory.GetFiles(At("checkpoints"), "iteration-*.zip").OrderDescending(StringComparer.Ordinal)]
            : [];

    /// <summary>Checkpoint after an iteration.</summary>
    internal string Checkpoint(int iteration) => At("checkpoints", $"iteration-{iteration:0000000}.zip");

    /// <summary>Contact sheet of an iteration.</summary>
    public string Sheet(int iteration) => At("samples", $"iteration-{iteration:0000}.png");

    /// <summary>Folder of the final samples of all components, a sub-folder each.</summary>
    public string AllFinalSamples => At("samples", "final");

    /// <summary>Folder of the final samples of a component, by its file name.</summary>
    public string FinalSamples(string name) => At("samples", "final", name);

    /// <summary>Run folder of a coarser level of a run.</summary>
    internal static string LevelOf(string run, ImageSize size) => System.IO.Path.Combine(run, "levels", $"{size}");

    /// <summary>Run folders of the coarser levels of this run that have begun, the coarsest first; none where there are none.</summary>
    internal IReadOnlyList<RunFolder> Coarser =>
        Directory.Exists(At("levels"))
            ?
            [
                .. Directory
                    .GetDirectories(At("levels"))
                    .Where(IsRun)
                    // "8" before "16", "48x32" before "96x64".
                    .OrderBy(path => System.IO.Path.GetFileName(path).Split('x')[0].Length)
                    .ThenBy(path => path, StringComparer.Ordinal)
                    .Select(path => new RunFolder(path)),
            ]
            : [];

    /// <summary>Contact sheets written so far, in order of iteration.</summary>
    public IReadOnlyList<string> Sheets =>
        Directory.Exists(At("samples"))
            ? [.. Directory.GetFiles(At("samples"), "iteration-*.png").Order(StringComparer.Ordinal)]
            : [];

    /// <summary>An existing run folder.</summary>
    /// <exception cref="UsageException">The folder does not exist or holds no run.</exception>
    public static RunFolder Open(string path)
    {
        var run = new RunFolder(path);
        return File.Exists(run.Description)
            ? run
            : throw new UsageException(
                $"{path} is not a run folder (it has no run.json); give the folder that a training wrote."
            );
    }

    /// <summary>Whether a folder holds a run.</summary>
    public static bool IsRun(string path) => File.Exists(System.IO.Path.Combine(path, "run.json"));

    /// <summary>Checks, without writing, that a run may be written to <paramref name="path"/>.</summary>
    /// <exception cref="UsageException">Something is there and <paramref name="existing"/> does not allow for it.</exception>
    internal static void Check(string path, ExistingRun existing)
    {
        var content = OwnedFolder.Look(path);
        if (content.IsEmpty)
        {
            return;
        }
        if (existing == ExistingRun.Refuse)
        {
            throw new UsageException(
                $"Output {path} is not empty; choose another folder, Resume or Overwrite.",
                "Output",
                "Resume",
                "Overwrite"
            );
        }
        if (content.Kind != RunOutput.Kind)
        {
            throw new UsageException(
                $"{existing} refuses {path}: it has no list of files written by {RunOutput.Kind}, so it holds something else than a run; choose another folder.",
                $"{existing}"
            );
        }
    }

    private string At(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);
}
