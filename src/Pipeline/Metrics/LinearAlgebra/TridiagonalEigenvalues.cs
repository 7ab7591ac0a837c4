namespace WFrame.Metrics.LinearAlgebra;

/// <summary>
/// Eigenvalues of a symmetric tridiagonal matrix by the QL algorithm with implicit shifts (Wilkinson and Reinsch, "Handbook
/// for Automatic Computation II: Linear Algebra", 1971, contribution II/4).
/// </summary>
internal static class TridiagonalEigenvalues
{
    private const int MostSweeps = 100;

    /// <summary>Eigenvalues in no order.</summary>
    /// <param name="diagonal">n entries; overwritten with the result.</param>
    /// <param name="offDiagonal">n - 1 entries.</param>
    public static double[] Of(double[] diagonal, double[] offDiagonal)
    {
        var (d, n) = (diagonal, diagonal.Length);
        var e = new double[n];
        offDiagonal.CopyTo(e, 0);
        // Entries below the rounding of the whole matrix count as zero: absolute accuracy is what sums need.
        var tiny = double.Epsilon;
        for (var i = 0; i < n; i++)
        {
            tiny = Math.Max(tiny, 1.1e-16 * (Math.Abs(d[i]) + Math.Abs(e[i])));
        }
        for (var l = 0; l < n; l++)
        {
            for (var sweep = 0; ; sweep++)
            {
                var m = l;
                while (m < n - 1 && Math.Abs(e[m]) > tiny)
                {
                    m++;
                }
                if (m == l)
                {
                    break;
                }
                if (sweep == MostSweeps)
                {
                    throw new ArithmeticException($"No convergence of eigenvalue {l} after {MostSweeps} sweeps.");
                }
                Sweep(d, e, l, m);
            }
        }
        return d;
    }

    // One QL transformation of rows l..m, chasing the bulge upwards by plane rotations.
    private static void Sweep(double[] d, double[] e, int l, int m)
    {
        var g = (d[l + 1] - d[l]) / (2 * e[l]);
        var r = double.Hypot(g, 1);
        g = d[m] - d[l] + (e[l] / (g + (g >= 0 ? r : -r)));
        var (s, c, p) = (1.0, 1.0, 0.0);
        for (var i = m - 1; i >= l; i--)
        {
            var (f, b) = (s * e[i], c * e[i]);
            r = double.Hypot(f, g);
            e[i + 1] = r;
            if (r == 0)
            {
                // The matrix splits here.
                d[i + 1] -= p;
                e[m] = 0;
                return;
            }
            (s, c) = (f / r, g / r);
            g = d[i + 1] - p;
            r = ((d[i] - g) * s) + (2 * c * b);
            p = s * r;
            d[i + 1] = g + p;
            g = (c * r) - b;
        }
        d[l] -= p;
        e[l] = g;
        e[m] = 0;
    }
}
