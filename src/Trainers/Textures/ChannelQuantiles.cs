namespace WFrame.Textures;

/// <summary>
/// Gives each channel of an image exactly the grey levels of the photographs: the ranks stay, the values change. What the
/// filters leave of colour and contrast is set right by it, and no pixel can run away.
/// </summary>
internal static class ChannelQuantiles
{
    /// <summary>Quantiles that are kept of each channel.</summary>
    public const int Count = 1024;

    /// <summary>Quantiles (i + 1/2) / <see cref="Count"/> of the values, which are sorted in place.</summary>
    public static float[] Of(float[] values)
    {
        Array.Sort(values);
        return [.. Enumerable.Range(0, Count).Select(i => At(values, (i + 0.5) / Count))];
    }

    /// <summary>Changes an image in place.</summary>
    /// <param name="image">[3,H,W].</param>
    /// <param name="quantiles">[3][n].</param>
    public static void Match(Span<float> image, float[][] quantiles)
    {
        var area = image.Length / 3;
        var (ranks, keys) = (new int[area], new float[area]);
        for (var c = 0; c < 3; c++)
        {
            var plane = image.Slice(c * area, area);
            plane.CopyTo(keys);
            for (var i = 0; i < area; i++)
            {
                ranks[i] = i;
            }
            Array.Sort(keys, ranks);
            for (var rank = 0; rank < area; rank++)
            {
                plane[ranks[rank]] = At(quantiles[c], (rank + 0.5) / area);
            }
        }
    }

    /// <summary>The value at a share of 0 to 1 of sorted values, which stand for the middles of equal shares.</summary>
    private static float At(float[] sorted, double share)
    {
        var place = Math.Clamp((share * sorted.Length) - 0.5, 0, sorted.Length - 1);
        var below = (int)place;
        var above = Math.Min(below + 1, sorted.Length - 1);
        var part = (float)(place - below);
        return sorted[below] + (part * (sorted[above] - sorted[below]));
    }
}
