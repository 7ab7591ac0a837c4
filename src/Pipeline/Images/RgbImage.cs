namespace WFrame.Images;

/// <summary>An 8-bit picture: [H,W,3] bytes, row-major, channels R, G, B, without padding.</summary>
public sealed class RgbImage
{
    /// <summary>Wraps pixels.</summary>
    /// <param name="width">Columns, at least 1.</param>
    /// <param name="height">Rows, at least 1.</param>
    /// <param name="pixels">Exactly <c>3 * width * height</c> bytes.</param>
    /// <exception cref="ArgumentException">The array has another length.</exception>
    public RgbImage(int width, int height, byte[] pixels)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(width, 1);
        ArgumentOutOfRangeException.ThrowIfLessThan(height, 1);
        if (pixels.Length != checked(3 * width * height))
        {
            throw new ArgumentException(
                $"{pixels.Length} bytes given, {width} x {height} pixels need {3 * width * height}.",
                nameof(pixels)
            );
        }
        (Width, Height, Pixels) = (width, height, pixels);
    }

    /// <summary>A black picture.</summary>
    public RgbImage(int width, int height)
        : this(width, height, new byte[checked(3 * width * height)]) { }

    /// <summary>Columns.</summary>
    public int Width { get; }

    /// <summary>Rows.</summary>
    public int Height { get; }

    /// <summary>[H,W,3], R, G, B, 0..255.</summary>
    public byte[] Pixels { get; }

    /// <summary>What its user should know of the file that it came from.</summary>
    internal PictureRemarks Remarks { get; set; }

    /// <summary>One row, 3 * <see cref="Width"/> bytes.</summary>
    public Span<byte> Row(int y) => Pixels.AsSpan(3 * Width * y, 3 * Width);
}
