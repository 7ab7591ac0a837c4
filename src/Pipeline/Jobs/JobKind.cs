namespace WFrame.Jobs;

/// <summary>What the shards of a plan do.</summary>
public enum JobKind
{
    /// <summary>One model for each group of images.</summary>
    Train,

    /// <summary>One row for each image.</summary>
    Score,

    /// <summary>New images from a model.</summary>
    Sample,

    /// <summary>Metrics of sets of generated images.</summary>
    Evaluate,
}

/// <summary>The names of kinds and queues as manifests spell them.</summary>
internal static class JobKinds
{
    /// <summary>Queues of shards by what they need: a core, a GPU, or the memory and time of an evaluation.</summary>
    public static IReadOnlyList<string> Queues { get; } = ["cpu", "gpu", "eval"];

    public static string Name(this JobKind kind) => kind.ToString().ToLowerInvariant();

    public static JobKind? Parse(string name) =>
        Enum.GetValues<JobKind>().Cast<JobKind?>().FirstOrDefault(kind => kind!.Value.Name() == name);
}
