using System.Numerics.Tensors;
using MathNet.Numerics.Providers.LinearAlgebra;

namespace WFrame.Scoring;

/// <summary>A normal distribution of vectors: how far one lies from the mean, in units of the spread (Mahalanobis).</summary>
/// <param name="mean">D numbers.</param>
/// <param name="whitening">Inverse of the Cholesky factor of the covariance, lower triangular, [D,D].</param>
internal sealed class GaussianSpread(float[] mean, float[] whitening)
{
    /// <summary>Share of the mean variance that is added to every variance: a direction of hardly any is not told from noise.</summary>
    private const double Shrinkage = 0.01;

    /// <summary>Added to every variance where there is none at all.</summary>
    private const double Least = 1e-12;

    private readonly float[] _centred = new float[mean.Length];

    public float[] Mean => mean;

    public float[] Whitening => whitening;

    /// <summary>Squared distance from the mean, divided by D: 1 on average of what was learned.</summary>
    public float Square(ReadOnlySpan<float> vector)
    {
        TensorPrimitives.Subtract(vector, mean, _centred);
        var sum = 0f;
        for (var k = 0; k < mean.Length; k++)
        {
            var whitened = TensorPrimitives.Dot(whitening.AsSpan(k * mean.Length, k + 1), _centred.AsSpan(0, k + 1));
            sum += whitened * whitened;
        }
        return sum / mean.Length;
    }

    /// <summary>Of sums over vectors.</summary>
    /// <param name="count">Number of vectors.</param>
    /// <param name="sum">Their sum, [D].</param>
    /// <param name="products">Sum of their products, lower triangle of [D,D].</param>
    public static GaussianSpread Of(double count, double[] sum, double[] products)
    {
        var d = sum.Length;
        var trace = Enumerable.Range(0, d).Sum(k => Math.Max(0, Covariance(k, k)));
        var ridge = (Shrinkage * trace / d) + Least;
        // Factorised and inverted where it lies: there are many spreads, one for each image that is left out.
        var inverse = new double[d * d];
        for (var i = 0; i < d; i++)
        {
            for (var j = 0; j < d; j++)
            {
                inverse[(j * d) + i] = Covariance(Math.Max(i, j), Math.Min(i, j)) + (i == j ? ridge : 0);
            }
        }
        var (algebra, pivots) = (LinearAlgebraControl.Provider, new int[d]);
        algebra.CholeskyFactor(inverse, d);
        algebra.LUFactor(inverse, d, pivots);
        algebra.LUInverseFactored(inverse, d, pivots);
        var whitening = new float[d * d];
        for (var i = 0; i < d; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                whitening[(i * d) + j] = (float)inverse[(j * d) + i];
            }
        }
        return new GaussianSpread(Array.ConvertAll(sum, s => (float)(s / count)), whitening);

        double Covariance(int i, int j) => (products[(i * d) + j] / count) - (sum[i] / count * (sum[j] / count));
    }
}
