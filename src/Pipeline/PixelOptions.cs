namespace WFrame;

/// <summary>What becomes of transparency.</summary>
public enum AlphaHandling
{
    /// <summary>Composited on white, before any resizing.</summary>
    White,

    /// <summary>Forgotten: colours as stored.</summary>
    Drop,
}

/// <summary>
/// How pictures become the model's pixels. What is subtracted from them, the mean, belongs to the trunk and is no
/// choice.
/// </summary>
public sealed record PixelOptions
{
    /// <summary>Height and width of the result.</summary>
    public required ImageSize Size { get; init; }

    /// <summary>
    /// Side in pixels of a centred square that is cut out first (148 for aligned CelebA faces); null takes the largest
    /// centred box of the target's aspect.
    /// </summary>
    public int? CropSide { get; init; }

    /// <summary>
    /// Jittered crops of every picture, for learning from one photograph; 0 takes each picture once, undisturbed.
    /// </summary>
    public int Crops { get; init; }

    /// <summary>
    /// How far jittered crops differ, as a fraction of the crop, 0..0.4: each is 1 - 2 Jitter .. 1 times as large, moved by up to
    /// Jitter times its size, and half of them mirrored. More gives more variety and blurrier models; 4 % suits faces.
    /// </summary>
    public double Jitter { get; init; } = 0.04;

    /// <summary>Seed of the jitter. Each crop is a pure function of seed, position in the list and crop number.</summary>
    public ulong Seed { get; init; }

    /// <summary>What becomes of transparency; on white it is noted once.</summary>
    public AlphaHandling Alpha { get; init; }

    /// <summary>Leaves out pictures that cannot be used, and lists them, where otherwise the first one ends the call.</summary>
    public bool SkipBadImages { get; init; }

    /// <summary>Pictures decoded at the same time; each holds one decoded picture in memory. The result does not depend on it.</summary>
    public int Threads { get; init; } = Math.Min(2, Environment.ProcessorCount);

    /// <summary>Images that one picture gives.</summary>
    internal int ImagesPerPicture => Math.Max(1, Crops);

    /// <exception cref="UsageException">A value is out of range.</exception>
    internal void Validate()
    {
        if (CropSide is < 1)
        {
            throw new UsageException($"A crop of {CropSide} px is impossible: choose 1 or more.");
        }
        if (Crops is < 0 or > 10_000)
        {
            throw new UsageException($"{Crops} crops of a picture are out of range: choose 0..10000.");
        }
        if (!(Jitter >= 0 && Jitter <= 0.4))
        {
            throw new UsageException($"A jitter of {Jitter} is out of range: choose 0..0.4.");
        }
        if (Size.Height < 1 || Size.Width < 1)
        {
            throw new UsageException($"Size {Size} is impossible: choose 1 pixel or more a side.");
        }
        ArgumentOutOfRangeException.ThrowIfLessThan(Threads, 1);
    }
}
