namespace WFrame.Completion;

/// <summary>
/// Takes from a filling the step at the edge of its hole, as far as it is larger than the differences within: statistics over
/// all positions hardly see one line of pixels.
/// </summary>
/// <param name="hole">What was filled.</param>
internal sealed class EdgeJoin(Hole hole)
{
    /// <summary>A part of the step is taken at a time, since that changes the differences within as well.</summary>
    private const double Share = 0.3;

    private const int Passes = 40;

    /// <summary>Steps so little larger than the differences within cannot be seen.</summary>
    private const double Enough = 1.05;

    /// <summary>Pixels further within are moved as well, each by half of what those before it are.</summary>
    private const int Rings = 4;

    private readonly List<HoleRings.Pixel> _rings = HoleRings.Of(hole, Rings);

    /// <summary>
    /// Moves the outermost pixels of the hole towards their known neighbours until the mean absolute difference across the edge
    /// is that of neighbours within.
    /// </summary>
    /// <param name="image">[C,H,W]; changed within the hole.</param>
    public void Apply(Span<float> image)
    {
        for (var pass = 0; pass < Passes; pass++)
        {
            var (across, inside) = Differences(image, hole);
            if (!(across > Enough * inside))
            {
                return;
            }
            Move(image, Share * (1 - (inside / across)));
        }
    }

    private void Move(Span<float> image, double share)
    {
        var area = hole.Size.Area;
        var change = new float[area];
        for (var start = 0; start < image.Length; start += area)
        {
            foreach (var (pixel, outward, first) in _rings)
            {
                var sum = 0.0;
                foreach (var neighbour in outward)
                {
                    sum += first ? image[start + neighbour] - image[start + pixel] : change[neighbour];
                }
                change[pixel] = (float)((first ? share : 0.5) * sum / outward.Length);
            }
            // Only now: the neighbours' differences are of the image as it was.
            foreach (var (pixel, _, _) in _rings)
            {
                image[start + pixel] += change[pixel];
            }
        }
    }

    /// <summary>Mean absolute differences of neighbours: of which one is in the hole, and which both are.</summary>
    public static (double Across, double Inside) Differences(ReadOnlySpan<float> image, Hole hole)
    {
        var (across, inside) = ((Sum: 0.0, Count: 0), (Sum: 0.0, Count: 0));
        var (width, area) = (hole.Size.Width, hole.Size.Area);
        for (var i = 0; i < image.Length; i++)
        {
            var p = i % area;
            if (p % width < width - 1)
            {
                Add(Math.Abs((double)image[i + 1] - image[i]), hole.Pixels[p], hole.Pixels[p + 1]);
            }
            if (p + width < area)
            {
                Add(Math.Abs((double)image[i + width] - image[i]), hole.Pixels[p], hole.Pixels[p + width]);
            }
        }
        return (across.Sum / Math.Max(1, across.Count), inside.Sum / Math.Max(1, inside.Count));

        void Add(double difference, bool first, bool second)
        {
            across = first != second ? (across.Sum + difference, across.Count + 1) : across;
            inside = first && second ? (inside.Sum + difference, inside.Count + 1) : inside;
        }
    }
}
