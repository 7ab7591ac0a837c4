namespace WFrame.Textures;

/// <summary>All pairs of pixels of a plane at one distance, as runs of neighbours.</summary>
/// <param name="First">Index of the first pixel of the run.</param>
/// <param name="Second">Index of the pixel that it is compared with.</param>
/// <param name="Length">How many pairs follow each other.</param>
internal readonly record struct PixelPairs(int First, int Second, int Length)
{
    /// <param name="size">Size of the plane.</param>
    /// <param name="lag">Rows, 0 or more, and columns between the pixels of a pair.</param>
    /// <param name="wraps">Whether pairs across the edges count.</param>
    public static IEnumerable<PixelPairs> Of(ImageSize size, (int Y, int X) lag, bool wraps)
    {
        var (height, width) = (size.Height, size.Width);
        if (lag.Y >= height || Math.Abs(lag.X) >= width)
        {
            yield break;
        }
        var inside = width - Math.Abs(lag.X);
        var (from, to) = (Math.Max(0, -lag.X), Math.Max(0, lag.X));
        for (var row = 0; row < height; row++)
        {
            if (row + lag.Y >= height && !wraps)
            {
                yield break;
            }
            var (first, second) = (row * width, (row + lag.Y) % height * width);
            yield return new(first + from, second + to, inside);
            if (wraps && lag.X > 0)
            {
                yield return new(first + inside, second, lag.X);
            }
            else if (wraps && lag.X < 0)
            {
                yield return new(first, second + inside, -lag.X);
            }
        }
    }
}
