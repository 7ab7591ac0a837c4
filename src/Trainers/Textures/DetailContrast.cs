using System.Numerics.Tensors;

namespace WFrame.Textures;

/// <summary>
/// Gives an image the photographs' contrast of details, which are what a coarser level cannot show: few iterations find
/// their pattern sooner than their strength. With s the image without its details d, luminance and opponent colours each
/// become s + a d, where a solves: mean squared difference of neighbours = the photographs'.
/// </summary>
internal static class DetailContrast
{
    /// <summary>Of a; beyond it the details are not what is missing.</summary>
    private const double Most = 3;

    // Neighbours in a row and in a column.
    private const int Lags = 2;

    /// <summary>Changes an image in place.</summary>
    /// <param name="image">[1,3,H,W], wrapped around, sides even.</param>
    /// <param name="observed">Of the photographs.</param>
    public static void Match(PixelBatch image, PixelStatistics observed)
    {
        var smooth = Pyramid.Resize(Pyramid.Halve(image, wraps: true), image.Size);
        var (size, area) = (image.Size, image.Size.Area);
        var (plane, details) = (new float[area], new float[area]);
        for (var axis = 0; axis < 3; axis++)
        {
            OpponentColours.Read(image.Values.Span, axis, details);
            OpponentColours.Read(smooth.Values.Span, axis, plane);
            TensorPrimitives.Subtract(details, plane, details);
            var (s, sd, d, wanted) = (0.0, 0.0, 0.0, 0.0);
            for (var lag = 0; lag < Lags; lag++)
            {
                var pairs = PixelStatistics.Lags[lag];
                s += PixelStatistics.Difference(plane, plane, size, pairs, wraps: true);
                sd += PixelStatistics.Difference(plane, details, size, pairs, wraps: true);
                d += PixelStatistics.Difference(details, details, size, pairs, wraps: true);
                wanted += observed.Differences[(axis * PixelStatistics.Lags.Count) + lag];
            }
            var change = (float)(Gain(d, sd, s - wanted) - 1);
            TensorPrimitives.Multiply(details, change, details);
            OpponentColours.Add(details, axis, image.Values.Span);
        }
    }

    /// <summary>The larger root of d a^2 + 2 sd a + c, within 1 / <see cref="Most"/> and <see cref="Most"/>.</summary>
    private static double Gain(double d, double sd, double c)
    {
        var root = (sd * sd) - (d * c);
        var gain = d > 0 && root >= 0 ? (Math.Sqrt(root) - sd) / d : 1;
        return Math.Clamp(gain, 1 / Most, Most);
    }
}
