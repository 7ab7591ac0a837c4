using WFrame.Responses;

namespace WFrame.Textures;

/// <summary>Colour and contrast of an image, and how much neighbouring pixels differ.</summary>
/// <param name="Mean">Mean of each channel, B, G, R.</param>
/// <param name="Covariance">Covariance of the channels, [3,3], about <paramref name="Mean"/>, in grey levels squared.</param>
/// <param name="Differences">
/// Mean squared difference of two pixels at each of <see cref="Lags"/>, [3, lags], luminance and the two
/// <see cref="OpponentColours"/>: the power at high frequencies.
/// </param>
internal sealed record PixelStatistics(double[] Mean, double[] Covariance, double[] Differences)
{
    /// <summary>Rows and columns between two pixels that are compared.</summary>
    public static IReadOnlyList<(int Y, int X)> Lags { get; } = [(0, 1), (1, 0), (1, 1), (1, -1), (0, 2), (2, 0)];

    /// <summary>Root mean square of the channels' deviations, in grey levels.</summary>
    public double Contrast => Math.Sqrt((Covariance[0] + Covariance[4] + Covariance[8]) / 3);

    /// <summary>Of one image, its covariance about a given mean.</summary>
    /// <param name="image">[3,H,W].</param>
    /// <param name="size">Its size.</param>
    /// <param name="wraps">Whether the image is wrapped around; otherwise only pairs inside count.</param>
    /// <param name="about">What the covariance is about; null: its own mean.</param>
    public static PixelStatistics Of(
        ReadOnlySpan<float> image,
        ImageSize size,
        bool wraps,
        IReadOnlyList<double>? about = null
    )
    {
        var (area, mean) = (size.Area, new double[3]);
        for (var c = 0; c < 3; c++)
        {
            mean[c] = Energy.Sum(image.Slice(c * area, area)) / area;
        }
        var centre = about ?? mean;
        var covariance = new double[9];
        var differences = new double[3 * Lags.Count];
        for (var c = 0; c < 3; c++)
        {
            var plane = image.Slice(c * area, area);
            for (var d = c; d < 3; d++)
            {
                var product = Product(plane, centre[c], image.Slice(d * area, area), centre[d]) / area;
                covariance[(3 * c) + d] = covariance[(3 * d) + c] = product;
            }
        }
        var opponent = new float[area];
        for (var axis = 0; axis < 3; axis++)
        {
            OpponentColours.Read(image, axis, opponent);
            for (var lag = 0; lag < Lags.Count; lag++)
            {
                differences[(axis * Lags.Count) + lag] = Difference(opponent, opponent, size, Lags[lag], wraps);
            }
        }
        return new(mean, covariance, differences);
    }

    /// <summary>Mean of several, by weight.</summary>
    public static PixelStatistics Pool(IReadOnlyList<(PixelStatistics Statistics, double Weight)> parts)
    {
        var whole = parts.Sum(p => p.Weight);
        double[] mean = Mixed(s => s.Mean);
        double[] differences = Mixed(s => s.Differences);
        // About the common mean: what lies within each, and what lies between them.
        var covariance = Mixed(s => s.Covariance);
        for (var i = 0; i < 9; i++)
        {
            covariance[i] += parts.Sum(p =>
                p.Weight / whole * (p.Statistics.Mean[i / 3] - mean[i / 3]) * (p.Statistics.Mean[i % 3] - mean[i % 3])
            );
        }
        return new(mean, covariance, differences);

        double[] Mixed(Func<PixelStatistics, double[]> of) =>
            [
                .. Enumerable
                    .Range(0, of(parts[0].Statistics).Length)
                    .Select(i => parts.Sum(p => p.Weight / whole * of(p.Statistics)[i])),
            ];
    }

    private static double Product(ReadOnlySpan<float> a, double meanA, ReadOnlySpan<float> b, double meanB)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += (a[i] - meanA) * (b[i] - meanB);
        }
        return sum;
    }

    /// <summary>Mean over pairs of pixels, at one lag, of the product of their differences in two planes.</summary>
    internal static double Difference(
        ReadOnlySpan<float> first,
        ReadOnlySpan<float> second,
        ImageSize size,
        (int Y, int X) lag,
        bool wraps
    )
    {
        var (sum, pairs) = (0.0, 0L);
        foreach (var run in PixelPairs.Of(size, lag, wraps))
        {
            var a = first.Slice(run.First, run.Length);
            var b = first.Slice(run.Second, run.Length);
            var c = second.Slice(run.First, run.Length);
            var d = second.Slice(run.Second, run.Length);
            for (var i = 0; i < a.Length; i++)
            {
                sum += ((double)a[i] - b[i]) * ((double)c[i] - d[i]);
            }
            pairs += run.Length;
        }
        return pairs == 0 ? 0 : sum / pairs;
    }
}
