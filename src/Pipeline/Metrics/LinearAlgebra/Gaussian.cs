using System.Numerics.Tensors;
using MathNet.Numerics.LinearAlgebra.Double;

namespace WFrame.Metrics.LinearAlgebra;

/// <summary>Mean and covariance of features; the covariance as a factor A [rank,D] with A'A = S, row-major.</summary>
internal sealed record Gaussian(double[] Mean, double[] Factor, int Rank, double Trace)
{
    /// <summary>
    /// Two passes in double, divisor N - 1. Up to D rows the centred rows themselves are the factor; above, a pivoted
    /// Cholesky factor of the covariance, which has at most D rows.
    /// </summary>
    public static Gaussian Fit(FeatureMatrix features, CancellationToken cancellation)
    {
        var (n, columns) = (features.Rows, features.Columns);
        var rows = features.ToDouble();
        var mean = new double[columns];
        for (var i = 0; i < n; i++)
        {
            TensorPrimitives.Add(mean, rows.AsSpan(i * columns, columns), mean);
        }
        TensorPrimitives.Divide(mean, n, mean);
        for (var i = 0; i < n; i++)
        {
            var row = rows.AsSpan(i * columns, columns);
            TensorPrimitives.Subtract(row, mean, row);
            TensorPrimitives.Divide(row, Math.Sqrt(n - 1), row);
        }
        var trace = DenseProduct.Dot(rows, rows);
        if (n <= columns)
        {
            return new Gaussian(mean, rows, n, trace);
        }
        // Read column by column it is the transpose.
        var transposed = new DenseMatrix(columns, n, rows).ToRowMajorArray();
        var covariance = DenseProduct.RowsByRows(transposed, columns, transposed, columns, n, cancellation);
        var (factor, rank) = PivotedCholesky(covariance, columns, cancellation);
        return new Gaussian(mean, factor, rank, trace);
    }

    // Row k of the factor is what the rows before leave of the column with the largest remaining variance (Higham,
    // "Accuracy and Stability of Numerical Algorithms", section 10.3). Columns stay in place; nothing is swapped. Math.NET's
    // Cholesky refuses a covariance of deficient rank, and its eigenvalues of one of 2048 columns take 44 s where this takes 6.
    private static (double[] Factor, int Rank) PivotedCholesky(double[] s, int n, CancellationToken cancellation)
    {
        var (factor, remaining, used) = (new double[s.Length], new double[n], new bool[n]);
        for (var i = 0; i < n; i++)
        {
            remaining[i] = s[(i * n) + i];
        }
        var negligible = remaining.Max() * 2.2e-16;
        for (var k = 0; k < n; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            var pivot = -1;
            for (var i = 0; i < n; i++)
            {
                if (!used[i] && remaining[i] > negligible && (pivot < 0 || remaining[i] > remaining[pivot]))
                {
                    pivot = i;
                }
            }
            if (pivot < 0)
            {
                return (factor, k);
            }
            used[pivot] = true;
            var row = factor.AsSpan(k * n, n);
            s.AsSpan(pivot * n, n).CopyTo(row);
            for (var j = 0; j < k; j++)
            {
                TensorPrimitives.FusedMultiplyAdd(factor.AsSpan(j * n, n), -factor[(j * n) + pivot], row, row);
            }
            var root = Math.Sqrt(remaining[pivot]);
            for (var i = 0; i < n; i++)
            {
                row[i] =
                    i == pivot ? root
                    : used[i] ? 0
                    : row[i] / root;
                remaining[i] -= row[i] * row[i];
            }
        }
        return (factor, n);
    }
}
