using WFrame.Jobs.Work;
using WFrame.ModelFile;

namespace WFrame.Jobs;

/// <summary>Many small models: the images in groups, one model each, as in the paper's experiments.</summary>
public sealed record TrainingJob : Job
{
    /// <summary>Models of a shard where nothing else is said: enough to fill an engine, few enough to lose little.</summary>
    private const int ModelsPerShard = 8;

    /// <summary>IMAGES arguments: files, folders, globs, cifar10:FOLDER, @list.txt.</summary>
    public required IReadOnlyList<string> Images { get; init; }

    /// <summary>Size, crops and the treatment of bad images.</summary>
    public required PixelOptions Pixels { get; init; }

    /// <summary>Settings of Algorithm 1.</summary>
    public WFrameOptions Options { get; init; } = new();

    /// <summary>Images of each model, neighbours in the list, 1 or more; the last group takes what is left.</summary>
    /// <exception cref="UsageException">It is less than 1.</exception>
    public int Group
    {
        get;
        init => field = Check.AtLeast(value, 1);
    } = 9;

    /// <summary>No group holds images of two classes (sub-folders, labels).</summary>
    public bool ByClass { get; init; }

    /// <summary>File of the frozen trunk; VGG-16 up to conv2_2 when null.</summary>
    public string? Trunk { get; init; }

    /// <inheritdoc/>
    public override JobPlan Plan(
        Action<string>? notice = null,
        Action<int, int>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var trunk = At(Trunk) is { } file ? Trunks.Trunk.Load(file) : Trunks.Trunk.Vgg16Conv4();
        _ = trunk.Layout(Pixels.Size, Options.Theta);
        using var inputs = JobInputs.Open(Images, Folder, ByClass, notice, cancellation);
        ShardPart[] parts = [.. Groups(inputs, cancellation)];
        var plan = new JobPlan
        {
            Kind = JobKind.Train,
            Queue = Queue ?? "cpu",
            Folder = Folder,
            Images = Images,
            Inputs = inputs.Count,
            Weights = Trunk,
            WeightsSha256 = Trunk is null ? trunk.Sha256 : JobPlan.HashOf(At(Trunk)!),
            Options = new JsonObject
            {
                ["training"] = JsonSerializer.SerializeToNode(Options, StableJson.Model.WFrameOptions),
                ["pixels"] = PixelJson.Write(Pixels),
                ["byClass"] = ByClass,
            }.ToJsonString(),
        };
        return Cut(
            plan,
            parts,
            Shards ?? ((parts.Length + ModelsPerShard - 1) / ModelsPerShard),
            (first, count) =>
            {
                cancellation.ThrowIfCancellationRequested();
                var digest = inputs.Digest(inputs.Range(first, count, cancellation), out var unreadable);
                progress?.Invoke(first + count, inputs.Count);
                return unreadable.Count == 0
                    ? digest
                    : throw new InvalidContentException($"{unreadable.First} cannot be read; remove it from the list.");
            }
        );
    }

    private IEnumerable<ShardPart> Groups(JobInputs inputs, CancellationToken cancellation)
    {
        var classes = ByClass
            ? inputs.Range(0, inputs.Count, cancellation).CountBy(e => e.Label!).ToArray()
            : [new("group", inputs.Count)];
        foreach (var (name, count) in classes)
        {
            var groups = (count + Group - 1) / Group;
            var digits = Math.Max(4, $"{groups - 1}".Length);
            for (var g = 0; g < groups; g++)
            {
                var number = g.ToString($"D{digits}", CultureInfo.InvariantCulture);
                yield return new ShardPart($"{name}-{number}", Math.Min(Group, count - (g * Group)));
            }
        }
    }
}
