using System.Numerics;
using WFrame.Responses;

namespace WFrame.Learning;

/// <summary>
/// Mean responses H over images, in double: the sufficient statistics of the model, one number for each of theta. A
/// filter tap's are summed over positions (numerics: the gradient of a filter theta is a sum over positions).
/// </summary>
internal sealed class ResponseStatistics(ResponseLayout layout)
{
    private readonly double[] _sum = new double[layout.ThetaLength];
    private int _count;

    public void Clear()
    {
        Array.Clear(_sum);
        _count = 0;
    }

    public void Add(ReadOnlySpan<float> responses)
    {
        _count++;
        foreach (var tap in layout.Taps)
        {
            var sum = _sum.AsSpan(tap.ThetaOffset, tap.ThetaLength);
            var positions = tap.Positions;
            if (tap.Form == ThetaForm.Spatial)
            {
                Accumulate(sum, responses.Slice(tap.Offset, tap.Length));
                continue;
            }
            for (var k = 0; k < tap.Channels; k++)
            {
                sum[k] += Energy.Sum(responses.Slice(tap.Offset + (k * positions), positions));
            }
        }
    }

    /// <summary>H, rounded once to float32.</summary>
    public void Mean(Span<float> destination) => Mean(_sum, _count, destination);

    /// <summary>Mean of each filter of all taps over positions and images, for the response distance.</summary>
    public double[] ChannelMeans() => [.. layout.Taps.SelectMany(ChannelMeans)];

    private IEnumerable<double> ChannelMeans(ResponseTap tap)
    {
        var span = tap.ThetaLength / tap.Channels;
        for (var k = 0; k < tap.Channels; k++)
        {
            var sum = 0.0;
            for (var i = tap.ThetaOffset + (k * span); i < tap.ThetaOffset + ((k + 1) * span); i++)
            {
                sum += _sum[i];
            }
            yield return sum / ((double)tap.Positions * _count);
        }
    }

    internal static void Accumulate(Span<double> sum, ReadOnlySpan<float> values)
    {
        // Each number is added to its own sum: several at once change no bit.
        var i = 0;
        for (; i <= sum.Length - Vector<float>.Count; i += Vector<float>.Count)
        {
            Vector.Widen(new Vector<float>(values[i..]), out var low, out var high);
            var first = sum.Slice(i, Vector<double>.Count);
            var second = sum.Slice(i + Vector<double>.Count, Vector<double>.Count);
            (new Vector<double>(first) + low).CopyTo(first);
            (new Vector<double>(second) + high).CopyTo(second);
        }
        for (; i < sum.Length; i++)
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
}
