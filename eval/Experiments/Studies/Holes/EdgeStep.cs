using WFrame.Completion;

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
        var (across, inside) = EdgeJoin.Differences(image, new Hole(size, mask));
        return across / inside;
    }
}
