namespace WFrame.Scoring;

/// <summary>Student's t distribution with a whole number of degrees of freedom, by its finite series.</summary>
/// <remarks>Abramowitz and Stegun, Handbook of Mathematical Functions, 26.7.3 and 26.7.4.</remarks>
internal static class StudentT
{
    /// <summary>Beyond this many the distribution is the normal one for every purpose here.</summary>
    private const int Most = 2000;

    /// <summary>Probability of a value above t.</summary>
    /// <param name="t">The value.</param>
    /// <param name="degrees">Degrees of freedom, 1 or more.</param>
    public static double Above(double t, int degrees)
    {
        var within = Within(Math.Abs(t), Math.Min(degrees, Most));
        var tail = Math.Clamp((1 - within) / 2, 0, 0.5);
        return t >= 0 ? tail : 1 - tail;
    }

    /// <summary>Probability of a value between -t and t.</summary>
    private static double Within(double t, int degrees)
    {
        var angle = Math.Atan(t / Math.Sqrt(degrees));
        var (sine, cosine) = Math.SinCos(angle);
        var square = cosine * cosine;
        var isOdd = degrees % 2 == 1;
        var (term, sum) = (isOdd ? cosine : 1.0, 0.0);
        for (var k = isOdd ? 3 : 2; k <= degrees; k += 2)
        {
            sum += term;
            term *= square * (k - 1) / k;
        }
        return isOdd ? 2 / Math.PI * (angle + (sine * sum)) : sine * sum;
    }
}
