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
            var own = theta.Slice(tap.ThetaOffset, tap.ThetaLength);
            for (var k = 0; k < tap.Channels; k++)
            {
                var map = responses.Slice(tap.Offset + (k * positions), positions);
                phi +=
                    tap.Form == ThetaForm.Spatial ? Dot(own.Slice(k * positions, positions), map) : own[k] * Sum(map);
            }
        }
        return phi;
    }

    public static double Dot(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sum = 0.0;
        for (var i = 0; i < a.Length; i++)
        {
            sum += (double)a[i] * b[i];
        }
        return sum;
    }

    public static double Sum(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }
        return sum;
    }
}
