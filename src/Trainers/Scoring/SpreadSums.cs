using System.Numerics.Tensors;

namespace WFrame.Scoring;

/// <summary>Sums over the positions of images from which their <see cref="GaussianSpread"/> follows.</summary>
/// <param name="first">First number of a position's features that belongs to it.</param>
/// <param name="length">How many do.</param>
internal sealed class SpreadSums(int first, int length)
{
    private readonly double[] _sum = new double[length];
    private readonly double[] _products = new double[length * length];
    private readonly float[] _ofOneImage = new float[length * length];
    private double _count;

    public void Clear()
    {
        Array.Clear(_sum);
        Array.Clear(_products);
        _count = 0;
    }

    public void Add(ReadOnlySpan<float> rows, int rowLength)
    {
        var own = new float[length];
        var products = _ofOneImage;
        Array.Clear(products);
        var sum = new float[length];
        for (var at = first; at < rows.Length; at += rowLength)
        {
            var row = rows.Slice(at, length);
            row.CopyTo(own);
            TensorPrimitives.Add(sum, own, sum);
            for (var k = 0; k < length; k++)
            {
                var line = products.AsSpan(k * length, k + 1);
                TensorPrimitives.MultiplyAdd(own.AsSpan(0, k + 1), own[k], line, line);
            }
            _count++;
        }
        // Sums of one image are small enough for float32, those of many are not.
        for (var i = 0; i < sum.Length; i++)
        {
            _sum[i] += sum[i];
        }
        for (var i = 0; i < products.Length; i++)
        {
            _products[i] += products[i];
        }
    }

    public GaussianSpread Spread() => GaussianSpread.Of(_count, _sum, _products);

    /// <summary>Of all images but some.</summary>
    public GaussianSpread SpreadWithout(SpreadSums other) =>
        GaussianSpread.Of(_count - other._count, Without(_sum, other._sum), Without(_products, other._products));

    private static double[] Without(double[] all, double[] some)
    {
        var rest = new double[all.Length];
        TensorPrimitives.Subtract(all, some, rest);
        return rest;
    }
}
