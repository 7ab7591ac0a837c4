namespace WFrame.Images.Writing;

/// <summary>Several pictures of one size in a grid, at true size or an integer multiple, on white.</summary>
internal static class ContactSheet
{
    /// <summary>Name of a sheet that lies beside the images it shows; such a file is not taken for one of them.</summary>
    public const string FileName = "contact-sheet.png";

    /// <summary>White pixels between pictures.</summary>
    public const int Gap = 2;

    /// <summary>Makes a sheet.</summary>
    /// <param name="images">At least one picture, all of one size, in reading order.</param>
    /// <param name="columns">Pictures in a row; 0 chooses the smallest square that holds all.</param>
    /// <param name="scale">Each pixel becomes a square of so many; 1 is the true size.</param>
    /// <exception cref="ArgumentException">No picture, or pictures of different sizes.</exception>
    public static RgbImage Make(IReadOnlyList<RgbImage> images, int columns = 0, int scale = 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(scale, 1);
        ArgumentOutOfRangeException.ThrowIfNegative(columns);
        if (images.Count == 0 || images.Any(i => (i.Width, i.Height) != (images[0].Width, images[0].Height)))
        {
            throw new ArgumentException("A contact sheet needs one or more pictures of one size.", nameof(images));
        }
        var across = columns > 0 ? columns : (int)Math.Ceiling(Math.Sqrt(images.Count));
        var down = (images.Count + across - 1) / across;
        var (stepX, stepY) = ((images[0].Width * scale) + Gap, (images[0].Height * scale) + Gap);
        var sheet = new RgbImage((across * stepX) - Gap, (down * stepY) - Gap);
        Array.Fill(sheet.Pixels, byte.MaxValue);
        for (var i = 0; i < images.Count; i++)
        {
            Place(images[i], sheet, i % across * stepX, i / across * stepY, scale);
        }
        return sheet;
    }

    private static void Place(RgbImage image, RgbImage sheet, int left, int top, int scale)
    {
        for (var y = 0; y < image.Height * scale; y++)
        {
            var from = image.Row(y / scale);
            var to = sheet.Row(top + y)[(3 * left)..];
            for (var x = 0; x < image.Width * scale; x++)
            {
                from.Slice(3 * (x / scale), 3).CopyTo(to[(3 * x)..]);
            }
        }
    }
}
