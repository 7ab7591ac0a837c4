using MathNet.Numerics.Distributions;

namespace WFrame.Scoring;

/// <summary>
/// Values that are known of a kind, and where one more would stand: with their mean m and standard deviation s,
/// (value - m) / (s sqrt(1 + 1/n)) follows Student's t with n - 1 degrees of freedom, if values are normal.
/// </summary>
/// <param name="Mean">m.</param>
/// <param name="Unit">s sqrt(1 + 1/n).</param>
/// <param name="Degrees">n - 1.</param>
internal readonly record struct KnownValues(double Mean, double Unit, int Degrees)
{
    /// <summary>Of two values or more.</summary>
    public static KnownValues Of(double[] values)
    {
        var (n, mean) = (values.Length, values.Average());
        var deviation = Math.Sqrt(values.Sum(v => (v - mean) * (v - mean)) / (n - 1));
        // Equal ones, copies of one image, have no spread of their own.
        return new(mean, Math.Max(deviation, 1e-6) * Math.Sqrt(1 + (1.0 / n)), n - 1);
    }

    /// <summary>Probability that one more of the kind is above a value.</summary>
    public double Above(double value) => StudentT.CDF(0, 1, Degrees, -((value - Mean) / Unit));
}
