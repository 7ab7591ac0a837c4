using System.Buffers;
using System.Numerics;
using System.Numerics.Tensors;

namespace WFrame.Scoring.Shapes;

/// <summary>Reads the flatness of shapes around the pixels of one image, beyond whose edges it is mirrored.</summary>
internal sealed class FlatnessReader
{
    private const int Margin = FlatShape.BesideReach;

    private static int Step => 2 * Vector<float>.Count;

    private readonly int _stride;
    private readonly float[] _plane;
    private readonly (int Offset, float Weight)[][] _inside;
    private readonly (int Offset, float Weight)[][] _beside;
    private readonly int _meansStride;

    /// <param name="image">Channels B, G, R, [3,H,W]; <see cref="FlatShape.Fits"/> its size.</param>
    /// <param name="size">H and W.</param>
    public FlatnessReader(ReadOnlySpan<float> image, ImageSize size)
    {
        const int reach = FlatShape.Reach;
        Size = size;
        _stride = size.Width + (2 * reach);
        _meansStride = Whole(size.Width + (2 * Margin));
        // The last vectors of the last row may go on beyond it.
        _plane = new float[(_stride * (size.Height + (2 * reach))) + Step];
        var luminance = FlatShape.Luminance;
        for (var y = 0; y < size.Height + (2 * reach); y++)
        {
            var row = PositionGrid.Mirror(y - reach, size.Height) * size.Width;
            for (var x = 0; x < _stride; x++)
            {
                var at = row + PositionGrid.Mirror(x - reach, size.Width);
                _plane[(y * _stride) + x] =
                    (luminance[0] * image[at])
                    + (luminance[1] * image[at + size.Area])
                    + (luminance[2] * image[at + (2 * size.Area)]);
            }
        }
        _inside = [.. FlatShape.All.Select(shape => Offsets(shape.Inside, _stride))];
        _beside = [.. FlatShape.All.Select(shape => Offsets(shape.Beside, _meansStride))];
    }

    public ImageSize Size { get; }

    /// <summary>Numbers of a row that <see cref="Read"/> writes: one a pixel, and what whole vectors add.</summary>
    public int RowLength => Whole(Size.Width);

    /// <summary>The flatness of a shape around each pixel of some rows.</summary>
    /// <param name="shape">Its index in <see cref="FlatShape.All"/>.</param>
    /// <param name="first">The first row.</param>
    /// <param name="rows">How many.</param>
    /// <param name="to">
    /// Receives rows of <see cref="RowLength"/> numbers, of which those beyond the image's width mean nothing.
    /// </param>
    public void Read(int shape, int first, int rows, Span<float> to)
    {
        var length = ((rows + (2 * Margin)) * _meansStride) + Step;
        var means = ArrayPool<float>.Shared.Rent(length);
        var variances = ArrayPool<float>.Shared.Rent(length);
        for (var y = 0; y < rows + (2 * Margin); y++)
        {
            ref var start = ref _plane[((first + y + FlatShape.Reach - Margin) * _stride) + FlatShape.Reach - Margin];
            for (var x = 0; x < _meansStride; x += Step)
            {
                var at = (y * _meansStride) + x;
                Inside(
                    ref Unsafe.Add(ref start, x),
                    _inside[shape],
                    means.AsSpan(at, Step),
                    variances.AsSpan(at, Step)
                );
            }
        }
        for (var y = 0; y < rows; y++)
        {
            var start = ((y + Margin) * _meansStride) + Margin;
            for (var x = 0; x < RowLength; x += Vector<float>.Count)
            {
                var contrast = Contrast(ref means[start + x], _beside[shape]);
                var variance = Vector.LoadUnsafe(ref variances[start + x]);
                (contrast * contrast / variance).CopyTo(to[((y * RowLength) + x)..]);
            }
        }
        ArrayPool<float>.Shared.Return(means);
        ArrayPool<float>.Shared.Return(variances);
        to = to[..(rows * RowLength)];
        TensorPrimitives.Log(to, to);
        TensorPrimitives.Multiply(to, 0.5f, to);
    }

    /// <summary>Two vectors at once: additions to four sums hide each other's time.</summary>
    private static void Inside(
        ref float centre,
        (int Offset, float Weight)[] inside,
        Span<float> means,
        Span<float> variances
    )
    {
        var (sum, squares) = (Vector<float>.Zero, Vector<float>.Zero);
        var (nextSum, nextSquares) = (Vector<float>.Zero, Vector<float>.Zero);
        foreach (var (offset, weight) in inside)
        {
            ref var first = ref Unsafe.Add(ref centre, offset);
            var factor = new Vector<float>(weight);
            var (value, next) = (
                Vector.LoadUnsafe(ref first),
                Vector.LoadUnsafe(ref first, (nuint)Vector<float>.Count)
            );
            var (part, nextPart) = (value * factor, next * factor);
            sum += part;
            nextSum += nextPart;
            squares += part * value;
            nextSquares += nextPart * next;
        }
        sum.CopyTo(means);
        nextSum.CopyTo(means[Vector<float>.Count..]);
        Variance(sum, squares).CopyTo(variances);
        Variance(nextSum, nextSquares).CopyTo(variances[Vector<float>.Count..]);
    }

    private static Vector<float> Variance(Vector<float> mean, Vector<float> squares) =>
        Vector.Max(squares - (mean * mean), Vector<float>.Zero) + new Vector<float>(FlatShape.Variance);

    private static Vector<float> Contrast(ref float mean, (int Offset, float Weight)[] beside)
    {
        var around = beside.Length == 0 ? Vector.LoadUnsafe(ref mean) : Vector<float>.Zero;
        foreach (var (offset, weight) in beside)
        {
            around += Vector.LoadUnsafe(ref Unsafe.Add(ref mean, offset)) * weight;
        }
        return Vector.Abs(Vector.LoadUnsafe(ref mean) - around) + new Vector<float>(FlatShape.Contrast);
    }

    private static (int Offset, float Weight)[] Offsets(PixelWeights? weights, int stride) =>
        weights is null
            ? []
            :
            [
                .. weights.Places.Zip(
                    weights.Weights,
                    (place, weight) => ((place.Down * stride) + place.Right, weight)
                ),
            ];

    private static int Whole(int numbers) => (numbers + Step - 1) / Step * Step;
}
