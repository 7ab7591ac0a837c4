namespace WFrame.Completion;

/// <summary>The outermost pixels of a hole, and those behind them, in rings from its edge inwards.</summary>
internal static class HoleRings
{
    /// <param name="Index">Which pixel.</param>
    /// <param name="Outward">Its neighbours of the ring before, or that are known.</param>
    /// <param name="IsFirst">Whether these are known.</param>
    internal readonly record struct Pixel(int Index, int[] Outward, bool IsFirst);

    /// <summary>The pixels of the first rings, one ring after another.</summary>
    public static List<Pixel> Of(Hole hole, int rings)
    {
        var (result, reached) = (new List<Pixel>(), Array.ConvertAll(hole.Pixels, p => !p));
        for (var ring = 0; ring < rings; ring++)
        {
            var before = result.Count;
            for (var p = 0; p < reached.Length; p++)
            {
                if (!reached[p] && Outward(p, hole.Size, reached) is { Length: > 0 } outward)
                {
                    result.Add(new Pixel(p, outward, ring == 0));
                }
            }
            foreach (var pixel in result.Skip(before))
            {
                reached[pixel.Index] = true;
            }
        }
        return result;
    }

    private static int[] Outward(int p, ImageSize size, bool[] reached)
    {
        var (y, x) = (p / size.Width, p % size.Width);
        var up = y > 0 && reached[p - size.Width] ? p - size.Width : -1;
        var down = y < size.Height - 1 && reached[p + size.Width] ? p + size.Width : -1;
        var left = x > 0 && reached[p - 1] ? p - 1 : -1;
        var right = x < size.Width - 1 && reached[p + 1] ? p + 1 : -1;
        return [.. new[] { up, down, left, right }.Where(n => n >= 0)];
    }
}
