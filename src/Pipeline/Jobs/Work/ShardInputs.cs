using WFrame.Images.Sources;

namespace WFrame.Jobs.Work;

/// <summary>The inputs of a plan on the machine that works, held against what was planned.</summary>
internal sealed class ShardInputs(JobPlan plan, WorkOptions options, bool byClass) : IDisposable
{
    private readonly string _folder = options.Data is { } data ? Path.GetFullPath(data) : plan.Folder;
    private JobInputs? _inputs;

    /// <summary>The inputs of a shard, those of the plan.</summary>
    /// <exception cref="IOException">Some are not to be found or read here, and may be elsewhere or later.</exception>
    /// <exception cref="InvalidContentException">They are others than those that were planned.</exception>
    public IReadOnlyList<ImageEntry> Of(Shard shard, CancellationToken cancellation)
    {
        var range = Unread(shard, cancellation);
        Require(shard, _inputs!.Digest(range, out var unreadable), unreadable);
        return range;
    }

    /// <summary>The inputs of a shard, none of which was read yet: whoever reads them holds them against the plan.</summary>
    public IReadOnlyList<ImageEntry> Unread(Shard shard, CancellationToken cancellation) =>
        (_inputs ??= List(isWhole: true, cancellation)).Range(shard.First, shard.Count, cancellation);

    /// <summary>What the inputs of a shard are held against the plan with, once each was read.</summary>
    public InputDigest NewDigest() => new(_inputs!);

    /// <summary>sha256 of a file that holds many inputs.</summary>
    public string HashOf(string path) => _inputs!.HashOf(path);

    /// <summary>Ends where the inputs that were read are not those of the plan.</summary>
    /// <inheritdoc cref="Of"/>
    public static void Require(Shard shard, string digest, (int Count, string? First) unreadable)
    {
        if (digest != shard.Inputs)
        {
            throw unreadable.Count > 0
                ? new IOException(
                    $"{unreadable.Count} of the {shard.Count} inputs of shard {shard.Number} cannot be read on {Environment.MachineName}, {unreadable.First} for one; mount the data there or name its folder with Data."
                )
                : Changed($"The inputs of shard {shard.Number} are no longer those that were planned");
        }
    }

    /// <summary>All inputs, where they are those of a digest.</summary>
    /// <inheritdoc cref="Of"/>
    public IReadOnlyList<ImageEntry> All(string digest, CancellationToken cancellation)
    {
        var inputs = _inputs ??= List(isWhole: false, cancellation);
        var whole = new Shard
        {
            Number = 0,
            Id = "",
            First = 0,
            Count = inputs.Count,
            Inputs = digest,
        };
        return Of(whole, cancellation);
    }

    public void Dispose() => _inputs?.Dispose();

    public string NameOf(ImageEntry entry) => _inputs!.NameOf(entry);

    private JobInputs List(bool isWhole, CancellationToken cancellation)
    {
        JobInputs inputs;
        try
        {
            inputs = JobInputs.Open(plan.Images, _folder, byClass, null, cancellation);
        }
        catch (Exception e) when (e is UsageException or InvalidContentException or DirectoryNotFoundException)
        {
            throw new IOException(
                $"the inputs of the plan are not on {Environment.MachineName}: {e.Message.TrimEnd('.')}; mount the data there or name its folder with Data.",
                e
            );
        }
        return !isWhole || inputs.Count == plan.Inputs ? inputs
            : inputs.Count < plan.Inputs
                ? throw new IOException(
                    $"{string.Join(", ", plan.Images)} holds {inputs.Count} images on {Environment.MachineName}, {plan.Inputs} were planned; mount all of the data, or plan anew."
                )
            : throw Changed(
                $"{string.Join(", ", plan.Images)} holds {inputs.Count} images, {plan.Inputs} were planned"
            );
    }

    private static InvalidContentException Changed(string what) =>
        new($"{what}; plan the batch anew, what is done of it and has not changed is not done again.");
}
