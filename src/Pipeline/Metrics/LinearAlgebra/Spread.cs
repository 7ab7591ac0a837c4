namespace WFrame.Metrics.LinearAlgebra;

/// <summary>Mean, deviation and quantiles of a list of values.</summary>
internal static class Spread
{
    /// <summary>Mean and standard deviation with the divisor N, as the published scores use; in two passes.</summary>
    public static (double Mean, double Std) MeanAndPopulationDeviation(double[] values)
    {
        var mean = values.Average();
        return (mean, Math.Sqrt(values.Average(v => (v - mean) * (v - mean))));
    }

    /// <summary>Quantile q in 0..1 of ascending values, linear between neighbours.</summary>
    public static double Quantile(ReadOnlySpan<double> ascending, double q)
    {
        var position = q * (ascending.Length - 1);
        var below = (int)Math.Floor(position);
        var above = Math.Min(below + 1, ascending.Length - 1);
        return ascending[below] + ((position - below) * (ascending[above] - ascending[below]));
    }
}
