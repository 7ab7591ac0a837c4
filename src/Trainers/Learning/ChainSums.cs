using WFrame.Engines;
using WFrame.Responses;

namespace WFrame.Learning;

/// <summary>What the theta update needs of the chains of one component, added up in double, chain by chain.</summary>
internal sealed class ChainSums(ResponseLayout layout)
{
    private readonly ResponseStatistics _responses = new(layout);
    private readonly double[] _penalty = new double[layout.ThetaLength];
    private double _phi;
    private double _square;
    private int _count;

    public void Clear()
    {
        _responses.Clear();
        Array.Clear(_penalty);
        (_phi, _square, _count) = (0, 0, 0);
    }

    /// <summary>Adds some chains of what an engine has evaluated.</summary>
    public void Add(EnergyResults results, int first, int count)
    {
        var dimension = results.Size.Dimension;
        // One chain at a time: the sums must not depend on how many chains an engine evaluates at once.
        for (var i = first; i < first + count; i++)
        {
            _responses.Add(results.Responses.AsSpan(i * layout.Length, layout.Length));
            _phi += results.Phi[i];
            var penalty = results.Penalty.AsSpan(i * layout.ThetaLength, layout.ThetaLength);
            ResponseStatistics.Accumulate(_penalty, penalty);
            var gradient = results.Gradient.AsSpan(i * dimension, dimension);
            _square += Energy.Dot(gradient, gradient);
        }
        _count += count;
    }

    /// <summary>Mean Phi.</summary>
    public double Phi => _phi / _count;

    /// <summary>Mean |G|^2 / d.</summary>
    /// <param name="dimension">d.</param>
    public double GradientSquare(int dimension) => _square / ((double)_count * dimension);

    /// <summary>Mean of each filter over positions and chains.</summary>
    public double[] ChannelMeans() => _responses.ChannelMeans();

    /// <summary>H_syn.</summary>
    public void Responses(Span<float> mean) => _responses.Mean(mean);

    /// <summary>P, the mean over the chains.</summary>
    public void PenaltyGradient(Span<float> mean) => ResponseStatistics.Mean(_penalty, _count, mean);
}
