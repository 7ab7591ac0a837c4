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

    /// <summary>
    /// The largest evidence of a shape at each position of a <see cref="PositionGrid"/>, 0 or more; null of an image that is
    /// too small for shapes.
    /// </summary>
    /// <param name="image">[3,H,W].</param>
    /// <param name="size">H and W.</param>
    /// <param name="threads">Rows that are worked on at once.</param>
    public float[]? Evidence(ReadOnlySpan<float> image, ImageSize size, int threads)
    {
        if (!FlatShape.Fits(size))
        {
            return null;
        }
        var result = Largest(new FlatnessReader(image, size), size, .., Scale, Offset, threads);
        for (var p = 0; p < result.Length; p++)
        {
            result[p] = Math.Max(0, result[p]);
        }
        return result;
    }

    /// <summary>The same for a graph.</summary>
    /// <param name="components">Of each component.</param>
    public static ShapeReading Reading(IReadOnlyList<FlatShapes> components) =>
        new(
            FlatShape.Reach,
            [.. FlatShape.Luminance],
            [.. FlatShape.All.SelectMany(shape => Kernel(shape.Inside))],
            [.. FlatShape.All.SelectMany(shape => Kernel(shape.Beside))],
            [.. FlatShape.All.Select(shape => shape.Beside is null ? 0f : 1)],
            FlatShape.Contrast,
            FlatShape.Variance,
            Weight,
            [.. components.Select(shapes => (shapes.Scale.ToArray(), shapes.Offset.ToArray()))]
        );

    private static float[] Kernel(PixelWeights? weights)
    {
        const int side = (2 * FlatShape.Reach) + 1;
        var result = new float[side * side];
        for (var i = 0; i < weights?.Places.Count; i++)
        {
            var (down, right) = weights.Places[i];
            result[((down + FlatShape.Reach) * side) + right + FlatShape.Reach] = weights.Weights[i];
        }
        return result;
    }

    /// <summary>The largest scale x flatness + offset of some shapes around the pixels of each position.</summary>
    internal static float[] Largest(
        FlatnessReader reader,
        ImageSize size,
        Range shapes,
        IReadOnlyList<float> scale,
        IReadOnlyList<float> offset,
        int threads
    )
    {
        var grid = new PositionGrid(size).Size;
        var (first, count) = shapes.GetOffsetAndLength(FlatShape.All.Count);
        var result = new float[grid.Area];
        _ = Parallel.For(
            0,
            grid.Height,
            new ParallelOptions { MaxDegreeOfParallelism = threads },
            cell =>
            {
                var row = new float[reader.RowLength];
                var own = result.AsSpan(cell * grid.Width, grid.Width);
                own.Fill(float.NegativeInfinity);
                var end = Math.Min(PositionGrid.Start(cell + 1), size.Height);
                for (var y = PositionGrid.Start(cell); y < end; y++)
                {
                    for (var shape = first; shape < first + count; shape++)
                    {
                        reader.Row(shape, y, row);
                        for (var x = 0; x < size.Width; x++)
                        {
                            ref var largest = ref own[x / PositionGrid.Start(1)];
                            largest = Math.Max(largest, (scale[shape] * row[x]) + offset[shape]);
                        }
                    }
                }
            }
        );
        return result;
    }
}
