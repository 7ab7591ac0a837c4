namespace WFrame.Textures;

/// <summary>
/// Gives an image the photographs' contrast within 2x2 pixels, the details that a coarser level cannot show: few iterations
/// find their pattern sooner than their strength.
/// </summary>
internal static class DetailContrast
{
    private const double Most = 2;

    /// <summary>Changes an image in place; its means of 2x2 pixels stay.</summary>
    /// <param name="image">[1,3,H,W], wrapped around, sides even.</param>
    /// <param name="observed">Of the photographs.</param>
    public static void Match(PixelBatch image, PixelStatistics observed)
    {
        var own = PixelStatistics.Of(image.Values.Span, image.Size, wraps: true);
        var (height, width) = (image.Size.Height, image.Size.Width);
        var (plane, change) = (new float[image.Size.Area], new float[image.Size.Area]);
        for (var axis = 0; axis < 3; axis++)
        {
            var ratio = WithinBlocks(observed, axis) / Math.Max(1e-9, WithinBlocks(own, axis));
            var added = (float)Math.Clamp(Math.Sqrt(ratio), 1 / Most, Most) - 1;
            OpponentColours.Read(image.Values.Span, axis, plane);
            for (var row = 0; row < height; row += 2)
            {
                for (var column = 0; column < width; column += 2)
                {
                    var place = (row * width) + column;
                    ReadOnlySpan<int> block = [place, place + 1, place + width, place + width + 1];
                    var mean = 0.25f * (plane[block[0]] + plane[block[1]] + plane[block[2]] + plane[block[3]]);
                    foreach (var pixel in block)
                    {
                        change[pixel] = added * (plane[pixel] - mean);
                    }
                }
            }
            OpponentColours.Add(change, axis, image.Values.Span);
        }
    }

    /// <summary>Mean square deviation from the mean of 2x2 pixels: the squared differences of its six pairs over 16.</summary>
    private static double WithinBlocks(PixelStatistics statistics, int axis)
    {
        var lags = statistics.Differences.AsSpan(axis * PixelStatistics.Lags.Count);
        return ((2 * lags[0]) + (2 * lags[1]) + lags[2] + lags[3]) / 16;
    }
}
