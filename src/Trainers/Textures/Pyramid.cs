using System.Numerics.Tensors;

namespace WFrame.Textures;

/// <summary>Images at half and double the size, and parts of them.</summary>
internal static class Pyramid
{
    // Neighbours that each value is made of, and how far they reach beyond an image.
    private const int Taps = 4;
    private const int Margin = 4;

    /// <summary>
    /// Half the size, by the binomial (1 3 3 1)/8 in rows and columns: means of 2x2 pixels alone would let details through
    /// as coarse structure, and the finer image that is bound to them becomes blocks.
    /// </summary>
    /// <param name="image">[1,3,H,W]; an odd last row or column is only read beside others.</param>
    /// <param name="wraps">Whether it is wrapped around; else its edges are repeated.</param>
    public static PixelBatch Halve(PixelBatch image, bool wraps)
    {
        var half = new ImageSize(image.Size.Height / 2, image.Size.Width / 2);
        return Resample(image, Binomial(half.Height), Binomial(half.Width), wraps);

        static Source[] Binomial(int target) =>
            [.. Enumerable.Range(0, target).Select(i => new Source((2 * i) - 1, [0.125f, 0.375f, 0.375f, 0.125f]))];
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
    public static PixelBatch Resize(PixelBatch image, ImageSize size) =>
        Resample(image, Cubic(image.Size.Height, size.Height), Cubic(image.Size.Width, size.Width), wraps: true);

    /// <summary>The same of any number of planes [n,h,w] whose edges are repeated.</summary>
    public static void Resize(ReadOnlySpan<float> planes, ImageSize size, Span<float> target, ImageSize targetSize) =>
        Resample(
            planes,
            size,
            target,
            Cubic(size.Height, targetSize.Height),
            Cubic(size.Width, targetSize.Width),
            wraps: false
        );

    /// <summary>
    /// Where a finer level starts: the enlarged image, smoothed by (1 2 1)/4. Between the pixels of the coarser one an
    /// enlarged image is steeper than at them, and the finer level would keep that grid.
    /// </summary>
    public static PixelBatch Enlarge(PixelBatch coarse, ImageSize size)
    {
        return Resample(Resize(coarse, size), Smooth(size.Height), Smooth(size.Width), wraps: true);

        static Source[] Smooth(int length) =>
            [.. Enumerable.Range(0, length).Select(i => new Source(i - 1, [0.25f, 0.5f, 0.25f, 0]))];
    }

    /// <summary>What a finer level is bound to: the coarser image at half of its size.</summary>
    public static PixelBatch Structure(PixelBatch coarse) => Halve(coarse, wraps: true);

    /// <summary>
    /// Moves an image towards one of some large structure: a level adds what the coarser one could not show, and leaves the
    /// rest. What the coarser one shows at its own pixels is free: of an edge it has steps.
    /// </summary>
    /// <param name="image">Changed in place.</param>
    /// <param name="structure">The <see cref="Structure"/> of the coarser image.</param>
    public static void Project(PixelBatch image, PixelBatch structure)
    {
        var missing = Halve(Halve(image, wraps: true), wraps: true);
        TensorPrimitives.Subtract(structure.Values.Span, missing.Values.Span, missing.Values.Span);
        TensorPrimitives.Add(image.Values.Span, Resize(missing, image.Size).Values.Span, image.Values.Span);
    }

    private static PixelBatch Resample(PixelBatch image, Source[] rows, Source[] columns, bool wraps)
    {
        var result = new PixelBatch(1, new ImageSize(rows.Length, columns.Length));
        Resample(image.Values.Span, image.Size, result.Values.Span, rows, columns, wraps);
        return result;
    }

    private static void Resample(
        ReadOnlySpan<float> planes,
        ImageSize size,
        Span<float> target,
        Source[] rows,
        Source[] columns,
        bool wraps
    )
    {
        var (height, width, area) = (size.Height, size.Width, rows.Length * columns.Length);
        // One row of the new height, and at both ends what lies beyond.
        var line = new float[width + (2 * Margin)];
        var middle = line.AsSpan(Margin, width);
        for (var plane = 0; plane < planes.Length / size.Area; plane++)
        {
            var from = planes.Slice(plane * size.Area, size.Area);
            var to = target.Slice(plane * area, area);
            for (var row = 0; row < rows.Length; row++)
            {
                middle.Clear();
                for (var j = 0; j < Taps; j++)
                {
                    var source = from.Slice(Within(rows[row].First + j, height, wraps) * width, width);
                    TensorPrimitives.MultiplyAdd(source, rows[row].Weights[j], middle, middle);
                }
                for (var i = 0; i < Margin; i++)
                {
                    line[i] = middle[Within(i - Margin, width, wraps)];
                    line[Margin + width + i] = middle[Within(width + i, width, wraps)];
                }
                Sum(line, columns, to.Slice(row * columns.Length, columns.Length));
            }
        }
    }

    private static void Sum(float[] line, Source[] columns, Span<float> to)
    {
        for (var i = 0; i < to.Length; i++)
        {
            var weights = columns[i].Weights;
            var from = line.AsSpan(columns[i].First + Margin, Taps);
            to[i] = (weights[0] * from[0]) + (weights[1] * from[1]) + (weights[2] * from[2]) + (weights[3] * from[3]);
        }
    }

    private static int Within(int index, int length, bool wraps) =>
        wraps ? ((index % length) + length) % length : Math.Clamp(index, 0, length - 1);

    /// <summary>Of cubic interpolation; a = -1/2, R. Keys, IEEE Trans. ASSP 29, 1981.</summary>
    private static Source[] Cubic(int source, int target)
    {
        var all = new Source[target];
        for (var i = 0; i < target; i++)
        {
            var centre = (((i + 0.5) * source) / target) - 0.5;
            var first = (int)Math.Floor(centre) - 1;
            all[i] = new(first, [.. Enumerable.Range(first, Taps).Select(j => (float)Cubic(Math.Abs(centre - j)))]);
        }
        return all;
    }

    private static double Cubic(double t) =>
        t < 1 ? (((1.5 * t) - 2.5) * t * t) + 1
        : t < 2 ? ((((-0.5 * t) + 2.5) * t) - 4) * t + 2
        : 0;

    /// <summary>What one value is made of: the first of <see cref="Taps"/> neighbours, and their weights.</summary>
    private readonly record struct Source(int First, float[] Weights);
}
