using System.Numerics.Tensors;
using WFrame.Responses;

namespace WFrame.Textures;

/// <summary>
/// Theta of the filters of one level and how it follows their statistics. With s the units of the statistics, g the
/// <see cref="FilterGains"/> and n the pixels,
/// <code>
/// theta_lk &lt;- theta_lk + lambda g_lk [(observed mean F_lk - mean F_lk(x)) / s_lk - (beta / 2) dW/dtheta_lk]
/// Phi(x) = n sum over layers and filters of theta_lk mean F_lk(x) / s_lk
/// W(x) = sigma^2 |dPhi/dx|^2 / (3n)
/// </code>
/// W is wFRAME's penalty without units: pixels are measured in sigma, and the square is a mean as in <see cref="ThetaUpdate"/>.
/// </summary>
/// <param name="layout">The taps, filter theta, at the size of the image.</param>
/// <param name="observed">Mean response of each filter that is wanted.</param>
/// <param name="scales">Unit of each.</param>
/// <param name="pixels">Pixels of the image.</param>
internal sealed class FilterTheta(ResponseLayout layout, double[] observed, double[] scales, int pixels)
{
    private readonly double[] _errors = new double[layout.ThetaLength];
    private readonly FilterGains _gains = new(layout.ThetaLength);
    private readonly double[] _values = new double[layout.ThetaLength];

    /// <summary>What the engine weighs responses with while the image moves.</summary>
    public Theta Weights { get; } = new(layout, 1);

    /// <summary>A copy of theta, or theta as it was.</summary>
    public double[] Values
    {
        get => [.. _values];
        set => value.CopyTo(_values, 0);
    }

    /// <summary>How fast each filter learns.</summary>
    public FilterGains Gains => _gains;

    /// <summary>Adds theta_lk n / (s_lk positions of l), the weights of the responses' sums, without the damping.</summary>
    public void AddWeights(Span<double> sum)
    {
        foreach (var tap in layout.Taps)
        {
            for (var k = tap.ThetaOffset; k < tap.ThetaOffset + tap.Channels; k++)
            {
                sum[k] += _values[k] * pixels / tap.Positions / scales[k];
            }
        }
    }

    /// <summary>Takes the statistics of the image.</summary>
    /// <param name="mean">Mean response of a filter, told its tap's number and its own within theta.</param>
    /// <returns>Sum over layers of the mean squared error, in the statistics' units.</returns>
    public double Compare(Func<int, int, double> mean)
    {
        var error = 0.0;
        for (var t = 0; t < layout.Taps.Count; t++)
        {
            var (tap, sum) = (layout.Taps[t], 0.0);
            for (var k = tap.ThetaOffset; k < tap.ThetaOffset + tap.Channels; k++)
            {
                _errors[k] = (observed[k] - mean(t, k)) / scales[k];
                sum += _errors[k] * _errors[k];
            }
            error += sum / tap.Channels;
        }
        return error;
    }

    /// <summary>dW/dtheta at the image and the weights that an engine has evaluated.</summary>
    /// <param name="penalty">d|G|^2 / d(weights) of one image, G the gradient of the filters' part of Phi.</param>
    /// <param name="sigma">Of the reference distribution, in grey levels.</param>
    public double[] Penalty(ReadOnlySpan<float> penalty, double sigma)
    {
        var gradient = new double[penalty.Length];
        foreach (var tap in layout.Taps)
        {
            // A weight is theta n / (s positions), and W has 1 / (3n): the pixels cancel.
            var weight = sigma * sigma / (3.0 * tap.Positions);
            for (var k = tap.ThetaOffset; k < tap.ThetaOffset + tap.Channels; k++)
            {
                gradient[k] = penalty[k] * weight / scales[k];
            }
        }
        return gradient;
    }

    /// <summary>Theta follows the errors that <see cref="Compare"/> has found.</summary>
    /// <param name="rate">Lambda.</param>
    /// <param name="damping">What is added to theta while the image moves, in its change.</param>
    /// <param name="penalty">(beta / 2) dW/dtheta; null: none.</param>
    public void Learn(double rate, double damping, double[]? penalty = null)
    {
        if (penalty is not null)
        {
            // What holds theta in place is both together, and the gains follow it.
            TensorPrimitives.Subtract(_errors, penalty, _errors);
        }
        _gains.Follow(_errors);
        foreach (var tap in layout.Taps)
        {
            var weight = (double)pixels / tap.Positions;
            for (var k = tap.ThetaOffset; k < tap.ThetaOffset + tap.Channels; k++)
            {
                var change = rate * _gains[k] * _errors[k];
                _values[k] += change;
                var applied = _values[k] + (damping * change);
                Weights.Values[k] = (float)(applied * weight / scales[k]);
            }
        }
    }
}
