namespace WFrame.Scoring;

/// <summary>Small parts of images, pixel by pixel: [positions,3].</summary>
internal static class Tiles
{
    private const int Channels = 3;

    public static float[] Cut(PixelBatch image, int top, int left, ImageSize size)
    {
        var result = new float[size.Area * Channels];
        for (var i = 0; i < result.Length; i++)
        {
            var (p, c) = (i / Channels, i % Channels);
            var at = ((top + (p / size.Width)) * image.Size.Width) + left + (p % size.Width);
            result[i] = image.Values.Span[(c * image.Size.Area) + at];
        }
        return result;
    }

    /// <summary>Smoothed so many times by one pixel's standard deviation.</summary>
    public static float[] Smooth(float[] tile, ImageSize size, int times)
    {
        var (result, across) = ((float[])tile.Clone(), new float[tile.Length]);
        for (var i = 0; i < times; i++)
        {
            GridSmoothing.Apply(result, across, size, Channels);
        }
        return result;
    }

    /// <summary>Its middle at double size.</summary>
    public static float[] Enlarge(float[] tile, ImageSize size)
    {
        var result = new float[tile.Length];
        for (var i = 0; i < result.Length; i++)
        {
            var (p, c) = (i / Channels, i % Channels);
            var (top, bottom, down) = Between(p / size.Width, size.Height);
            var (left, right, across) = Between(p % size.Width, size.Width);
            result[i] = Bilinear.Mix(
                Bilinear.Mix(At(top, left, c), At(top, right, c), across),
                Bilinear.Mix(At(bottom, left, c), At(bottom, right, c), across),
                down
            );
        }
        return result;

        float At(int y, int x, int c) => tile[(((y * size.Width) + x) * Channels) + c];

        static (int, int, float) Between(int i, int side) =>
            Bilinear.Between((side / 4f) + ((i + 0.5f) / 2), side, side);
    }

    /// <summary>Mean and standard deviation of each channel; the latter is not 0.</summary>
    public static (float[] Means, float[] Contrasts) Statistics(float[] tile)
    {
        var (sums, squares, n) = (new double[Channels], new double[Channels], tile.Length / Channels);
        for (var i = 0; i < tile.Length; i++)
        {
            sums[i % Channels] += tile[i];
            squares[i % Channels] += (double)tile[i] * tile[i];
        }
        return (
            Array.ConvertAll(sums, s => (float)(s / n)),
            [.. sums.Zip(squares, (s, q) => (float)Math.Sqrt(Math.Max(1e-6, (q / n) - (s / n * (s / n)))))]
        );
    }
}
