namespace WFrame.Scoring;

/// <summary>Enlarges a map of values, bilinearly between their centres.</summary>
internal static class MapEnlarging
{
    /// <param name="values">[height,width].</param>
    /// <param name="height">Rows of values.</param>
    /// <param name="width">Columns of values.</param>
    /// <param name="map">Receives the sum of what it holds and the enlarged values, [H,W].</param>
    /// <param name="size">Of the map.</param>
    /// <param name="weight">Factor of the values.</param>
    public static void Add(float[] values, int height, int width, Span<float> map, ImageSize size, float weight)
    {
        for (var y = 0; y < size.Height; y++)
        {
            var (top, bottom, down) = Between(y, size.Height, height);
            for (var x = 0; x < size.Width; x++)
            {
                var (left, right, across) = Between(x, size.Width, width);
                var upper = Mix(values[(top * width) + left], values[(top * width) + right], across);
                var lower = Mix(values[(bottom * width) + left], values[(bottom * width) + right], across);
                map[(y * size.Width) + x] += Mix(upper, lower, down) * weight;
            }
        }
    }

    private static float Mix(float a, float b, float share) => a + (share * (b - a));

    /// <summary>Which values a pixel's centre lies between, and how near to the second.</summary>
    private static (int First, int Second, float Share) Between(int pixel, int pixels, int values)
    {
        var at = Math.Clamp(((pixel + 0.5f) * values / pixels) - 0.5f, 0, values - 1);
        var first = (int)at;
        return (first, Math.Min(first + 1, values - 1), at - first);
    }
}
