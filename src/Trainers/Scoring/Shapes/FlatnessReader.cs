using System.Numerics;
using System.Numerics.Tensors;

namespace WFrame.Scoring.Shapes;

/// <summary>Reads the flatness of shapes around the pixels of one image, beyond whose edges it is mirrored.</summary>
internal sealed class FlatnessReader
{
    private readonly ImageSize _size;
    private readonly int _stride;
    private readonly float[] _plane;
    private readonly Part[] _parts;

    /// <param name="image">Channels B, G, R, [3,H,W]; <see cref="FlatShape.Fits"/> its size.</param>
    /// <param name="size">H and W.</param>
    public FlatnessReader(ReadOnlySpan<float> image, ImageSize size)
    {
        const int reach = FlatShape.Reach;
        _size = size;
        _stride = size.Width + (2 * reach);
        // The last vector of the last row may go on beyond it.
        _plane = new float[(_stride * (size.Height + (2 * reach))) + Vector<float>.Count];
        var luminance = FlatShape.Luminance;
        for (var y = 0; y < size.Height + (2 * reach); y++)
        {
            var row = Mirror(y - reach, size.Height) * size.Width;
            for (var x = 0; x < _stride; x++)
            {
                var at = row + Mirror(x - reach, size.Width);
                _plane[(y * _stride) + x] =
                    (luminance[0] * image[at])
                    + (luminance[1] * image[at + size.Area])
                    + (luminance[2] * image[at + (2 * size.Area)]);
            }
        }
        _parts = [.. FlatShape.All.Select(shape => new Part(Offsets(shape.Inside), Offsets(shape.Beside)))];
    }

    /// <summary>Numbers that <see cref="Row"/> writes: those of a row of pixels, and what a whole vector adds.</summary>
    public int RowLength => (_size.Width + Vector<float>.Count - 1) / Vector<float>.Count * Vector<float>.Count;

    /// <summary>The flatness of a shape around each pixel of a row.</summary>
    /// <param name="shape">Its index in <see cref="FlatShape.All"/>.</param>
    /// <param name="y">The row.</param>
    /// <param name="to">Receives <see cref="RowLength"/> numbers, of which those beyond the image's width mean nothing.</param>
    public void Row(int shape, int y, Span<float> to)
    {
        var (inside, beside) = _parts[shape];
        var start = (y + FlatShape.Reach) * _stride;
        for (var x = 0; x < _size.Width; x += Vector<float>.Count)
        {
            ref var first = ref _plane[start + FlatShape.Reach + x];
            var (sum, squares, around) = (Vector<float>.Zero, Vector<float>.Zero, Vector<float>.Zero);
            foreach (var (offset, weight) in inside)
            {
                var value = Vector.LoadUnsafe(ref Unsafe.Add(ref first, offset));
                var part = value * weight;
                sum += part;
                squares += part * value;
            }
            foreach (var (offset, weight) in beside)
            {
                around += Vector.LoadUnsafe(ref Unsafe.Add(ref first, offset)) * weight;
            }
            var contrast = beside.Length == 0 ? Vector<float>.Zero : Vector.Abs(sum - around);
            contrast += new Vector<float>(FlatShape.Contrast);
            var variance =
                Vector.Max(squares - (sum * sum), Vector<float>.Zero) + new Vector<float>(FlatShape.Variance);
            (contrast * contrast / variance).CopyTo(to[x..]);
        }
        TensorPrimitives.Log(to, to);
        TensorPrimitives.Multiply(to, 0.5f, to);
    }

    private (int Offset, float Weight)[] Offsets(PixelWeights? weights) =>
        weights is null
            ? []
            :
            [
                .. weights.Places.Zip(
                    weights.Weights,
                    (place, weight) => ((place.Down * _stride) + place.Right, weight)
                ),
            ];

    private static int Mirror(int i, int side) =>
        i < 0 ? -i
        : i >= side ? (2 * side) - 2 - i
        : i;

    private sealed record Part((int Offset, float Weight)[] Inside, (int Offset, float Weight)[] Beside);
}
