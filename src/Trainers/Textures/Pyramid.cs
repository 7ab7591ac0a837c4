using System.Numerics.Tensors;

namespace WFrame.Textures;

/// <summary>Images at half and double the size, and parts of them.</summary>
internal static class Pyramid
{
    /// <summary>Means of 2x2 pixels; an odd last row or column is left out.</summary>
    public static PixelBatch Halve(PixelBatch image)
    {
        var half = new PixelBatch(1, new ImageSize(image.Size.Height / 2, image.Size.Width / 2));
        var from = image.Values.Span;
        var to = half.Values.Span;
        var width = image.Size.Width;
        for (var c = 0; c < 3; c++)
        {
            for (var row = 0; row < half.Size.Height; row++)
            {
                for (var column = 0; column < half.Size.Width; column++)
                {
                    var place = (((c * image.Size.Height) + (2 * row)) * width) + (2 * column);
                    to[(((c * half.Size.Height) + row) * half.Size.Width) + column] =
                        0.25f * (from[place] + from[place + 1] + from[place + width] + from[place + width + 1]);
                }
            }
        }
        return half;
    }

    /// <summary>A rectangle of an image.</summary>
    public static PixelBatch Part(PixelBatch image, int top, int left, ImageSize size)
    {
        var part = new PixelBatch(1, size);
        for (var line = 0; line < 3 * size.Height; line++)
        {
            var row = (line / size.Height * image.Size.Height) + top + (line % size.Height);
            image
                .Values.Span.Slice((row * image.Size.Width) + left, size.Width)
                .CopyTo(part.Values.Span.Slice(line * size.Width, size.Width));
        }
        return part;
    }

    /// <summary>Cubic enlargement, or any change of size, of an image that is wrapped around.</summary>
    public static PixelBatch Resize(PixelBatch image, ImageSize size)
    {
        var (height, width) = (image.Size.Height, image.Size.Width);
        var (rows, columns) = (Weights(height, size.Height), Weights(width, size.Width));
        var result = new PixelBatch(1, size);
        var narrow = new float[height * size.Width];
        for (var c = 0; c < 3; c++)
        {
            var from = image.Values.Span.Slice(c * image.Size.Area, image.Size.Area);
            var to = result.Values.Span.Slice(c * size.Area, size.Area);
            for (var i = 0; i < narrow.Length; i++)
            {
                var (first, weights) = columns[i % size.Width];
                narrow[i] = Sum(from.Slice(i / size.Width * width, width), first, 1, width, weights);
            }
            for (var i = 0; i < to.Length; i++)
            {
                var (first, weights) = rows[i / size.Width];
                to[i] = Sum(narrow.AsSpan(i % size.Width), first, size.Width, height, weights);
            }
        }
        return result;
    }

    /// <summary>
    /// Moves an image towards one whose means of 2x2 pixels are those of the coarser one: a level adds what the coarser one
    /// could not show, and leaves the rest. The change is smooth; one a block would draw the blocks' edges.
    /// </summary>
    public static void Project(PixelBatch image, PixelBatch coarse)
    {
        var missing = Halve(image);
        TensorPrimitives.Subtract(coarse.Values.Span, missing.Values.Span, missing.Values.Span);
        var change = Resize(missing, image.Size);
        TensorPrimitives.Add(image.Values.Span, change.Values.Span, image.Values.Span);
    }

    private static float Sum(ReadOnlySpan<float> values, int first, int step, int length, float[] weights)
    {
        var sum = 0f;
        for (var j = 0; j < weights.Length; j++)
        {
            var index = (first + j) % length;
            sum += weights[j] * values[(index < 0 ? index + length : index) * step];
        }
        return sum;
    }

    /// <summary>First source and weights of each target; a = -1/2, R. Keys, IEEE Trans. ASSP 29, 1981.</summary>
    private static (int First, float[] Weights)[] Weights(int source, int target)
    {
        var all = new (int, float[])[target];
        for (var i = 0; i < target; i++)
        {
            var centre = (((i + 0.5) * source) / target) - 0.5;
            var first = (int)Math.Floor(centre) - 1;
            all[i] = (first, [.. Enumerable.Range(first, 4).Select(j => (float)Cubic(Math.Abs(centre - j)))]);
        }
        return all;
    }

    private static double Cubic(double t) =>
        t < 1 ? (((1.5 * t) - 2.5) * t * t) + 1
        : t < 2 ? ((((-0.5 * t) + 2.5) * t) - 4) * t + 2
        : 0;
}
