using System.Numerics;

namespace WFrame.Metrics.LinearAlgebra;

/// <summary>The two vector operations that the metrics' linear algebra is made of.</summary>
internal static class Accumulate
{
    /// <summary>target += factor * source.</summary>
    public static void Add(Span<double> target, ReadOnlySpan<double> source, double factor)
    {
        var t = Vectors(target);
        var s = Vectors(source);
        var f = new Vector<double>(factor);
        for (var i = 0; i < t.Length; i++)
        {
            t[i] = Vector.FusedMultiplyAdd(f, s[i], t[i]);
        }
        for (var i = t.Length * Vector<double>.Count; i < target.Length; i++)
        {
            target[i] = Math.FusedMultiplyAdd(factor, source[i], target[i]);
        }
    }

    /// <summary>Sum of products.</summary>
    public static double Dot(ReadOnlySpan<double> a, ReadOnlySpan<double> b)
    {
        var x = Vectors(a);
        var y = Vectors(b);
        var (even, odd) = (Vector<double>.Zero, Vector<double>.Zero);
        var i = 0;
        for (; i + 1 < x.Length; i += 2)
        {
            even = Vector.FusedMultiplyAdd(x[i], y[i], even);
            odd = Vector.FusedMultiplyAdd(x[i + 1], y[i + 1], odd);
        }
        if (i < x.Length)
        {
            even = Vector.FusedMultiplyAdd(x[i], y[i], even);
        }
        var sum = Vector.Sum(even + odd);
        for (i = x.Length * Vector<double>.Count; i < a.Length; i++)
        {
            sum = Math.FusedMultiplyAdd(a[i], b[i], sum);
        }
        return sum;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Span<Vector<double>> Vectors(Span<double> values) =>
        MemoryMarshal.Cast<double, Vector<double>>(values);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ReadOnlySpan<Vector<double>> Vectors(ReadOnlySpan<double> values) =>
        MemoryMarshal.Cast<double, Vector<double>>(values);
}
