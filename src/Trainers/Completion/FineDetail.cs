namespace WFrame.Completion;

/// <summary>
/// Takes from a filling the checks of single pixels that it has beyond those of the known part. Filters with pools see little
/// of them, so the statistics let them grow.
/// </summary>
internal static class FineDetail
{
    /// <summary>Fewer squares of two by two pixels tell nothing.</summary>
    private const int Fewest = 16;

    /// <summary>
    /// Blends the hole with its smoothing by (1 2 1)/4 along both axes, which takes out the finest checks, so far that their mean
    /// square is that of the known part. A filling that has no more of them stays as it is.
    /// </summary>
    /// <param name="image">[C,H,W].</param>
    /// <param name="hole">What is filled.</param>
    public static void Match(Span<float> image, Hole hole)
    {
        var area = hole.Size.Area;
        var smoothed = image.ToArray();
        for (var start = 0; start < image.Length; start += area)
        {
            Smooth(image.Slice(start, area), smoothed.AsSpan(start, area), hole.Size);
        }
        for (var i = 0; i < smoothed.Length; i++)
        {
            smoothed[i] = hole.Pixels[i % area] ? smoothed[i] - image[i] : 0;
        }
        var (known, own, mixed, change) = Checks(image, smoothed, hole);
        var share = Share(known, own, mixed, change);
        for (var i = 0; i < smoothed.Length; i++)
        {
            image[i] += (float)share * smoothed[i];
        }
    }

    /// <summary>Where own + 2 share mixed + share^2 change first reaches what is known; 0 where it is not more.</summary>
    private static double Share(double known, double own, double mixed, double change)
    {
        if (!(own > known) || !(change > 0))
        {
            return 0;
        }
        var root = (mixed * mixed) - (change * (own - known));
        return Math.Clamp((-mixed - Math.Sqrt(Math.Max(0, root))) / change, 0, 1);
    }

    /// <summary>Mean squares of x - right - below + diagonal: of the known part, and within the hole of image and change.</summary>
    private static (double Known, double Own, double Mixed, double Change) Checks(
        ReadOnlySpan<float> image,
        ReadOnlySpan<float> change,
        Hole hole
    )
    {
        var (width, area) = (hole.Size.Width, hole.Size.Area);
        var (known, own, mixed, changed) = (0.0, 0.0, 0.0, 0.0);
        var (outside, inside) = (0, 0);
        for (var i = 0; i < image.Length; i++)
        {
            var p = i % area;
            if (p % width == width - 1 || p / width == hole.Size.Height - 1)
            {
                continue;
            }
            var filled = Filled(p) + Filled(p + 1) + Filled(p + width) + Filled(p + width + 1);
            var check = (double)image[i] - image[i + 1] - image[i + width] + image[i + width + 1];
            if (filled == 0)
            {
                (known, outside) = (known + (check * check), outside + 1);
            }
            else if (filled == 4)
            {
                var by = (double)change[i] - change[i + 1] - change[i + width] + change[i + width + 1];
                (own, mixed, changed, inside) = (
                    own + (check * check),
                    mixed + (check * by),
                    changed + (by * by),
                    inside + 1
                );
            }
        }
        return outside < Fewest || inside < Fewest
            ? (0, 0, 0, 0)
            : (known / outside, own / inside, mixed / inside, changed / inside);

        int Filled(int p) => hole.Pixels[p] ? 1 : 0;
    }

    private static void Smooth(ReadOnlySpan<float> from, Span<float> to, ImageSize size)
    {
        for (var p = 0; p < from.Length; p++)
        {
            var (y, x) = (p / size.Width, p % size.Width);
            var (up, down) = (Math.Max(0, y - 1) * size.Width, Math.Min(size.Height - 1, y + 1) * size.Width);
            var (left, right, row) = (Math.Max(0, x - 1), Math.Min(size.Width - 1, x + 1), y * size.Width);
            var middle = from[row + left] + (2 * from[p]) + from[row + right];
            var above = from[up + left] + (2 * from[up + x]) + from[up + right];
            var below = from[down + left] + (2 * from[down + x]) + from[down + right];
            to[p] = (above + (2 * middle) + below) / 16;
        }
    }
}
