namespace WFrame.Graphs;

/// <summary>How flat shapes are looked for: evidence = scale log((|m - b| + contrast) / sqrt(v + variance)) + offset.</summary>
/// <param name="Inside">Weights of m and v, [shapes, side, side], side odd.</param>
/// <param name="InsideReach">Half of that side, rounded down.</param>
/// <param name="Difference">Of m, the weights of m - b, likewise; all 0 of a shape that has nothing beside it.</param>
/// <param name="DifferenceReach">Half of their side, rounded down.</param>
/// <param name="Luminance">Share of each channel.</param>
/// <param name="Contrast">Added to a contrast.</param>
/// <param name="Variance">Added to a variance.</param>
/// <param name="Weight">Factor of the evidence.</param>
/// <param name="Scales">Scale and offset of each shape, of each component.</param>
internal sealed record ShapeReading(
    float[] Inside,
    int InsideReach,
    float[] Difference,
    int DifferenceReach,
    float[] Luminance,
    float Contrast,
    float Variance,
    float Weight,
    IReadOnlyList<(float[] Scale, float[] Offset)> Scales
);

/// <summary>What flat lines and spots add to the map of a texture, as ONNX nodes.</summary>
internal static class ShapeNodes
{
    /// <param name="graph">Grows.</param>
    /// <param name="x">Images, [N,3,H,W].</param>
    /// <param name="similarity">[N,K]: the component that an image is most like has its scales.</param>
    /// <param name="reading">How.</param>
    /// <returns>[N,1,h,w], h and w half of H and W, rounded up.</returns>
    public static string Evidence(GraphBuilder graph, string x, string similarity, ShapeReading reading)
    {
        var (inner, outer) = (reading.InsideReach, reading.DifferenceReach);
        var (side, around) = ((2 * inner) + 1, (2 * outer) + 1);
        var shapes = reading.Inside.Length / (side * side);
        var grey = graph.Add("Conv", [x, graph.Constant("shape_luminance", reading.Luminance, 1, 3, 1, 1)]);
        var inside = graph.Constant("shape_inside", reading.Inside, shapes, 1, side, side);
        // The means beyond the image's edges are those beside lines within it.
        var means = graph.Add("Conv", [Mirrored(inner + outer), inside]);
        var mean = graph.Add(
            "Slice",
            [means, graph.Integers(outer, outer), graph.Integers(-outer, -outer), graph.Integers(2, 3)]
        );
        var difference = graph.Add(
            "Conv",
            [means, graph.Constant("shape_difference", reading.Difference, shapes, 1, around, around)],
            GraphBuilder.Int("group", shapes)
        );
        var plane = Mirrored(inner);
        var squares = graph.Add("Conv", [graph.Add("Mul", [plane, plane]), inside]);
        var contrast = graph.Add(
            "Add",
            [graph.Add("Abs", [difference]), graph.Constant("shape_contrast", [reading.Contrast], 1)]
        );
        var variance = graph.Add(
            "Add",
            [
                graph.Add("Relu", [graph.Add("Sub", [squares, graph.Add("Mul", [mean, mean])])]),
                graph.Constant("shape_variance", [reading.Variance], 1),
            ]
        );
        var ratio = graph.Add("Div", [graph.Add("Mul", [contrast, contrast]), variance]);
        var scales = Scales(graph, similarity, reading, shapes);
        var evidence = graph.Add("Add", [graph.Add("Mul", [graph.Add("Log", [ratio]), scales[0]]), scales[1]]);
        var most = graph.Add("ReduceMax", [evidence, graph.Integers(1)], GraphBuilder.Int("keepdims", 1));
        var pooled = graph.Add(
            "MaxPool",
            [most],
            GraphBuilder.Ints("kernel_shape", 2, 2),
            GraphBuilder.Ints("strides", 2, 2),
            GraphBuilder.Int("ceil_mode", 1)
        );
        var weight = graph.Constant("shape_weight", [reading.Weight], 1);
        return graph.Add("Mul", [graph.Add("Relu", [pooled]), weight]);

        string Mirrored(int reach) => TextureNodes.Mirrored(graph, grey, reach, reach);
    }

    /// <summary>Half the scale, for a logarithm of squares, and offset, each [1 or N, shapes, 1, 1].</summary>
    private static string[] Scales(GraphBuilder graph, string similarity, ShapeReading reading, int shapes)
    {
        var count = reading.Scales.Count;
        float[] scales = [.. reading.Scales.SelectMany(of => of.Scale.Select(s => s / 2))];
        float[] offsets = [.. reading.Scales.SelectMany(of => of.Offset)];
        return SimilarityNodes.OfMostSimilar(
            graph,
            similarity,
            count,
            graph.Constant("shape_scale", scales, count, shapes, 1, 1),
            graph.Constant("shape_offset", offsets, count, shapes, 1, 1)
        );
    }
}
