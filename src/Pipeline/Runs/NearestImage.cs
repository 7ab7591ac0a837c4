using System.Numerics.Tensors;

namespace WFrame.Runs;

/// <summary>Which training image a sample is most like, pixel by pixel: a small distance is a copy.</summary>
internal static class NearestImage
{
    /// <summary>The observed image of the least distance.</summary>
    /// <param name="sample">[3,H,W].</param>
    /// <param name="observed">[N,3,H,W].</param>
    /// <returns>Its index, and the root mean square of the difference of the pixel values, grey levels.</returns>
    public static (int Index, double Rms) Of(ReadOnlySpan<float> sample, PixelBatch observed)
    {
        var (nearest, least) = (0, double.PositiveInfinity);
        for (var i = 0; i < observed.Count; i++)
        {
            var rms = TensorPrimitives.Distance(sample, observed.Image(i).Span) / Math.Sqrt(sample.Length);
            if (rms < least)
            {
                (nearest, least) = (i, rms);
            }
        }
        return (nearest, least);
    }
}
