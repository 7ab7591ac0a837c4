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
        var columns = Bilinear.Between(size.Width, x => x + 0.5f, size.Width, width);
        for (var y = 0; y < size.Height; y++)
        {
            var (top, bottom, down) = Bilinear.Between(y + 0.5f, size.Height, height);
            for (var x = 0; x < size.Width; x++)
            {
                var (left, right, across) = columns[x];
                var upper = Bilinear.Mix(values[(top * width) + left], values[(top * width) + right], across);
                var lower = Bilinear.Mix(values[(bottom * width) + left], values[(bottom * width) + right], across);
                map[(y * size.Width) + x] += Bilinear.Mix(upper, lower, down) * weight;
            }
        }
    }
}
