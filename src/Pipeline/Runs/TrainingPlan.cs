using WFrame.Trunks;

namespace WFrame.Runs;

/// <summary>Everything a training run needs, decided and checked before the first number is computed.</summary>
public sealed record TrainingPlan
{
    /// <summary>The frozen trunk.</summary>
    public required Trunk Trunk { get; init; }

    /// <summary>Settings of Algorithm 1.</summary>
    public required WFrameOptions Options { get; init; }

    /// <summary>Where to compute.</summary>
    public EngineOptions Engine { get; init; } = new();

    /// <summary>The models to learn, with their images.</summary>
    public required IReadOnlyList<TrainingComponent> Components { get; init; }

    /// <summary>The input images, for run.json.</summary>
    public required IReadOnlyList<TrainingInput> Inputs { get; init; }

    /// <summary>Images that were left out, with the reason (only with --skip-bad-images).</summary>
    public IReadOnlyList<string> Skipped { get; init; } = [];

    /// <summary>Folder to write.</summary>
    public required string Output { get; init; }

    /// <summary>What to do if it exists.</summary>
    public ExistingRun Existing { get; init; }

    /// <summary>Iterations between checkpoints, 1 or more; one is also written when the run is interrupted.</summary>
    public int CheckpointEvery { get; init; } = 10;

    /// <summary>The merged command-line options, echoed into run.json.</summary>
    public IReadOnlyDictionary<string, string> CommandOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>The command line, echoed into run.json.</summary>
    public string CommandLine { get; init; } = "";
}

/// <summary>One input image of a training.</summary>
/// <param name="Name">Name as given.</param>
/// <param name="Sha256">Hash of the file.</param>
/// <param name="Component">The component that learns from it.</param>
public sealed record TrainingInput(string Name, string Sha256, string Component);
