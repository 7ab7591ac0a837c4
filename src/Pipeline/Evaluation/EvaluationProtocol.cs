namespace WFrame.Evaluation;

/// <summary>What looked at the images, for all metrics alike. Null where no metric needed it.</summary>
public sealed record EvaluationProtocol
{
    /// <summary>Protocol id of the classifier's card: weights and preprocessing.</summary>
    public string? Id { get; init; }

    /// <summary>sha256 of the classifier's weights.</summary>
    public string? WeightsSha256 { get; init; }

    /// <summary>Size at which pixels and responses are compared.</summary>
    public ImageSize? Size { get; init; }

    /// <summary>Side of the square cut out of reference images.</summary>
    public int? ReferenceCrop { get; init; }
}
