using WFrame.Graphs;

namespace WFrame.Trainers;

/// <summary>Phi(x; theta) = sum over filters and positions of theta * F_k(x) (Eq. 3), accumulated in double.</summary>
internal static class Energy
{
    /// <summary>Phi of one image from its responses, [C,h,w].</summary>
    public static double Phi(Theta theta, ReadOnlySpan<float> responses)
    {
        var values = theta.Group(0);
        if (theta.Form == ThetaForm.Spatial)
        {
            return Dot(values, responses);
        }
        var (positions, phi) = (theta.Responses.Positions, 0.0);
        for (var k = 0; k < values.Length; k++)
        {
            phi += values[k] * Sum(responses.Slice(k * positions, positions));
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
