using System.Numerics.Tensors;

namespace WFrame.Scoring;

/// <summary>Symmetric positive definite matrices [n,n] by their triangular factors; upper triangles are not read.</summary>
internal static class LowerTriangle
{
    /// <summary>
    /// Inverse W of the Cholesky factor, lower triangular: the matrix's inverse is W'W. Null where rounding leaves the matrix
    /// not positive definite.
    /// </summary>
    public static double[]? Whitening(double[] matrix, int n)
    {
        if (Factor(matrix, n) is not { } factor)
        {
            return null;
        }
        var result = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            var row = result.AsSpan(i * n, i + 1);
            for (var j = 0; j < i; j++)
            {
                var own = row[..(j + 1)];
                TensorPrimitives.MultiplyAdd(result.AsSpan(j * n, j + 1), -factor[(i * n) + j], own, own);
            }
            row[i] = 1;
            TensorPrimitives.Divide(row, factor[(i * n) + i], row);
        }
        return result;
    }

    /// <summary>The lower triangle of W'W.</summary>
    public static double[] Square(double[] whitening, int n)
    {
        var result = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            var row = whitening.AsSpan(i * n, i + 1);
            for (var k = 0; k <= i; k++)
            {
                var own = result.AsSpan(k * n, k + 1);
                TensorPrimitives.MultiplyAdd(row[..(k + 1)], row[k], own, own);
            }
        }
        return result;
    }

    /// <summary>
    /// The lower triangular W with W'W the matrix; null where rounding leaves it no longer positive definite.
    /// </summary>
    public static double[]? Root(double[] matrix, int n)
    {
        // With rows and columns in reverse it is the Cholesky factor's transpose.
        var reversed = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                reversed[(i * n) + j] = matrix[((n - 1 - j) * n) + n - 1 - i];
            }
        }
        if (Factor(reversed, n) is not { } factor)
        {
            return null;
        }
        var result = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                result[(i * n) + j] = factor[((n - 1 - j) * n) + n - 1 - i];
            }
        }
        return result;
    }

    private static double[]? Factor(double[] matrix, int n)
    {
        var result = new double[n * n];
        for (var i = 0; i < n; i++)
        {
            var row = result.AsSpan(i * n, n);
            for (var j = 0; j <= i; j++)
            {
                var rest = matrix[(i * n) + j] - TensorPrimitives.Dot<double>(row[..j], result.AsSpan(j * n, j));
                if (j == i && !(rest > 0))
                {
                    return null;
                }
                row[j] = j < i ? rest / result[(j * n) + j] : Math.Sqrt(rest);
            }
        }
        return result;
    }
}
