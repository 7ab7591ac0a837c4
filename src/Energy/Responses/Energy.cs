namespace WFrame.Responses;

/// <summary>Phi(x; theta) = sum over filters and positions of theta * F_k(x) (Eq. 3), accumulated in double.</summary>
internal static class Energy
{
    /// <summary>Phi of one image from its responses, [C,h,w].</summary>
    /// <param name="theta">Theta of one model: [C,h,w], or one number a filter.</param>
    /// <param name="responses">F of the image.</param>
    /// <param name="shape">Shape of F.</param>
    public static double Phi(ReadOnlySpan<float> theta, ReadOnlySpan<float> responses, ResponseShape shape)
    {
        if (theta.Length == shape.Length)
        {
            return Dot(theta, responses);
        }
        var (positions, phi) = (shape.Positions, 0.0);
        for (var k = 0; k < theta.Length; k++)
        {
            phi += theta[k] * Sum(responses.Slice(k * positions, positions));
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
