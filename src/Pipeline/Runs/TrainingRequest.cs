using WFrame.Images.Sources;
using WFrame.Trunks;

namespace WFrame.Runs;

/// <summary>A training as it is asked for: what, with which settings, where to. <see cref="TrainingPlan.Create"/> checks it.</summary>
public sealed record TrainingRequest
{
    /// <summary>IMAGES arguments as <see cref="ImageSource.Expand"/> reads them.</summary>
    public required IReadOnlyList<string> Images { get; init; }

    /// <summary>Size, crops and the treatment of bad images.</summary>
    public required PixelOptions Pixels { get; init; }

    /// <summary>Settings of Algorithm 1.</summary>
    public WFrameOptions Options { get; init; } = new();

    /// <summary>A model to go on from (<see cref="WFrameTrainer.From"/>); null: from the beginning.</summary>
    public WFrameModel? From { get; init; }

    /// <summary>
    /// Sizes that are learned one after the other, each twice the one before, each going on from the one before; 1 learns at
    /// the size of the images alone, 0 takes as many as there are of 32 px or more.
    /// </summary>
    /// <exception cref="UsageException">It is negative.</exception>
    public int Levels
    {
        get;
        init => field = Check.AtLeast(value, 0);
    } = 1;

    /// <summary>Where to compute.</summary>
    public EngineOptions Engine { get; init; } = new();

    /// <summary>How the images are shared out to models.</summary>
    public ComponentGrouping Grouping { get; init; } = new();

    /// <summary>The frozen trunk; VGG-16 up to conv2_2 when null.</summary>
    public Trunk? Trunk { get; init; }

    /// <summary>Run folder.</summary>
    public required string Output { get; init; }

    /// <summary>What to do if it exists.</summary>
    public ExistingRun Existing { get; init; }

    /// <summary>Iterations between checkpoints, 1 or more; one is also written when the run is interrupted.</summary>
    /// <exception cref="UsageException">It is less than 1.</exception>
    public int CheckpointEvery
    {
        get;
        init => field = Check.AtLeast(value, 1);
    } = 10;

    /// <summary>The merged command-line options, echoed into run.json.</summary>
    public IReadOnlyDictionary<string, string> CommandOptions { get; init; } = new Dictionary<string, string>();

    /// <summary>The command line, echoed into run.json.</summary>
    public string CommandLine { get; init; } = "";
}
