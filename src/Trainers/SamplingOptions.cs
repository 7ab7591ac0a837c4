namespace WFrame;

/// <summary>Where chains that draw new images start.</summary>
public enum SamplingStart
{
    /// <summary>
    /// A blend of two of the chains that learned, which two and how much of each drawn by seed. With the paper's small
    /// noise a chain stays in the mode it starts near, and one that starts at the mean grey under a finished theta ends
    /// in a spurious one; the learned chains followed theta from the beginning and lead to good ones.
    /// </summary>
    Blend,

    /// <summary>The learned chains themselves, in turn: continues the training's sampling.</summary>
    Chains,

    /// <summary>As the training's chains started (<see cref="WFrameOptions.Initialization"/>); the only way at another size.</summary>
    Initialization,
}

/// <summary>
/// How new images are drawn from a learned model. Every member throws <see cref="UsageException"/> for a value outside
/// its range.
/// </summary>
public sealed record SamplingOptions
{
    /// <summary>Langevin steps of each chain, 1 or more; 0 takes as many as the model draws best with (<see cref="WFrameModel.StepsOf"/>).</summary>
    public int Steps
    {
        get;
        init => field = Check.AtLeast(value, 0);
    }

    /// <summary>Where the chains start; at another size than the model's always <see cref="SamplingStart.Initialization"/>.</summary>
    public SamplingStart Start
    {
        get;
        init => field = Check.Defined(value);
    }

    /// <summary>
    /// Whether theta stays as it was learned while images are drawn. Otherwise it goes on being corrected as in Algorithm 1,
    /// by the mean responses of the images on their way: theta was learned by chains that moved only a little in each
    /// iteration, and chains that move on under a theta that stays leave what was learned. Models that were stored without
    /// the training images' mean responses, and images of another size, always have a fixed one.
    /// </summary>
    public bool FixedTheta { get; init; }

    /// <summary>Seed of the noise; chain i of a component depends on nothing else.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>Image size; another than the model's only for filter theta. Null: the model's.</summary>
    public ImageSize? Size { get; init; }

    /// <summary>Number of the first chain, 0 or more, so that more images can be drawn later without repeating any.</summary>
    public int FirstChain
    {
        get;
        init => field = Check.AtLeast(value, 0);
    }
}
