namespace WFrame.Graphs.Ort;

/// <summary>Long sums of float32 products, taken in double.</summary>
internal static class Sums
{
    /// <summary>Phi = sum theta * F of one image.</summary>
    public static double Phi(ReadOnlySpan<float> responses, ReadOnlySpan<float> theta, ResponseShape shape)
    {
        var phi = 0.0;
        if (theta.Length == shape.Length)
        {
            for (var i = 0; i < theta.Length; i++)
            {
                phi += (double)theta[i] * responses[i];
            }
            return phi;
        }
        for (var c = 0; c < theta.Length; c++)
        {
            phi += theta[c] * Sum(responses.Slice(c * shape.Positions, shape.Positions));
        }
        return phi;
    }

    /// <summary>P of one image: as it is, or summed over positions where one number a filter is wanted.</summary>
    public static void Penalty(ReadOnlySpan<float> penalty, Span<float> destination, ResponseShape shape)
    {
        if (destination.Length == shape.Length)
        {
            penalty.CopyTo(destination);
            return;
        }
        for (var c = 0; c < destination.Length; c++)
        {
            destination[c] = (float)Sum(penalty.Slice(c * shape.Positions, shape.Positions));
        }
    }

    private static double Sum(ReadOnlySpan<float> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }
        return sum;
    }
}
