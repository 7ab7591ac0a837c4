namespace WFrame.Testing;

/// <summary>The oracle's metric.</summary>
public static class Compare
{
    /// <summary>max|a-b| / max|b|; NaN anywhere counts as infinite; 0/0 is 0.</summary>
    public static double RelativeError(ReadOnlySpan<double> actual, ReadOnlySpan<double> expected)
    {
        Assert.Equal(expected.Length, actual.Length);
        var (error, scale) = (0.0, 0.0);
        for (var i = 0; i < expected.Length; i++)
        {
            var difference = Math.Abs(actual[i] - expected[i]);
            if (!(difference <= error))
            {
                error = double.IsNaN(difference) ? double.PositiveInfinity : difference;
            }
            scale = Math.Max(scale, Math.Abs(expected[i]));
        }
        return error == 0 ? 0 : error / scale;
    }

    /// <summary>The same for float32 arrays.</summary>
    public static double RelativeError(ReadOnlySpan<float> actual, ReadOnlySpan<float> expected) =>
        RelativeError(ToDouble(actual), ToDouble(expected));

    public static double[] ToDouble(ReadOnlySpan<float> values)
    {
        var result = new double[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            result[i] = values[i];
        }
        return result;
    }
}
