using System.Buffers;
using System.Numerics.Tensors;

namespace WFrame.Scoring;

/// <summary>Sums over positions of images from which their <see cref="GaussianSpread"/> follows.</summary>
/// <param name="length">Numbers at a position.</param>
internal sealed class SpreadSums(int length)
{
    private readonly double[] _sum = new double[length];
    private readonly double[] _products = new double[length * length];

    public int Length => length;

    public double Count { get; private set; }

    /// <summary>Mean of each number.</summary>
    public double[] Mean => Array.ConvertAll(_sum, s => s / Count);

    public void Clear()
    {
        Array.Clear(_sum);
        Array.Clear(_products);
        Count = 0;
    }

    /// <param name="rows">[positions, length]; few enough for sums in float32, those of one image.</param>
    public void Add(ReadOnlySpan<float> rows)
    {
        // Lent: there are sums of many images, and none needs it for long.
        var lent = ArrayPool<float>.Shared.Rent(length * length);
        var products = lent.AsSpan(0, length * length);
        products.Clear();
        var sum = new float[length];
        for (var at = 0; at < rows.Length; at += length)
        {
            var row = rows.Slice(at, length);
            TensorPrimitives.Add(sum, row, sum);
            for (var k = 0; k < length; k++)
            {
                var line = products.Slice(k * length, k + 1);
                TensorPrimitives.MultiplyAdd(row[..(k + 1)], row[k], line, line);
            }
            Count++;
        }
        for (var i = 0; i < sum.Length; i++)
        {
            _sum[i] += sum[i];
        }
        for (var i = 0; i < products.Length; i++)
        {
            _products[i] += products[i];
        }
        ArrayPool<float>.Shared.Return(lent);
    }

    /// <summary>Of all positions but some.</summary>
    public SpreadSums Without(SpreadSums other)
    {
        var result = new SpreadSums(length) { Count = Count - other.Count };
        TensorPrimitives.Subtract<double>(_sum, other._sum, result._sum);
        TensorPrimitives.Subtract<double>(_products, other._products, result._products);
        return result;
    }

    /// <summary>Mean products of the deviations from a vector, the lower triangle of [length,length].</summary>
    public double[] About(double[] centre)
    {
        var (mean, result) = (Mean, new double[length * length]);
        for (var i = 0; i < length; i++)
        {
            for (var j = 0; j <= i; j++)
            {
                result[(i * length) + j] =
                    (_products[(i * length) + j] / Count)
                    - (mean[i] * centre[j])
                    - (centre[i] * mean[j])
                    + (centre[i] * centre[j]);
            }
        }
        return result;
    }
}
