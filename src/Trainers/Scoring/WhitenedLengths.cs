using System.Buffers;
using System.Numerics;

namespace WFrame.Scoring;

/// <summary>
/// |W (v - mean)|^2 of many vectors v at once, each in a lane of its own: every one is added up in the same order, whatever
/// the width of a register.
/// </summary>
internal static class WhitenedLengths
{
    /// <summary>Rows of W that are worked on at once: with two registers of vectors eight sums, which hides the time of an addition.</summary>
    private const int Rows = 4;

    /// <summary>Vectors that are taken at once.</summary>
    public static int Vectors => 2 * Vector<float>.Count;

    /// <summary>Takes up to <see cref="Vectors"/> of them.</summary>
    /// <param name="rows">A vector each <paramref name="stride"/> numbers.</param>
    /// <param name="stride">Numbers from one vector to the next.</param>
    /// <param name="mean">D numbers.</param>
    /// <param name="whitening">W, lower triangular with zeros above, [D,D].</param>
    /// <param name="result">Receives a number for each vector there is.</param>
    public static void Square(
        ReadOnlySpan<float> rows,
        int stride,
        ReadOnlySpan<float> mean,
        ReadOnlySpan<float> whitening,
        Span<float> result
    )
    {
        var d = mean.Length;
        var lent = ArrayPool<float>.Shared.Rent(d * Vectors);
        var centred = lent.AsSpan(0, d * Vectors);
        centred.Clear();
        for (var v = 0; v < result.Length; v++)
        {
            for (var j = 0; j < d; j++)
            {
                centred[(j * Vectors) + v] = rows[(v * stride) + j] - mean[j];
            }
        }
        Span<float> sums = stackalloc float[Vectors];
        var k = 0;
        for (; k + Rows <= d; k += Rows)
        {
            AddFour(centred, whitening[(k * d)..], d, k + Rows, sums);
        }
        for (; k < d; k++)
        {
            AddOne(centred, whitening[(k * d)..], k + 1, sums);
        }
        sums[..result.Length].CopyTo(result);
        ArrayPool<float>.Shared.Return(lent);
    }

    /// <summary>Adds the squares of four rows' products with the vectors; the zeros above the diagonal add nothing.</summary>
    private static void AddFour(ReadOnlySpan<float> centred, ReadOnlySpan<float> w, int d, int length, Span<float> sums)
    {
        var first = w[..length];
        var second = w.Slice(d, length);
        var third = w.Slice(2 * d, length);
        var fourth = w.Slice(3 * d, length);
        var (a0, a1, b0, b1) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
        var (c0, c1, e0, e1) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
        ref var start = ref MemoryMarshal.GetReference(centred);
        for (var j = 0; j < first.Length; j++)
        {
            var x0 = Vector.LoadUnsafe(ref start, (nuint)(j * Vectors));
            var x1 = Vector.LoadUnsafe(ref start, (nuint)((j * Vectors) + Vector<float>.Count));
            var (a, b) = (new Vector<float>(first[j]), new Vector<float>(second[j]));
            var (c, e) = (new Vector<float>(third[j]), new Vector<float>(fourth[j]));
            (a0, a1) = (Vector.FusedMultiplyAdd(a, x0, a0), Vector.FusedMultiplyAdd(a, x1, a1));
            (b0, b1) = (Vector.FusedMultiplyAdd(b, x0, b0), Vector.FusedMultiplyAdd(b, x1, b1));
            (c0, c1) = (Vector.FusedMultiplyAdd(c, x0, c0), Vector.FusedMultiplyAdd(c, x1, c1));
            (e0, e1) = (Vector.FusedMultiplyAdd(e, x0, e0), Vector.FusedMultiplyAdd(e, x1, e1));
        }
        Add(sums, 0, (((a0 * a0) + (b0 * b0)) + (c0 * c0)) + (e0 * e0));
        Add(sums, Vector<float>.Count, (((a1 * a1) + (b1 * b1)) + (c1 * c1)) + (e1 * e1));
    }

    private static void AddOne(ReadOnlySpan<float> centred, ReadOnlySpan<float> w, int length, Span<float> sums)
    {
        for (var half = 0; half < Vectors; half += Vector<float>.Count)
        {
            var sum = Vector<float>.Zero;
            for (var j = 0; j < length; j++)
            {
                var x = new Vector<float>(centred[((j * Vectors) + half)..]);
                sum = Vector.FusedMultiplyAdd(new Vector<float>(w[j]), x, sum);
            }
            Add(sums, half, sum * sum);
        }
    }

    private static void Add(Span<float> sums, int at, Vector<float> value) =>
        (new Vector<float>(sums[at..]) + value).CopyTo(sums[at..]);
}
