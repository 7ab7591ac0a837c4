using WFrame.Responses;

namespace WFrame.Learning;

/// <summary>
/// Mean responses H over images, in double: the sufficient statistics of the model. Spatial: [C,h,w]; filter: [C], summed
/// over positions (numerics: the gradient of a filter theta is a sum over positions).
/// </summary>
internal sealed class ResponseStatistics(ResponseShape shape, ThetaForm form)
{
    private readonly double[] _sum = new double[form == ThetaForm.Spatial ? shape.Length : shape.Channels];
    private int _count;

    public void Clear()
    {
        Array.Clear(_sum);
        _count = 0;
    }

    /// <summary>Adds the responses of one image, [C,h,w].</summary>
    public void Add(ReadOnlySpan<float> responses)
    {
        _count++;
        if (form == ThetaForm.Spatial)
        {
            Accumulate(_sum, responses);
            return;
        }
        for (var k = 0; k < shape.Channels; k++)
        {
            _sum[k] += Energy.Sum(responses.Slice(k * shape.Positions, shape.Positions));
        }
    }

    /// <summary>H, rounded once to float32.</summary>
    public void Mean(Span<float> destination) => Mean(_sum, _count, destination);

    /// <summary>Mean of each filter over positions and images, [C], for the response distance.</summary>
    public double[] ChannelMeans()
    {
        var means = new double[shape.Channels];
        var span = form == ThetaForm.Spatial ? shape.Positions : 1;
        for (var k = 0; k < means.Length; k++)
        {
            means[k] = Sum(_sum.AsSpan(k * span, span)) / ((double)shape.Positions * _count);
        }
        return means;
    }

    /// <summary>R = mean over filters of |a_k - b_k|.</summary>
    public static double Distance(ReadOnlySpan<double> synthesized, ReadOnlySpan<double> observed)
    {
        var sum = 0.0;
        for (var k = 0; k < observed.Length; k++)
        {
            sum += Math.Abs(synthesized[k] - observed[k]);
        }
        return sum / observed.Length;
    }

    internal static void Accumulate(Span<double> sum, ReadOnlySpan<float> values)
    {
        for (var i = 0; i < sum.Length; i++)
        {
            sum[i] += values[i];
        }
    }

    internal static void Mean(ReadOnlySpan<double> sum, int count, Span<float> destination)
    {
        for (var i = 0; i < sum.Length; i++)
        {
            destination[i] = (float)(sum[i] / count);
        }
    }

    private static double Sum(ReadOnlySpan<double> values)
    {
        var sum = 0.0;
        foreach (var value in values)
        {
            sum += value;
        }
        return sum;
    }
}
