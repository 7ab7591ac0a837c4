namespace WFrame.Responses;

/// <summary>Phi(x; theta) = sum over taps, filters and positions of theta * F_k(x) (Eq. 3), accumulated in double.</summary>
internal static class Energy
{
    /// <summary>Phi of one image: the sums of its filters, added in order.</summary>
    /// <param name="theta">Theta of one group.</param>
    /// <param name="responses">F of the image.</param>
    /// <param name="layout">Where the taps lie in both.</param>
    public static double Phi(ReadOnlySpan<float> theta, ReadOnlySpan<float> responses, ResponseLayout layout)
    {
        var phi = 0.0;
        for (var t = 0; t < layout.Taps.Count; t++)
        {
            var tap = layout.Taps[t];
            var positions = tap.Positions;
            for (var k = 0; k < tap.Channels; k++)
            {
                phi += Phi(theta, tap, k, responses.Slice(tap.Offset + (k * positions), positions));
            }
        }
        return phi;
    }

    /// <summary>What one channel of a tap adds to Phi.</summary>
    /// <param name="theta">Of all taps.</param>
    /// <param name="tap">The tap.</param>
    /// <param name="channel">0-based.</param>
    /// <param name="map">The channel's responses.</param>
    public static double Phi(ReadOnlySpan<float> theta, ResponseTap tap, int channel, ReadOnlySpan<float> map) =>
        tap.Form == ThetaForm.Spatial
            ? Dot(theta.Slice(tap.ThetaOffset + (channel * tap.Positions), tap.Positions), map)
            : theta[tap.ThetaOffset + channel] * Sum(map);

    /// <summary>Sum of a_i * b_i: sixteen sums side by side, in the same order on every processor.</summary>
    public static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var (lower, upper, i) = (Vector512<double>.Zero, Vector512<double>.Zero, 0);
        for (; i <= a.Length - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            var (first, second) = (
                Vector512.Widen(Vector512.Create(a[i..])),
                Vector512.Widen(Vector512.Create(b[i..]))
            );
            // Products of two floats are exact in double.
            lower += first.Lower * second.Lower;
            upper += first.Upper * second.Upper;
        }
        var sum = Lanes(lower + upper);
        for (; i < a.Length; i++)
        {
            sum += (double)a[i] * b[i];
        }
        return sum;
    }

    /// <summary>Sum of values, likewise.</summary>
    public static double Sum(ReadOnlySpan<float> values)
    {
        var (lower, upper, i) = (Vector512<double>.Zero, Vector512<double>.Zero, 0);
        for (; i <= values.Length - Vector512<float>.Count; i += Vector512<float>.Count)
        {
            var wide = Vector512.Widen(Vector512.Create(values[i..]));
            lower += wide.Lower;
            upper += wide.Upper;
        }
        var sum = Lanes(lower + upper);
        for (; i < values.Length; i++)
        {
            sum += values[i];
        }
        return sum;
    }

    private static double Lanes(Vector512<double> values)
    {
        var sum = 0.0;
        for (var lane = 0; lane < Vector512<double>.Count; lane++)
        {
            sum += values[lane];
        }
        return sum;
    }
}
