namespace WFrame.Cli.Options;

/// <summary>Image sizes as they are written in options.</summary>
internal static class ImageSizes
{
    /// <summary>Smallest side: one pooling window.</summary>
    public const int Smallest = 2;

    /// <summary>Largest side; what fits in memory is checked where the buffers are made.</summary>
    public const int Largest = 4096;

    /// <summary>Parses "64" (square) or "HxW", height first ("48x64" is 48 rows of 64 pixels).</summary>
    /// <param name="text">The value.</param>
    /// <param name="option">The option's name, for the message.</param>
    /// <exception cref="UsageException">Not of this form, or a side that is odd (the trunk halves it) or out of range.</exception>
    public static ImageSize Parse(string text, string option)
    {
        var parts = text.Trim().Split('x', 'X');
        if (parts.Length is 1 or 2 && Side(parts[0]) is { } height && Side(parts[^1]) is { } width)
        {
            return new ImageSize(height, width);
        }
        throw new UsageException(
            $"{option} {text} is no size: write one even number of pixels or HEIGHTxWIDTH, each even and {Smallest}..{Largest}, such as 64 or 48x64."
        );
    }

    /// <summary>Parses a size of any number of pixels a side.</summary>
    /// <exception cref="UsageException">Not of the form "64" or "HxW".</exception>
    public static ImageSize ParseAny(string text, string option)
    {
        var parts = text.Trim().Split('x', 'X');
        return
            parts.Length is 1 or 2
            && int.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var height)
            && int.TryParse(parts[^1], NumberStyles.None, CultureInfo.InvariantCulture, out var width)
            ? new ImageSize(height, width)
            : throw new UsageException(
                $"{option} {text} is no size: write a number of pixels or HEIGHTxWIDTH, such as 512 or 256x1024."
            );
    }

    private static int? Side(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var side)
        && side is >= Smallest and <= Largest
        && side % 2 == 0
            ? side
            : null;
}
