using WFrame.Images;
using WFrame.Images.Sources;
using WFrame.Trunks;

namespace WFrame.Runs;

/// <summary>A training as it is asked for: what, with which settings, where to.</summary>
public sealed record TrainingRequest
{
    /// <summary>IMAGES arguments as <see cref="ImageSource.Expand"/> reads them.</summary>
    public required IReadOnlyList<string> Images { get; init; }

    /// <summary>Size, crops and the treatment of bad images.</summary>
    public required PixelOptions Pixels { get; init; }

    /// <summary>Settings of Algorithm 1.</summary>
    public WFrameOptions Options { get; init; } = new();

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

    /// <summary>Iterations between checkpoints, 1 or more.</summary>
    public int CheckpointEvery { get; init; } = 10;

    /// <summary>Checks everything, loads the images, and says what will be done; nothing is written.</summary>
    /// <param name="notice">Told sentences that the user should see once.</param>
    /// <param name="cancellation">Checked before each picture.</param>
    /// <exception cref="UsageException">An option, the output folder or the number of images is not usable.</exception>
    /// <exception cref="InvalidContentException">An image cannot be used.</exception>
    public TrainingPlan Prepare(Action<string>? notice = null, CancellationToken cancellation = default)
    {
        if (CheckpointEvery < 1)
        {
            throw new UsageException(
                $"--checkpoint-every {CheckpointEvery} is too small: give a whole number of at least 1."
            );
        }
        RunFolder.Check(Output, Existing);
        var trunk = Trunk ?? Trunks.Trunk.Vgg16Conv4();
        trunk.Layout(Pixels.Size, Options.Theta);
        var groups = Grouping.Share(ImageSource.Expand(Images), Options.Seed);
        var (components, inputs, skipped) = (
            new List<TrainingComponent>(),
            new List<TrainingInput>(),
            new List<string>()
        );
        var notices = new HashSet<string>(StringComparer.Ordinal);
        foreach (var (name, entries) in groups)
        {
            var loaded = PixelLoader.Load(entries, Pixels, trunk.Mean, cancellation);
            components.Add(new TrainingComponent(name, loaded.Pixels));
            var used = loaded.Images.DistinctBy(i => i.Entry);
            inputs.AddRange(used.Select(i => new TrainingInput(i.Entry.Name, i.Sha256, name)));
            skipped.AddRange(loaded.Skipped);
            foreach (var sentence in loaded.Notices.Where(notices.Add))
            {
                notice?.Invoke(sentence);
            }
        }
        return new TrainingPlan
        {
            Trunk = trunk,
            Options = Options,
            Engine = Engine,
            Components = components,
            Inputs = inputs,
            Skipped = skipped,
            Output = Output,
            Existing = Existing,
            CheckpointEvery = CheckpointEvery,
        };
    }
}
