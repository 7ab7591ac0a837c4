namespace WFrame.Evaluation;

/// <summary>
/// Everything that must be equal for two results to be compared: who looked at the images, and how. Null where no metric
/// needed it.
/// </summary>
public sealed record EvaluationProtocol
{
    /// <summary>Protocol id of the classifier's card: weights and preprocessing.</summary>
    public string? Id { get; init; }

    /// <summary>sha256 of the classifier's weights.</summary>
    public string? WeightsSha256 { get; init; }

    /// <summary>Splits of the Inception score.</summary>
    public int? Splits { get; init; }

    /// <summary>Whether rows were shuffled before the splits.</summary>
    public bool? Shuffle { get; init; }

    /// <summary>Seed of shuffle, bootstrap and extrapolation.</summary>
    public uint? Seed { get; init; }

    /// <summary>Name of the trunk of the response distance.</summary>
    public string? Trunk { get; init; }

    /// <summary>sha256 of the trunk.</summary>
    public string? TrunkSha256 { get; init; }

    /// <summary>Size at which pixels and responses are compared.</summary>
    public ImageSize? Size { get; init; }

    /// <summary>Side of the square cut out of reference images.</summary>
    public int? ReferenceCrop { get; init; }

    /// <summary>A short label for columns and captions: protocol id and the head of the weights' hash.</summary>
    public string Label =>
        Id is null ? "no classifier"
        : WeightsSha256 is { Length: >= 8 } hash ? $"{Id} ({hash[..8]})"
        : Id;
}
