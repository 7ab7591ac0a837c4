namespace WFrame.Metrics.LinearAlgebra;

/// <summary>
/// Singular values of a dense matrix without vectors: Householder bidiagonalisation (Golub and Kahan 1965), then the
/// eigenvalues of the symmetric tridiagonal matrix of twice the size that has the bidiagonal's entries beside a zero
/// diagonal. Errors are a few rounding units of the largest value, so that sums stay sharp for deficient ranks, where the
/// root of an eigenvalue of a product would leave noise of 1e-8.
/// </summary>
internal static class SingularValues
{
    /// <summary>Singular values of a [rows,columns] matrix, row-major, in no order; the matrix is overwritten.</summary>
    public static double[] Of(double[] matrix, int rows, int columns, CancellationToken cancellation = default)
    {
        if (rows < columns)
        {
            (matrix, rows, columns) = (DenseProduct.Transpose(matrix, rows, columns), columns, rows);
        }
        var offDiagonal = Bidiagonalize(matrix, rows, columns, cancellation);
        var eigenvalues = TridiagonalEigenvalues.Of(new double[2 * columns], offDiagonal);
        Array.Sort(eigenvalues);
        return [.. eigenvalues[columns..].Select(v => Math.Max(0, v))];
    }

    // Returns d0, e0, d1, e1, ..., d(n-1): the diagonal and superdiagonal, interleaved.
    private static double[] Bidiagonalize(double[] a, int rows, int columns, CancellationToken cancellation)
    {
        var entries = new double[(2 * columns) - 1];
        var (left, right, products) = (new double[rows], new double[columns], new double[columns]);
        for (var k = 0; k < columns; k++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (var i = k; i < rows; i++)
            {
                left[i] = a[(i * columns) + k];
            }
            entries[2 * k] = Reflect(left.AsSpan(k..rows), out var leftFactor);
            var rest = k + 1;
            if (rest == columns)
            {
                break;
            }
            var w = products.AsSpan(rest);
            w.Clear();
            for (var i = k; i < rows && leftFactor != 0; i++)
            {
                Accumulate.Add(w, a.AsSpan((i * columns) + rest, columns - rest), left[i]);
            }
            var pivotRow = a.AsSpan((k * columns) + rest, columns - rest);
            Accumulate.Add(pivotRow, w, -leftFactor * left[k]);
            var u = right.AsSpan(rest);
            pivotRow.CopyTo(u);
            entries[(2 * k) + 1] = Reflect(u, out var rightFactor);
            for (var i = rest; i < rows; i++)
            {
                // Both reflections in one visit of the row, while it is in the cache.
                var row = a.AsSpan((i * columns) + rest, columns - rest);
                Accumulate.Add(row, w, -leftFactor * left[i]);
                Accumulate.Add(row, u, -rightFactor * Accumulate.Dot(row, u));
            }
        }
        return entries;
    }

    /// <summary>Turns x into v such that (I - factor v v') x = (result, 0, ..., 0); factor 0 where x already is.</summary>
    private static double Reflect(Span<double> x, out double factor)
    {
        var scale = 0.0;
        foreach (var value in x)
        {
            scale = Math.Max(scale, Math.Abs(value));
        }
        if (scale == 0 || x.Length == 1)
        {
            factor = 0;
            return x[0];
        }
        // Scaled, so that the squares of tiny entries do not vanish.
        foreach (ref var value in x)
        {
            value /= scale;
        }
        var norm = Math.Sqrt(Accumulate.Dot(x, x));
        var alpha = x[0] > 0 ? -norm : norm;
        x[0] -= alpha;
        factor = 2 / Accumulate.Dot(x, x);
        return alpha * scale;
    }
}
