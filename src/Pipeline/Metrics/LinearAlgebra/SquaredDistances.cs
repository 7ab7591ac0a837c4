using System.Numerics;

namespace WFrame.Metrics.LinearAlgebra;

/// <summary>
/// |x - y|^2 of float32 rows, summed in double from the differences themselves: equal rows have distance exactly 0 and
/// d(x,y) = d(y,x) to the last bit, which neighbourhood counts depend on (|x|^2 + |y|^2 - 2 x.y has neither).
/// </summary>
internal static class SquaredDistances
{
    public static double Between(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        var a = MemoryMarshal.Cast<float, Vector<float>>(x);
        var b = MemoryMarshal.Cast<float, Vector<float>>(y);
        var (even, odd) = (Vector<double>.Zero, Vector<double>.Zero);
        for (var i = 0; i < a.Length; i++)
        {
            Vector.Widen(a[i], out var aLow, out var aHigh);
            Vector.Widen(b[i], out var bLow, out var bHigh);
            var (low, high) = (aLow - bLow, aHigh - bHigh);
            even = Vector.FusedMultiplyAdd(low, low, even);
            odd = Vector.FusedMultiplyAdd(high, high, odd);
        }
        var sum = Vector.Sum(even + odd);
        for (var i = a.Length * Vector<float>.Count; i < x.Length; i++)
        {
            var difference = (double)x[i] - y[i];
            sum = Math.FusedMultiplyAdd(difference, difference, sum);
        }
        return sum;
    }
}
