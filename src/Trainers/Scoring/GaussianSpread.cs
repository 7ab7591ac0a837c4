using System.Numerics.Tensors;

namespace WFrame.Scoring;

/// <summary>A normal distribution of vectors: how far one lies from the mean, in units of the spread.</summary>
/// <param name="mean">D numbers.</param>
/// <param name="whitening">W, lower triangular, [D,D].</param>
internal sealed class GaussianSpread(float[] mean, float[] whitening)
{
    /// <summary>Share of the mean variance that is added to every variance: a direction of hardly any is not told from noise.</summary>
    private const double Shrinkage = 0.02;

    /// <summary>Added to every variance where there is none at all.</summary>
    private const double Least = 1e-12;

    /// <summary>
    /// Departures are taken for so much of what they measure. A direction in which they are stronger than the texture's own
    /// spread by more than the inverse counts almost fully, others count less.
    /// </summary>
    private const double Weight = 0.1;

    public float[] Mean => mean;

    public float[] Whitening => whitening;

    /// <summary>Squared distances from the mean, |W (v - mean)|^2 / D: 1 on average of what was learned.</summary>
    /// <param name="rows">[vectors, stride].</param>
    /// <param name="first">Where in a row the D numbers of a vector begin.</param>
    /// <param name="stride">Numbers in a row.</param>
    /// <param name="threads">Parts that are worked on at once.</param>
    public float[] Squares(float[] rows, int first, int stride, int threads = 1)
    {
        var result = new float[rows.Length / stride];
        _ = Parallel.For(
            0,
            (result.Length + WhitenedLengths.Vectors - 1) / WhitenedLengths.Vectors,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            part =>
            {
                var start = part * WhitenedLengths.Vectors;
                var own = result.AsSpan(start, Math.Min(WhitenedLengths.Vectors, result.Length - start));
                WhitenedLengths.Square(rows.AsSpan((start * stride) + first), stride, mean, whitening, own);
                TensorPrimitives.Divide(own, mean.Length, own);
            }
        );
        return result;
    }

    /// <summary>
    /// The Mahalanobis distance, W'W = C^-1, or where departures are known the log-likelihood ratio of the two up to a
    /// constant, W'W ~ C^-1 - (C + S/10)^-1: C the covariance of what was learned, S the mean square of departures from its
    /// mean.
    /// </summary>
    /// <param name="learned">Sums over vectors.</param>
    /// <param name="departures">Sums over vectors that are to be far; null where nothing is known of them.</param>
    /// <param name="first">So many numbers have one unit, the rest another.</param>
    public static GaussianSpread Of(SpreadSums learned, SpreadSums? departures, int first)
    {
        var (d, mean) = (learned.Length, learned.Mean);
        var covariance = learned.About(mean);
        var spread = (double[])covariance.Clone();
        Shrink(0, first);
        Shrink(first, d);
        var whitening =
            Factor(spread, d, LowerTriangle.Whitening, 0, 1e-6, 1e-3, 1, 1e3)
            ?? throw new ArithmeticException("The responses of the training images are not finite.");
        if (departures is { Count: > 0 })
        {
            var wide = departures.About(mean);
            TensorPrimitives.MultiplyAdd<double>(wide, Weight, spread, wide);
            if (Factor(wide, d, LowerTriangle.Whitening, 0, 1e-6, 1e-3) is { } inverse)
            {
                var ratio = LowerTriangle.Square(whitening, d);
                TensorPrimitives.Subtract<double>(ratio, LowerTriangle.Square(inverse, d), ratio);
                ratio = Scaled(ratio, covariance, d);
                whitening = Factor(ratio, d, LowerTriangle.Root, 1e-9, 1e-7, 1e-5, 1e-3) ?? whitening;
            }
        }
        return new GaussianSpread(Array.ConvertAll(mean, m => (float)m), Array.ConvertAll(whitening, w => (float)w));

        void Shrink(int start, int end)
        {
            var variance = Enumerable.Range(start, end - start).Sum(k => Math.Max(0, covariance[(k * d) + k]));
            var ridge = (Shrinkage * variance / Math.Max(1, end - start)) + Least;
            for (var k = start; k < end; k++)
            {
                spread[(k * d) + k] += ridge;
            }
        }
    }

    /// <summary>
    /// A factor of a matrix with as little added to its diagonal as makes it positive definite: of few positions, or of positions
    /// that are nearly alike, it is singular but for rounding.
    /// </summary>
    /// <param name="matrix">[d,d]; receives what is added.</param>
    /// <param name="d">Its side.</param>
    /// <param name="factor">Null where that is not enough.</param>
    /// <param name="parts">What is tried, in parts of the diagonal's mean, ascending.</param>
    /// <returns>Null where all is too little.</returns>
    private static double[]? Factor(
        double[] matrix,
        int d,
        Func<double[], int, double[]?> factor,
        params ReadOnlySpan<double> parts
    )
    {
        var (mean, added) = (Enumerable.Range(0, d).Average(i => matrix[(i * d) + i]), 0.0);
        foreach (var part in parts)
        {
            for (var i = 0; i < d; i++)
            {
                matrix[(i * d) + i] += (part - added) * mean;
            }
            added = part;
            if (factor(matrix, d) is { } found)
            {
                return found;
            }
        }
        return null;
    }

    /// <summary>So that the mean square of what was learned is 1.</summary>
    private static double[] Scaled(double[] ratio, double[] covariance, int d)
    {
        var square = 0.0;
        for (var i = 0; i < d; i++)
        {
            for (var j = 0; j < i; j++)
            {
                square += 2 * ratio[(i * d) + j] * covariance[(i * d) + j];
            }
            square += ratio[(i * d) + i] * covariance[(i * d) + i];
        }
        TensorPrimitives.Multiply<double>(ratio, square > 0 ? d / square : 1, ratio);
        return ratio;
    }
}
