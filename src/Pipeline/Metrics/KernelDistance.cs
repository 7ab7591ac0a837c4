using WFrame.Metrics.LinearAlgebra;

namespace WFrame.Metrics;

/// <summary>
/// Kernel distance of two sets of features (KID, with Inception features): the unbiased estimate of the squared maximum
/// mean discrepancy. Binkowski et al., "Demystifying MMD GANs", ICLR 2018, equation 4.
/// </summary>
public static class KernelDistance
{
    /// <summary>
    /// Mean and deviation of MMD^2 over random subsets of features [N,D] and [M,D], drawn as torch-fidelity draws them:
    /// without replacement, for the first set, then for the second, subset by subset.
    /// </summary>
    /// <exception cref="UsageException">A set of fewer than 2 rows, a subset larger than a set, different columns, a
    /// non-finite feature, or options out of range.</exception>
    public static KernelDistanceResult Compute(
        FeatureMatrix first,
        FeatureMatrix second,
        KernelDistanceOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        options ??= new KernelDistanceOptions();
        options.Kernel.Validate();
        return Compute(first, second, options, (x, y) => options.Kernel.Values(x, y, first.Columns, cancellation));
    }

    /// <param name="first">[N,D].</param>
    /// <param name="second">[M,D].</param>
    /// <param name="options">Subsets and seed.</param>
    /// <param name="kernel">Kernel values of all pairs of rows of two sets.</param>
    internal static KernelDistanceResult Compute(
        FeatureMatrix first,
        FeatureMatrix second,
        KernelDistanceOptions options,
        Func<double[], double[], double[]> kernel
    )
    {
        FeatureMatrix.RequireSameColumns("KID", first, second);
        first.RequireFinite("KID", "the feature");
        second.RequireFinite("KID", "the feature");
        var size = options.Validate(first.Rows, second.Rows);
        var random = new NumpyRandomState(options.Seed);
        var values = new double[options.Subsets];
        for (var s = 0; s < values.Length; s++)
        {
            var x = first.Take(random.Choice(first.Rows, size));
            var y = second.Take(random.Choice(second.Rows, size));
            values[s] = Estimate(x, y, kernel);
        }
        var (mean, std) = Spread.MeanAndPopulationDeviation(values);
        return new KernelDistanceResult(mean, std, values, size, options.Seed);
    }

    /// <summary>One unbiased MMD^2 over all rows of sets of two or more, which may differ in size.</summary>
    internal static double Estimate(
        FeatureMatrix first,
        FeatureMatrix second,
        Func<double[], double[], double[]> kernel
    )
    {
        var (x, y) = (first.ToDouble(), second.ToDouble());
        var (n, m) = ((double)first.Rows, (double)second.Rows);
        var (xx, yy) = (kernel(x, x), kernel(y, y));
        var within = (OffDiagonal(xx, first.Rows) / (n * (n - 1))) + (OffDiagonal(yy, second.Rows) / (m * (m - 1)));
        var value = within - (2 * kernel(x, y).Sum() / (n * m));
        return double.IsFinite(value)
            ? value
            : throw new UsageException("KID: the kernel overflows on these features; take a smaller degree or gamma.");
    }

    private static double OffDiagonal(double[] square, int n)
    {
        var sum = 0.0;
        for (var i = 0; i < n; i++)
        {
            for (var j = 0; j < n; j++)
            {
                sum += i == j ? 0 : square[(i * n) + j];
            }
        }
        return sum;
    }
}
