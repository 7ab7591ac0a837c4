namespace WFrame.Completion;

/// <summary>
/// The smoothest filling of a hole: every pixel the mean of its neighbours (Laplace's equation, the known pixels its boundary
/// values), by successive over-relaxation. It shows what is known and adds nothing.
/// </summary>
internal static class HarmonicFill
{
    private const double Relaxation = 1.9;
    private const int Sweeps = 400;

    /// <summary>Below this many grey levels nothing changes any more.</summary>
    private const double Still = 0.01;

    /// <summary>Fills an image in place.</summary>
    /// <param name="image">[C,H,W].</param>
    /// <param name="hole">What is filled; one pixel at least is known.</param>
    public static void Fill(Span<float> image, Hole hole)
    {
        var (height, width, area) = (hole.Size.Height, hole.Size.Width, hole.Size.Area);
        int[] inside = [.. Enumerable.Range(0, area).Where(i => hole.Pixels[i])];
        for (var start = 0; start < image.Length; start += area)
        {
            var plane = image.Slice(start, area);
            var mean = Mean(plane, hole);
            foreach (var i in inside)
            {
                plane[i] = mean;
            }
            for (var sweep = 0; sweep < Sweeps; sweep++)
            {
                var largest = 0.0;
                foreach (var i in inside)
                {
                    var (y, x) = (i / width, i % width);
                    // At the image's edge the pixel itself stands for what lies beyond.
                    var sum =
                        plane[y > 0 ? i - width : i]
                        + (double)plane[y < height - 1 ? i + width : i]
                        + plane[x > 0 ? i - 1 : i]
                        + plane[x < width - 1 ? i + 1 : i];
                    var change = Relaxation * ((sum / 4) - plane[i]);
                    plane[i] += (float)change;
                    largest = Math.Max(largest, Math.Abs(change));
                }
                if (largest < Still)
                {
                    break;
                }
            }
        }
    }

    /// <summary>
    /// Sets the details of one image into another without a step at the edge (P. Perez, M. Gangnet, A. Blake, Poisson image
    /// editing, 2003): the difference at the edge is carried into the hole harmonically.
    /// </summary>
    /// <param name="image">[C,H,W]; changed within the hole.</param>
    /// <param name="source">What is set in, [C,H,W].</param>
    /// <param name="hole">Where.</param>
    public static void Clone(Span<float> image, ReadOnlySpan<float> source, Hole hole)
    {
        var difference = new float[image.Length];
        for (var i = 0; i < difference.Length; i++)
        {
            difference[i] = image[i] - source[i];
        }
        Fill(difference, hole);
        for (var i = 0; i < difference.Length; i++)
        {
            image[i] = hole.Pixels[i % hole.Pixels.Length] ? source[i] + difference[i] : image[i];
        }
    }

    private static float Mean(ReadOnlySpan<float> plane, Hole hole)
    {
        var (sum, count) = (0.0, 0);
        for (var i = 0; i < plane.Length; i++)
        {
            (sum, count) = hole.Pixels[i] ? (sum, count) : (sum + plane[i], count + 1);
        }
        return (float)(sum / count);
    }
}
