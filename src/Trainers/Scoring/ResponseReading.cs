using System.Numerics.Tensors;
using WFrame.Responses;

namespace WFrame.Scoring;

/// <summary>
/// What scores and maps need of an image's responses, taken in one pass, channel by channel so that each is in the cache:
/// Phi, and at each position |F|^2 and F . m with a mean direction m. The directions d = F / (|F| + floor) of
/// <see cref="ResponseDirections"/> are not written: d . m and |d|^2 follow from these.
/// </summary>
/// <param name="layout">The taps, at the size of the images.</param>
/// <param name="thetas">Of the components whose Phi is told, shaped as the layout's theta.</param>
/// <param name="means">Mean directions of the components whose similarity is told, shaped as theta.</param>
/// <param name="everywhere">Whether <see cref="Products"/> are told of filter taps too, whose similarity needs none.</param>
internal sealed class ResponseReading(
    ResponseLayout layout,
    IReadOnlyList<float[]> thetas,
    IReadOnlyList<float[]> means,
    bool everywhere = false
)
{
    private readonly float[][] _squares = [.. layout.Taps.Select(tap => new float[tap.Positions])];
    private readonly float[][][] _products =
    [
        .. means.Select(_ =>
            layout
                .Taps.Select(tap => new float[everywhere || tap.Form == ThetaForm.Spatial ? tap.Positions : 0])
                .ToArray()
        ),
    ];
    private readonly double[] _meanSquares = [.. means.Select(mean => Energy.Dot(mean, mean))];
    private readonly float[] _weights = new float[layout.Taps.Max(tap => tap.Positions)];
    private readonly float[] _weighted = new float[layout.Taps.Max(tap => tap.Positions)];
    private readonly double[] _dots = new double[means.Count];

    /// <summary>Sum of theta * F of each component.</summary>
    public double[] Phi { get; } = new double[thetas.Count];

    /// <summary>The cosine between the image's directions and each component's mean, 0..1; 0 where one is 0 everywhere.</summary>
    public double[] Cosines { get; } = new double[means.Count];

    /// <summary>|F|^2 at each position of a tap.</summary>
    public ReadOnlySpan<float> Squares(int tap) => _squares[tap];

    /// <summary>F . m at each position of a tap.</summary>
    public ReadOnlySpan<float> Products(int mean, int tap) => _products[mean][tap];

    /// <summary>Reads the responses of one image; what was read before is overwritten.</summary>
    public void Read(ReadOnlySpan<float> responses)
    {
        Array.Clear(Phi);
        Array.Clear(_dots);
        var square = 0.0;
        for (var t = 0; t < layout.Taps.Count; t++)
        {
            ReadTap(t, responses.Slice(layout.Taps[t].Offset, layout.Taps[t].Length));
            if (means.Count > 0)
            {
                Weigh(t);
                square += layout.Taps[t].Form == ThetaForm.Spatial ? OfSpatial(t) : OfFilter(t, responses);
            }
        }
        for (var m = 0; m < means.Count; m++)
        {
            var squares = square * _meanSquares[m];
            Cosines[m] = squares > 0 ? _dots[m] / Math.Sqrt(squares) : 0;
        }
    }

    private void ReadTap(int t, ReadOnlySpan<float> responses)
    {
        var (tap, squares) = (layout.Taps[t], _squares[t]);
        var (isSpatial, n) = (tap.Form == ThetaForm.Spatial, tap.Positions);
        Array.Clear(squares);
        foreach (var products in _products)
        {
            Array.Clear(products[t]);
        }
        for (var k = 0; k < tap.Channels; k++)
        {
            var map = responses.Slice(k * n, n);
            for (var c = 0; c < thetas.Count; c++)
            {
                Phi[c] += Energy.Phi(thetas[c], tap, k, map);
            }
            if (means.Count == 0)
            {
                continue;
            }
            var own = tap.ThetaOffset + (isSpatial ? k * n : k);
            TensorPrimitives.MultiplyAdd(map, map, squares, squares);
            for (var m = 0; m < means.Count; m++)
            {
                var products = _products[m][t];
                if (isSpatial)
                {
                    TensorPrimitives.MultiplyAdd(map, means[m].AsSpan(own, n), products, products);
                }
                else if (products.Length > 0)
                {
                    TensorPrimitives.MultiplyAdd(map, means[m][own], products, products);
                }
            }
        }
    }

    /// <summary>1 / (|F| + floor) at each position of a tap; 1 of an image without responses.</summary>
    private void Weigh(int t)
    {
        var weights = _weights.AsSpan(0, layout.Taps[t].Positions);
        TensorPrimitives.Sqrt(_squares[t], weights);
        TensorPrimitives.Add(weights, ResponseDirections.FloorOf(weights), weights);
        TensorPrimitives.Divide(1f, weights, weights);
    }

    /// <summary>Adds d . m, and returns |d|^2, of a tap whose directions are compared position by position.</summary>
    private double OfSpatial(int t)
    {
        var weights = _weights.AsSpan(0, _squares[t].Length);
        var weighted = _weighted.AsSpan(0, _squares[t].Length);
        for (var m = 0; m < means.Count; m++)
        {
            _dots[m] += Energy.Dot(_products[m][t], weights);
        }
        TensorPrimitives.Multiply(_squares[t], weights, weighted);
        return Energy.Dot(weighted, weights);
    }

    /// <summary>The same of a tap whose directions are compared in the mean over positions.</summary>
    private double OfFilter(int t, ReadOnlySpan<float> responses)
    {
        var (tap, square) = (layout.Taps[t], 0.0);
        for (var k = 0; k < tap.Channels; k++)
        {
            var map = responses.Slice(tap.Offset + (k * tap.Positions), tap.Positions);
            var own = Energy.Dot(map, _weights.AsSpan(0, tap.Positions)) / tap.Positions;
            square += own * own;
            for (var m = 0; m < means.Count; m++)
            {
                _dots[m] += own * means[m][tap.ThetaOffset + k];
            }
        }
        return square;
    }
}
