using WFrame.Trunks;

namespace WFrame.MLNet;

/// <summary>Settings of a <see cref="WFrameEstimator"/>: which columns, how to learn, whom to tell.</summary>
public sealed record WFrameEstimatorOptions
{
    /// <summary>
    /// Column of the observed images: a vector [3,H,W] of float32, planes B, G, R, 0..255 minus the trunk's mean.
    /// </summary>
    public string FeatureColumnName { get; init; } = "Pixels";

    /// <summary>
    /// Column of the classes (text, key, number or true/false); the model gets one component a class, in ordinal order of
    /// their names. Null: one component named "model" for all images.
    /// </summary>
    public string? LabelColumnName { get; init; }

    /// <summary>The paper's settings; FRAME or wFRAME is chosen here.</summary>
    public WFrameOptions Training { get; init; } = new();

    /// <summary>Height and width, needed only where the column is a flat vector that does not carry [3,H,W].</summary>
    public ImageSize? Size { get; init; }

    /// <summary>Frozen trunk; VGG-16 up to conv2_2 when null.</summary>
    public Trunk? Trunk { get; init; }

    /// <summary>Where to compute; the fastest there is when null.</summary>
    public EngineOptions? Engine { get; init; }

    /// <summary>Told after each learning iteration, from the thread that fits.</summary>
    public IProgress<WFrameProgress>? Progress { get; init; }

    /// <summary>Stops a fit between Langevin steps; nothing is kept.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>Options for the default columns.</summary>
    public static WFrameEstimatorOptions FromWFrameOptions(WFrameOptions training) => new() { Training = training };

    /// <summary>Options for the default columns.</summary>
    public static implicit operator WFrameEstimatorOptions(WFrameOptions training) => FromWFrameOptions(training);

    /// <exception cref="UsageException">A member is outside its range.</exception>
    internal void Validate()
    {
        if (string.IsNullOrWhiteSpace(FeatureColumnName))
        {
            throw new UsageException("FeatureColumnName is empty: name the column that holds the pixels.");
        }
        if (LabelColumnName is not null && (LabelColumnName.Length == 0 || LabelColumnName == FeatureColumnName))
        {
            throw new UsageException(
                $"LabelColumnName '{LabelColumnName}' is not allowed: name another column than {FeatureColumnName}, or null for none."
            );
        }
        if (Size is { } size)
        {
            Check.AtLeast(size.Height, 1, "Size.Height");
            Check.AtLeast(size.Width, 1, "Size.Width");
        }
    }
}
