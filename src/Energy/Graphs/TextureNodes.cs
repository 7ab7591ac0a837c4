using WFrame.Trunks;

namespace WFrame.Graphs;

/// <summary>How the values of a map's rows and columns become those at the positions of a grid: positions = Down map Across.</summary>
/// <param name="Size">Rows h and columns w of the map.</param>
/// <param name="Down">[rows of the grid, h].</param>
/// <param name="Across">[w, columns of the grid].</param>
internal sealed record GridReading(ImageSize Size, float[] Down, float[] Across);

/// <summary>What the map of a texture is made of.</summary>
/// <param name="Margin">Rows and columns that are mirrored beyond each edge.</param>
/// <param name="Layers">Indices of the layers whose directions are read.</param>
/// <param name="Grid">Rows and columns of positions.</param>
/// <param name="Readings">Of each layer, and of the mirrored image's colours.</param>
/// <param name="Spreads">Mean [D] and whitening [D,D] of each component's directions and colours.</param>
/// <param name="Shapes">Flat lines and spots; null where none are looked for.</param>
internal sealed record TextureReading(
    (int Y, int X) Margin,
    IReadOnlyList<int> Layers,
    ImageSize Grid,
    IReadOnlyList<GridReading> Readings,
    IReadOnlyList<(float[] Mean, float[] Whitening)> Spreads,
    ShapeReading? Shapes
);

/// <summary>
/// The map of a texture as ONNX nodes: |W (v - m)| / sqrt(D) of the directions and colours v at each position of a grid,
/// and what flat shapes add (<see cref="ShapeNodes"/>), enlarged to the image's size. The trunk runs once more, over the image
/// with mirrored edges.
/// </summary>
internal static class TextureNodes
{
    /// <param name="graph">Grows.</param>
    /// <param name="trunk">The trunk.</param>
    /// <param name="x">Images, [N,3,H,W].</param>
    /// <param name="size">Of the images.</param>
    /// <param name="similarity">[N,K]: the component that an image is most like has its map.</param>
    /// <param name="reading">How.</param>
    /// <returns>The map, [N,H,W].</returns>
    public static string Map(
        GraphBuilder graph,
        Trunk trunk,
        string x,
        ImageSize size,
        string similarity,
        TextureReading reading
    )
    {
        var (down, across) = reading.Margin;
        var mirrored = Mirrored(graph, x, down, across);
        var tape = new Tape(graph, trunk, [.. reading.Layers], mirrored);
        string[] parts =
        [
            .. tape
                .Outputs.Select(output => SimilarityNodes.Directions(graph, output))
                .Append(mirrored)
                .Select((map, i) => Read(graph, map, i, reading)),
        ];
        var length = reading.Spreads[0].Mean.Length;
        var joined = graph.Add("Concat", parts, GraphBuilder.Int("axis", 1));
        var vectors = graph.Add("Reshape", [joined, graph.Integers(-1, length, reading.Grid.Area)]);
        var spread = Spread(graph, similarity, reading, length);
        var whitened = graph.Add("MatMul", [spread[1], graph.Add("Sub", [vectors, spread[0]])]);
        var distance = graph.Add("ReduceL2", [whitened, graph.Integers(1)], GraphBuilder.Int("keepdims", 1));
        var unit = graph.Constant("texture_unit", [(float)(1 / Math.Sqrt(length))], 1);
        var grid = graph.Add(
            "Reshape",
            [graph.Add("Mul", [distance, unit]), graph.Integers(-1, 1, reading.Grid.Height, reading.Grid.Width)]
        );
        if (reading.Shapes is { } shapes)
        {
            grid = graph.Add("Add", [grid, ShapeNodes.Evidence(graph, x, similarity, shapes)]);
        }
        var map = SimilarityNodes.Enlarged(graph, grid, size);
        return graph.Add("Reshape", [map, graph.Integers(-1, size.Height, size.Width)]);
    }

    /// <summary>Images with rows and columns mirrored beyond each edge.</summary>
    public static string Mirrored(GraphBuilder graph, string images, int down, int across) =>
        graph.Add(
            "Pad",
            [images, graph.Integers(0, 0, down, across, 0, 0, down, across)],
            GraphBuilder.Text("mode", "reflect")
        );

    private static string Read(GraphBuilder graph, string map, int number, TextureReading reading)
    {
        var (size, down, across) = reading.Readings[number];
        var rows = graph.Constant($"texture_down_{number}", down, reading.Grid.Height, size.Height);
        var columns = graph.Constant($"texture_across_{number}", across, size.Width, reading.Grid.Width);
        return graph.Add("MatMul", [graph.Add("MatMul", [rows, map]), columns]);
    }

    /// <summary>Mean [1 or N,D,1] and whitening [1 or N,D,D] of the component that each image is most like.</summary>
    private static string[] Spread(GraphBuilder graph, string similarity, TextureReading reading, int length)
    {
        var count = reading.Spreads.Count;
        float[] means = [.. reading.Spreads.SelectMany(s => s.Mean)];
        float[] whitenings = [.. reading.Spreads.SelectMany(s => s.Whitening)];
        return SimilarityNodes.OfMostSimilar(
            graph,
            similarity,
            count,
            graph.Constant("texture_mean", means, count, length, 1),
            graph.Constant("texture_whitening", whitenings, count, length, length)
        );
    }
}
