namespace WFrame.Runs;

/// <summary>What to do when the run folder already holds something.</summary>
public enum ExistingRun
{
    /// <summary>Refuse (the default): a run is never overwritten silently.</summary>
    Refuse,

    /// <summary>Delete what an earlier run wrote there and start anew.</summary>
    Overwrite,

    /// <summary>Continue from its checkpoint.</summary>
    Resume,
}

/// <summary>
/// The folder of one training: run.json, history.jsonl, samples/, model.zip, checkpoints/, report.html.
/// </summary>
public sealed class RunFolder
{
    private RunFolder(string path) => Path = System.IO.Path.GetFullPath(path);

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

    /// <summary>The newest checkpoint.</summary>
    public string Checkpoint => At("checkpoints", "latest.zip");

    /// <summary>Contact sheet of an iteration.</summary>
    public string Sheet(int iteration) => At("samples", $"iteration-{iteration:0000}.png");

    /// <summary>Folder of the final samples of all components, a sub-folder each.</summary>
    public string AllFinalSamples => At("samples", "final");

    /// <summary>Folder of the final samples of a component, by its file name.</summary>
    public string FinalSamples(string name) => At("samples", "final", name);

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
        var run = new RunFolder(path);
        if (File.Exists(path))
        {
            throw new UsageException($"Output {path} is a file; give a folder.", "Output");
        }
        if (existing == ExistingRun.Resume && !File.Exists(run.Checkpoint))
        {
            throw new UsageException($"Resume finds no checkpoint in {path}; start the run without Resume.", "Resume");
        }
        var used = Directory.Exists(path) && Directory.EnumerateFileSystemEntries(path).Any();
        if (used && existing == ExistingRun.Refuse)
        {
            throw new UsageException(
                $"Output {path} is not empty; choose another folder, Resume or Overwrite.",
                "Output",
                "Resume",
                "Overwrite"
            );
        }
        if (used && existing == ExistingRun.Overwrite && !IsRun(path))
        {
            throw new UsageException(
                $"Overwrite refuses {path}: it holds other files than a run; choose another folder.",
                "Overwrite"
            );
        }
    }

    /// <summary>Creates the folder, or clears what a run wrote there (never anything else).</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    internal static RunFolder Create(string path, ExistingRun existing)
    {
        var run = new RunFolder(path);
        if (existing == ExistingRun.Overwrite && Directory.Exists(run.Path))
        {
            run.Clear();
        }
        Directory.CreateDirectory(run.At("samples"));
        Directory.CreateDirectory(run.At("checkpoints"));
        return run;
    }

    private void Clear()
    {
        foreach (var part in (string[])[Description, History, Model, Report, At("samples"), At("checkpoints")])
        {
            if (Directory.Exists(part))
            {
                Directory.Delete(part, recursive: true);
            }
            else
            {
                File.Delete(part);
            }
        }
    }

    private string At(params string[] parts) => System.IO.Path.Combine([Path, .. parts]);
}
