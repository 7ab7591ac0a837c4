namespace WFrame.Images.Decoding;

/// <summary>Turns stored pixels into the picture as it is to be seen (EXIF orientation 1..8).</summary>
internal static class Orientation
{
    public static RgbImage Apply(RgbImage stored, int orientation)
    {
        if (orientation is <= 1 or > 8)
        {
            return stored;
        }
        // Stored pixel (x, y) goes to start + x * stepX + y * stepY (in pixels of the upright picture).
        var (w, h) = (stored.Width, stored.Height);
        var (width, height) = orientation >= 5 ? (h, w) : (w, h);
        var (right, bottom) = (width - 1, (height - 1) * width);
        var (start, stepX, stepY) = orientation switch
        {
            2 => (right, -1, width),
            3 => (right + bottom, -1, -width),
            4 => (bottom, 1, -width),
            5 => (0, width, 1),
            6 => (right, width, -1),
            7 => (right + bottom, -width, -1),
            _ => (bottom, -width, 1),
        };
        var upright = new RgbImage(width, height);
        for (var y = 0; y < h; y++)
        {
            var row = stored.Row(y);
            for (var x = 0; x < w; x++)
            {
                row.Slice(3 * x, 3).CopyTo(upright.Pixels.AsSpan(3 * (start + (x * stepX) + (y * stepY)), 3));
            }
        }
        return upright;
    }
}
