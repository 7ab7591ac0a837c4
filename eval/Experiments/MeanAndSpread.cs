namespace WFrame.Experiments;

/// <summary>A quantity measured several times, once a seed or a model.</summary>
/// <param name="Mean">Arithmetic mean.</param>
/// <param name="Deviation">Sample standard deviation (divisor n - 1); null for one value.</param>
/// <param name="Values">What was measured, in order.</param>
public sealed record MeanAndSpread(double Mean, double? Deviation, IReadOnlyList<double> Values)
{
    /// <summary>Mean and deviation of one or more finite values.</summary>
    /// <exception cref="ArgumentException">There is no value, or one is not finite.</exception>
    public static MeanAndSpread Of(IEnumerable<double> values)
    {
        double[] all = [.. values];
        if (all.Length == 0 || !all.All(double.IsFinite))
        {
            throw new ArgumentException(
                $"{all.Length} values given; one or more finite ones are needed.",
                nameof(values)
            );
        }
        var mean = all.Average();
        double? deviation = all.Length > 1 ? Math.Sqrt(all.Sum(v => (v - mean) * (v - mean)) / (all.Length - 1)) : null;
        return new MeanAndSpread(mean, deviation, all);
    }

    /// <summary>"7.52 ± 0.21", to three or four digits.</summary>
    public override string ToString() => Deviation is { } spread ? $"{Digits(Mean)} ± {Digits(spread)}" : Digits(Mean);

    /// <summary>Quantile by linear interpolation between the values in order (numpy's default).</summary>
    /// <param name="part">0 for the smallest value, 0.5 for the median, 1 for the largest.</param>
    public double Quantile(double part)
    {
        double[] ordered = [.. Values.Order()];
        var place = part * (ordered.Length - 1);
        var (below, above) = (ordered[(int)Math.Floor(place)], ordered[(int)Math.Ceiling(place)]);
        return below + ((above - below) * (place - Math.Floor(place)));
    }

    /// <summary>"7.5 [6.9, 8.2]": what heavy tails need, whose mean is that of a few values.</summary>
    public string MedianAndQuartiles =>
        Values.Count == 1
            ? Digits(Mean)
            : $"{Digits(Quantile(0.5))} [{Digits(Quantile(0.25))}, {Digits(Quantile(0.75))}]";

    /// <summary>One number as the tables print it.</summary>
    public static string Text(double value) => Digits(value);

    /// <summary>Six significant digits, for results.json.</summary>
    internal static double Rounded(double value) =>
        double.Parse(value.ToString("G6", CultureInfo.InvariantCulture), CultureInfo.InvariantCulture);

    /// <summary>Three or four significant digits, large and small numbers with an exponent.</summary>
    internal static string Digits(double value) =>
        Math.Abs(value) switch
        {
            0 => "0",
            >= 1e5 or < 1e-3 => value.ToString("0.00e0", CultureInfo.InvariantCulture),
            >= 100 => value.ToString("0", CultureInfo.InvariantCulture),
            >= 10 => value.ToString("0.0", CultureInfo.InvariantCulture),
            >= 0.1 => value.ToString("0.00", CultureInfo.InvariantCulture),
            _ => value.ToString("0.0000", CultureInfo.InvariantCulture),
        };
}
