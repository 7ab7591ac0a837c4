namespace WFrame;

/// <summary>What a drawn texture looks like; members check what they are given.</summary>
/// <exception cref="UsageException">A value is out of range.</exception>
public sealed record TextureOptions
{
    /// <summary>The largest side: 8192 px, of which the chain alone takes some GB.</summary>
    internal const int MostPixels = 8192;

    /// <summary>Height and width in pixels, each 16..8192; 512 by default.</summary>
    public ImageSize Size
    {
        get;
        init =>
            field = value is { Height: >= 16 and <= MostPixels, Width: >= 16 and <= MostPixels }
                ? value
                : throw new UsageException(
                    $"Size {value} is not allowed: give 16 to {MostPixels} pixels a side.",
                    nameof(Size)
                );
    } = new(512, 512);

    /// <summary>Along which axes copies laid side by side show no seam.</summary>
    public Tiling Tile
    {
        get;
        init => field = Check.Defined(value);
    } = Tiling.XY;

    /// <summary>Seed of the noise; another seed gives another image of the same texture.</summary>
    public ulong Seed { get; init; } = 1;

    /// <summary>
    /// Weight beta of wFRAME's penalty, 0 or more, on the mean square of dPhi/dx in units of 1/sigma, Phi of the filters. It
    /// keeps theta small and takes more time and memory; too much, 0.03 for some photographs, and nothing is learned. 0 by default.
    /// </summary>
    public double Beta
    {
        get;
        init => field = Check.NotNegative(value);
    }

    /// <summary>Number of the image, 0 or more: images of one seed differ by it.</summary>
    public int Index
    {
        get;
        init => field = Check.Within(value, 0, (1 << 19) - 1);
    }
}

/// <summary>Reported after each iteration of a texture being drawn.</summary>
/// <param name="Iteration">Iterations done, of all levels together.</param>
/// <param name="Iterations">Iterations in all.</param>
/// <param name="Level">Level of the pyramid, 0 the finest.</param>
/// <param name="Size">Size of the image at this level.</param>
/// <param name="Error">
/// Sum over layers of the mean squared difference of the statistics from the photographs', in their root mean square.
/// </param>
public sealed record TextureProgress(int Iteration, int Iterations, int Level, ImageSize Size, double Error)
{
    /// <summary>The image so far, which changes later.</summary>
    internal PixelBatch? Image { get; init; }
}
