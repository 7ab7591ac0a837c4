namespace WFrame.Images.Formats;

/// <summary>What the structure of a file says before anything is decoded.</summary>
/// <param name="Width">Columns as stored, before orientation.</param>
/// <param name="Height">Rows as stored.</param>
/// <param name="Orientation">EXIF orientation, 1..8.</param>
internal readonly record struct ImageHeader(int Width, int Height, int Orientation)
{
    /// <summary>Checks a claimed size: a few bytes can claim gigabytes.</summary>
    /// <param name="width">Columns.</param>
    /// <param name="height">Rows.</param>
    /// <param name="limit">Pixels, at most.</param>
    /// <exception cref="BadImageException">A side is 0, or there are too many pixels.</exception>
    public static void CheckSize(long width, long height, int limit)
    {
        if (width <= 0 || height <= 0)
        {
            throw BadImageException.Corrupt(
                string.Create(CultureInfo.InvariantCulture, $"its header claims {width} x {height} pixels")
            );
        }
        // Sides come from 32-bit fields at most, so the product fits.
        if (width * height > limit)
        {
            throw new BadImageException(
                BadImageKind.TooLarge,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"is too large: its header claims {width} x {height} pixels, at most {limit:N0} are decoded; raise MaxPixels or shrink it first"
                ),
                nameof(PixelOptions.MaxPixels)
            );
        }
    }
}
