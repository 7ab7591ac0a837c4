namespace WFrame.Images.Geometry;

/// <summary>Which part of a picture is taken.</summary>
internal static class Crop
{
    /// <summary>
    /// The largest centred box of the target's aspect: floor(H*w/h) x H where the picture is wider, else
    /// W x floor(W*h/w), at least 1; offsets rounded down.
    /// </summary>
    public static PixelBox Fit(int width, int height, ImageSize size)
    {
        var (w, h) =
            (long)width * size.Height > (long)height * size.Width
                ? ((int)Math.Max(1, (long)height * size.Width / size.Height), height)
                : (width, (int)Math.Max(1, (long)width * size.Height / size.Width));
        return new PixelBox((width - w) / 2, (height - h) / 2, w, h);
    }

    /// <summary>The centred square of <paramref name="side"/> pixels (148 for aligned CelebA faces).</summary>
    /// <param name="width">Columns of the picture.</param>
    /// <param name="height">Rows of the picture.</param>
    /// <param name="side">Side of the square, 1 .. the shorter side of the picture.</param>
    public static PixelBox CenterSquare(int width, int height, int side) =>
        new((width - side) / 2, (height - side) / 2, side, side);
}
