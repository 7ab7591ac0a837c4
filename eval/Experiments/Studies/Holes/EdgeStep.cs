namespace WFrame.Experiments.Studies.Holes;

/// <summary>How well a filled hole joins what is around it.</summary>
public static class EdgeStep
{
    /// <summary>
    /// Mean absolute difference of neighbouring pixels of which one lies in the hole, over that of neighbours which both do;
    /// 1: the edge cannot be seen.
    /// </summary>
    /// <param name="image">[C,H,W].</param>
    /// <param name="size">Of the image.</param>
    /// <param name="mask">The hole, [H,W].</param>
    public static double Of(ReadOnlySpan<float> image, ImageSize size, bool[] mask)
    {
        var (across, inside) = ((Sum: 0.0, Count: 0), (Sum: 0.0, Count: 0));
        for (var i = 0; i < image.Length; i++)
        {
            var p = i % size.Area;
            if (p % size.Width < size.Width - 1)
            {
                Add(Math.Abs(image[i + 1] - image[i]), mask[p], mask[p + 1]);
            }
            if (p / size.Width < size.Height - 1)
            {
                Add(Math.Abs(image[i + size.Width] - image[i]), mask[p], mask[p + size.Width]);
            }
        }
        return across.Sum / across.Count / (inside.Sum / inside.Count);

        void Add(double step, bool first, bool second)
        {
            across = first != second ? (across.Sum + step, across.Count + 1) : across;
            inside = first && second ? (inside.Sum + step, inside.Count + 1) : inside;
        }
    }
}
