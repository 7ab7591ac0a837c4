using FsCheck;
using FsCheck.Xunit;
using MathNet.Numerics.LinearAlgebra.Double;
using WFrame.Metrics.LinearAlgebra;

namespace WFrame.Pipeline.Tests.Metrics;

/// <summary>Our fast product against Math.NET's plain one.</summary>
public class LinearAlgebraTests
{
    [Property(MaxTest = 60)]
    public void Given_any_sizes_the_product_of_rows_is_Math_NETs(byte rows, byte columns, ushort depth, int seed)
    {
        var (n, m, d) = (1 + (rows % 20), 1 + (columns % 20), 1 + (depth % 1500));
        var (a, b) = (Random(n, d, seed), Random(m, d, seed + 1));
        var expected = a.TransposeAndMultiply(b).ToRowMajorArray();
        var actual = DenseProduct.RowsByRows(a.ToRowMajorArray(), n, b.ToRowMajorArray(), m, d);
        for (var i = 0; i < expected.Length; i++)
        {
            Expect.Close(expected[i], actual[i], 0, 1e-12 * d);
        }
    }

    private static DenseMatrix Random(int rows, int columns, int seed)
    {
        var random = new Random(seed);
        return DenseMatrix.Create(rows, columns, (_, _) => (2 * random.NextDouble()) - 1);
    }
}
