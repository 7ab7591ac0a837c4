using System.Numerics.Tensors;
using WFrame.Graphs;

namespace WFrame.Scoring.Shapes;

/// <summary>
/// Lines and spots that are flatter than any in images of a texture: scratches and specks, which change too few pixels for the
/// responses around them to tell. A shape's evidence is its flatness in units of the spread between images of the largest in
/// an image, above the mean of that, and 0 where it is below.
/// </summary>
/// <param name="Scale">Of each shape: evidence = scale x flatness + offset.</param>
/// <param name="Offset">Of each shape.</param>
internal sealed record FlatShapes(IReadOnlyList<float> Scale, IReadOnlyList<float> Offset)
{
    /// <summary>
    /// Evidence counts so much in a map: a scratch covers a hundredth of an image, and is to be heard in the mean of its worst
    /// tenth.
    /// </summary>
    public const float Weight = 3;

    /// <summary>Rows of positions that are worked on at once; the rows of pixels around them are read again for the next ones.</summary>
    private const int BandRows = 16;

    /// <summary>
    /// The largest evidence of a shape at each position of a <see cref="PositionGrid"/>, 0 or more; null of an image that is
    /// too small for shapes.
    /// </summary>
    /// <param name="image">[3,H,W].</param>
    /// <param name="size">H and W.</param>
    /// <param name="threads">Bands of rows that are worked on at once.</param>
    public float[]? Evidence(ReadOnlySpan<float> image, ImageSize size, int threads)
    {
        if (!FlatShape.Fits(size))
        {
            return null;
        }
        var result = Largest(new FlatnessReader(image, size), .., Scale, Offset, threads);
        TensorPrimitives.Max(result, 0, result);
        return result;
    }

    /// <summary>The same for a graph.</summary>
    /// <param name="components">Of each component.</param>
    public static ShapeReading Reading(IReadOnlyList<FlatShapes> components) =>
        new(
            [.. FlatShape.All.SelectMany(shape => Kernel(shape.Inside, FlatShape.InsideReach))],
            FlatShape.InsideReach,
            [.. FlatShape.All.SelectMany(shape => Difference(shape.Beside))],
            FlatShape.BesideReach,
            [.. FlatShape.Luminance],
            FlatShape.Contrast,
            FlatShape.Variance,
            Weight,
            [.. components.Select(shapes => (shapes.Scale.ToArray(), shapes.Offset.ToArray()))]
        );

    private static float[] Kernel(PixelWeights weights, int reach)
    {
        var side = (2 * reach) + 1;
        var result = new float[side * side];
        foreach (var ((down, right), weight) in weights.Places.Zip(weights.Weights))
        {
            result[((down + reach) * side) + right + reach] = weight;
        }
        return result;
    }

    /// <summary>The centre less what is beside it; nothing of a shape that has nothing beside it.</summary>
    private static float[] Difference(PixelWeights? beside)
    {
        const int side = (2 * FlatShape.BesideReach) + 1;
        if (beside is null)
        {
            return new float[side * side];
        }
        var result = Array.ConvertAll(Kernel(beside, FlatShape.BesideReach), w => -w);
        result[side * side / 2] += 1;
        return result;
    }

    /// <summary>The largest scale x flatness + offset of some shapes around the pixels of each position.</summary>
    internal static float[] Largest(
        FlatnessReader reader,
        Range shapes,
        IReadOnlyList<float> scale,
        IReadOnlyList<float> offset,
        int threads
    )
    {
        var (first, count) = shapes.GetOffsetAndLength(FlatShape.All.Count);
        var (grid, row) = (new PositionGrid(reader.Size).Size, reader.RowLength);
        var result = new float[grid.Area];
        _ = Parallel.For(
            0,
            (grid.Height + BandRows - 1) / BandRows,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            band =>
            {
                var cell = band * BandRows;
                var cells = Math.Min(BandRows, grid.Height - cell);
                var top = PositionGrid.Start(cell);
                var rows = Math.Min(PositionGrid.Start(cell + cells), reader.Size.Height) - top;
                var (flatness, largest) = (new float[rows * row], new float[rows * row]);
                largest.AsSpan().Fill(float.NegativeInfinity);
                for (var shape = first; shape < first + count; shape++)
                {
                    reader.Read(shape, top, rows, flatness);
                    TensorPrimitives.Multiply(flatness, scale[shape], flatness);
                    TensorPrimitives.Add(flatness, offset[shape], flatness);
                    TensorPrimitives.Max(flatness, largest, largest);
                }
                var own = result.AsSpan(cell * grid.Width, cells * grid.Width);
                own.Fill(float.NegativeInfinity);
                for (var y = 0; y < rows; y++)
                {
                    Raise(
                        own.Slice(y / PositionGrid.Start(1) * grid.Width, grid.Width),
                        largest.AsSpan(y * row, reader.Size.Width)
                    );
                }
            }
        );
        return result;
    }

    /// <summary>Raises positions to the largest of their pixels in a row.</summary>
    private static void Raise(Span<float> positions, ReadOnlySpan<float> pixels)
    {
        for (var x = 0; x < pixels.Length; x++)
        {
            ref var position = ref positions[x / PositionGrid.Start(1)];
            position = Math.Max(position, pixels[x]);
        }
    }
}
