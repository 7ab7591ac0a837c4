using System.Numerics.Tensors;

namespace WFrame.Textures;

/// <summary>
/// The part of the energy that reads the pixels themselves: colour, covariance of the channels, and differences of
/// neighbours. With y = (x - mean) / sigma, n pixels, means over them, and o the luminance and the
/// <see cref="OpponentColours"/>,
/// <code>
/// Phi = n [a . mean y + sum B_cd mean y_c y_d + sum C_ok mean (x_o(p) - x_o(p + k))^2 / v_ok]
/// </code>
/// </summary>
internal sealed class PixelEnergy
{
    // A unit of at least this share of sigma squared: differences that are small, as those of colours, would be stiff
    // beside a step that is a share of sigma squared.
    internal const double LeastUnit = 0.02;
    private readonly PixelStatistics _observed;
    private readonly double _sigma;
    private readonly double[] _units;
    private float[] _buffer = [];
    private float[] _plane = [];
    private float[] _change = [];

    /// <param name="observed">Of the photographs.</param>
    /// <param name="sigma">Of the reference distribution, in grey levels.</param>
    public PixelEnergy(PixelStatistics observed, double sigma)
    {
        (_observed, _sigma) = (observed, sigma);
        _units = [.. observed.Differences.Select(d => d + (LeastUnit * sigma * sigma))];
        Theta = new double[3 + 9 + _units.Length];
    }

    /// <summary>a, B and C, one after another.</summary>
    public double[] Theta { get; set; }

    /// <summary>
    /// The natural parameter at which the reference distribution is flat: then an image that a coarser level has made is not
    /// forgotten before the other parameters are learned.
    /// </summary>
    public void Flatten() => Theta[3] = Theta[7] = Theta[11] = 0.5;

    /// <summary>Theta follows what the photographs have and the image lacks.</summary>
    /// <param name="image">[3,H,W], wrapped around.</param>
    /// <param name="size">Its size.</param>
    /// <param name="colourRate">Learning rate of a and B.</param>
    /// <param name="differenceRate">Learning rate of C.</param>
    public void Learn(ReadOnlySpan<float> image, ImageSize size, double colourRate, double differenceRate)
    {
        var own = PixelStatistics.Of(image, size, wraps: true, _observed.Mean);
        for (var c = 0; c < 3; c++)
        {
            Theta[c] += colourRate * (_observed.Mean[c] - own.Mean[c]) / _sigma;
        }
        for (var i = 0; i < 9; i++)
        {
            Theta[3 + i] += colourRate * (_observed.Covariance[i] - own.Covariance[i]) / (_sigma * _sigma);
        }
        for (var i = 0; i < _units.Length; i++)
        {
            // An image that is far too rough must not throw theta far to the other side.
            var error = Math.Max(-2, (_observed.Differences[i] - own.Differences[i]) / _units[i]);
            Theta[12 + i] += differenceRate * error;
        }
    }

    /// <summary>Adds dPhi/dx.</summary>
    /// <param name="image">[3,H,W], wrapped around.</param>
    /// <param name="size">Its size.</param>
    /// <param name="gradient">Is added to, [3,H,W].</param>
    public void AddGradient(ReadOnlySpan<float> image, ImageSize size, Span<float> gradient)
    {
        var area = size.Area;
        if (_plane.Length != area)
        {
            (_plane, _change, _buffer) = (new float[area], new float[area], new float[area]);
        }
        for (var c = 0; c < 3; c++)
        {
            var plane = gradient.Slice(c * area, area);
            var constant = Theta[c] / _sigma;
            for (var d = 0; d < 3; d++)
            {
                var weight = 2 * Theta[3 + (3 * c) + d] / (_sigma * _sigma);
                constant -= weight * _observed.Mean[d];
                TensorPrimitives.MultiplyAdd(image.Slice(d * area, area), (float)weight, plane, plane);
            }
            TensorPrimitives.Add(plane, (float)constant, plane);
        }
        for (var axis = 0; axis < 3; axis++)
        {
            OpponentColours.Read(image, axis, _plane);
            Array.Clear(_change);
            for (var lag = 0; lag < PixelStatistics.Lags.Count; lag++)
            {
                AddDifferences(_plane, size, axis, lag, _change);
            }
            OpponentColours.Add(_change, axis, gradient);
        }
    }

    private void AddDifferences(ReadOnlySpan<float> image, ImageSize size, int axis, int lag, Span<float> gradient)
    {
        var index = (axis * PixelStatistics.Lags.Count) + lag;
        var weight = (float)(2 * Theta[12 + index] / _units[index]);
        foreach (var run in PixelPairs.Of(size, PixelStatistics.Lags[lag], wraps: true))
        {
            var difference = _buffer.AsSpan(0, run.Length);
            TensorPrimitives.Subtract(
                image.Slice(run.First, run.Length),
                image.Slice(run.Second, run.Length),
                difference
            );
            var first = gradient.Slice(run.First, run.Length);
            var second = gradient.Slice(run.Second, run.Length);
            TensorPrimitives.MultiplyAdd(difference, weight, first, first);
            TensorPrimitives.MultiplyAdd(difference, -weight, second, second);
        }
    }
}
