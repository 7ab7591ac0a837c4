namespace WFrame;

/// <summary>Which jittered crops are mirrored.</summary>
public enum CropMirroring
{
    /// <summary>Each with a chance of a half.</summary>
    Half,

    /// <summary>None.</summary>
    None,
}

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
/// choice. Every member checks what it is given, so options that exist are valid.
/// </summary>
/// <exception cref="UsageException">A value is out of range.</exception>
public sealed record PixelOptions
{
    internal const int DefaultMaxPixels = 100_000_000;

    /// <summary>Three bytes each are one array.</summary>
    private const int LargestMaxPixels = 700_000_000;

    /// <summary>Height and width of the result.</summary>
    public required ImageSize Size
    {
        get;
        init =>
            field = value is { Height: >= 1, Width: >= 1 }
                ? value
                : throw new UsageException($"Size {value} is impossible: give 1 pixel or more a side.", nameof(Size));
    }

    /// <summary>
    /// Side in pixels of a centred square that is cut out first (148 for aligned CelebA faces), 1 or more; null takes the
    /// largest centred box of the target's aspect.
    /// </summary>
    public int? CropSide
    {
        get;
        init => field = value is { } side ? Check.AtLeast(side, 1) : null;
    }

    /// <summary>
    /// Jittered crops of every picture, for learning from one photograph, 0..10000; 0 takes each picture once, undisturbed.
    /// </summary>
    public int Crops
    {
        get;
        init =>
            field = value is >= 0 and <= 10_000
                ? value
                : throw new UsageException(
                    $"Crops {value} is out of range: give 0..10000 crops of a picture.",
                    nameof(Crops)
                );
    }

    /// <summary>
    /// How far jittered crops differ, as a fraction of the crop, 0..0.4: each is 1 - 2 Jitter .. 1 times as large, moved by up to
    /// Jitter times its size, and half of them mirrored unless <see cref="Mirroring"/> says otherwise. More gives more variety
    /// and blurrier models; 4 % suits faces.
    /// </summary>
    public double Jitter
    {
        get;
        init =>
            field = value is >= 0 and <= 0.4
                ? value
                : throw new UsageException($"Jitter {value} is out of range: give 0..0.4.", nameof(Jitter));
    } = 0.04;

    /// <summary>
    /// Whether half of the jittered crops are mirrored. Mirrored crops of one photograph double what the model knows of its
    /// variety; without them pictures are sharper, and a face that looks to one side has no second eye on the other.
    /// </summary>
    public CropMirroring Mirroring
    {
        get;
        init => field = Check.Defined(value);
    }

    /// <summary>Seed of the jitter. Each crop is a pure function of seed, position in the list and crop number.</summary>
    public ulong Seed { get; init; }

    /// <summary>What becomes of transparency; on white it is noted once.</summary>
    public AlphaHandling Alpha { get; init; }

    /// <summary>
    /// Pixels of a picture as stored, at most, 1 or more: a small file can claim gigabytes. A picture of 108 megapixels takes
    /// about 0.8 GB while it is decoded; what does not fit into memory is refused.
    /// </summary>
    public int MaxPixels
    {
        get;
        init => field = CheckMaxPixels(value);
    } = DefaultMaxPixels;

    /// <summary>Leaves out pictures that cannot be used, and lists them, where otherwise the first one ends the call.</summary>
    public bool SkipBadImages { get; init; }

    /// <summary>
    /// Pictures decoded at the same time, 1 or more; each holds one decoded picture in memory. The result does not depend on
    /// it.
    /// </summary>
    public int Threads
    {
        get;
        init => field = Check.AtLeast(value, 1);
    } = Math.Min(2, Environment.ProcessorCount);

    /// <exception cref="UsageException">It is out of range.</exception>
    internal static int CheckMaxPixels(int value) =>
        value is >= 1 and <= LargestMaxPixels
            ? value
            : throw new UsageException(
                $"MaxPixels {value} is out of range: give 1..{LargestMaxPixels} pixels.",
                nameof(MaxPixels)
            );

    /// <summary>Images that one picture gives.</summary>
    internal int ImagesPerPicture => Math.Max(1, Crops);
}
