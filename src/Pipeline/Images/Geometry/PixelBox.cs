namespace WFrame.Images.Geometry;

/// <summary>A rectangle of whole pixels inside a picture.</summary>
/// <param name="Left">First column.</param>
/// <param name="Top">First row.</param>
/// <param name="Width">Columns, at least 1.</param>
/// <param name="Height">Rows, at least 1.</param>
internal readonly record struct PixelBox(int Left, int Top, int Width, int Height)
{
    public static PixelBox Whole(RgbImage image) => new(0, 0, image.Width, image.Height);
}
