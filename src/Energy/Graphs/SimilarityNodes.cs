using WFrame.Responses;

namespace WFrame.Graphs;

/// <summary>
/// The similarity of an image to the training images as ONNX nodes: directions F_p / (|F_p| + a tenth of the mean length) of
/// the responses at each position, of a filter tap their mean, and the cosine between these and given ones.
/// </summary>
internal static class SimilarityNodes
{
    /// <summary>Added to each length, in the mean length.</summary>
    public const float Floor = 0.1f;

    /// <summary>Where a response, an image or a model is 0 everywhere, 0 over this is 0.</summary>
    private const float Tiny = 1e-20f;

    /// <param name="graph">Grows.</param>
    /// <param name="outputs">F of each tap, [N,C,h,w].</param>
    /// <param name="directions">Of each component, shaped as theta.</param>
    /// <returns>Similarity [N,K], and the directions at length 1, [K, numbers of theta].</returns>
    public static (string Similarity, string Directions) Add(
        GraphBuilder graph,
        IReadOnlyList<string> outputs,
        Theta directions
    )
    {
        string[] parts = [.. directions.Layout.Taps.Zip(outputs, (tap, output) => Direction(graph, tap, output))];
        var own = parts.Length == 1 ? parts[0] : graph.Add("Concat", parts, GraphBuilder.Int("axis", 1));
        var (groups, length) = (directions.Groups, directions.Layout.ThetaLength);
        var units = new float[groups * length];
        for (var k = 0; k < groups; k++)
        {
            var group = directions.Group(k);
            var norm = Math.Sqrt(Energy.Dot(group, group));
            for (var i = 0; i < length; i++)
            {
                units[(k * length) + i] = (float)(group[i] / Math.Max(norm, Tiny));
            }
        }
        var weights = graph.Constant("directions", units, groups, length);
        var products = graph.Add("Gemm", [own, weights], GraphBuilder.Int("transB", 1));
        var norms = graph.Add("ReduceL2", [own, graph.Integers(1)], GraphBuilder.Int("keepdims", 1));
        return (graph.Add("Div", [products, Positive(graph, norms)]), weights);
    }

    /// <summary>
    /// Where an image is unlike the training images of the component that it is most like: 1 less the cosine between F and their
    /// mean direction at each position, enlarged bilinearly, mean over taps.
    /// </summary>
    /// <param name="graph">Grows.</param>
    /// <param name="outputs">F of each tap, [N,C,h,w].</param>
    /// <param name="layout">The taps, all spatial.</param>
    /// <param name="similar">As <see cref="Add"/> returns.</param>
    /// <param name="size">Of the images.</param>
    /// <returns>The map, [N,H,W].</returns>
    public static string Map(
        GraphBuilder graph,
        IReadOnlyList<string> outputs,
        ResponseLayout layout,
        (string Similarity, string Directions) similar,
        ImageSize size
    )
    {
        var best = MostSimilar(graph, similar.Similarity);
        var direction = graph.Add("Gather", [similar.Directions, best], GraphBuilder.Int("axis", 0));
        var one = graph.Constant("one", [1f], 1);
        var sum = layout
            .Taps.Zip(outputs, (tap, output) => Enlarged(graph, graph.Add("Sub", [one, Cosine(tap, output)]), size))
            .ToArray()
            .Aggregate((a, b) => graph.Add("Add", [a, b]));
        var mean = graph.Add("Div", [sum, graph.Constant("taps", [layout.Taps.Count], 1)]);
        return graph.Add("Reshape", [mean, graph.Integers(-1, size.Height, size.Width)]);

        string Cosine(ResponseTap tap, string output)
        {
            var (start, end) = (graph.Integers(tap.ThetaOffset), graph.Integers(tap.ThetaOffset + tap.ThetaLength));
            var part = graph.Add("Slice", [direction, start, end, graph.Integers(1)]);
            var own = graph.Add("Reshape", [part, graph.Integers(-1, tap.Channels, tap.Height, tap.Width)]);
            var product = graph.Add(
                "ReduceSum",
                [graph.Add("Mul", [output, own]), graph.Integers(1)],
                GraphBuilder.Int("keepdims", 1)
            );
            var lengths = graph.Add("Mul", [Length(graph, output), Length(graph, own)]);
            return graph.Add("Div", [product, Positive(graph, lengths)]);
        }
    }

    /// <summary>
    /// What components have, each [K,...], for images: that of the component an image is most like, [N,...]; of a single
    /// component as it is.
    /// </summary>
    public static string[] OfMostSimilar(GraphBuilder graph, string similarity, int components, params string[] all)
    {
        if (components == 1)
        {
            return all;
        }
        var best = MostSimilar(graph, similarity);
        return [.. all.Select(of => graph.Add("Gather", [of, best], GraphBuilder.Int("axis", 0)))];
    }

    /// <summary>The component that each image is most like, [N].</summary>
    private static string MostSimilar(GraphBuilder graph, string similarity) =>
        graph.Add("ArgMax", [similarity], GraphBuilder.Int("axis", 1), GraphBuilder.Int("keepdims", 0));

    /// <summary>A map [N,1,h,w] at an image's size, bilinear between the centres of its values.</summary>
    public static string Enlarged(GraphBuilder graph, string map, ImageSize size) =>
        graph.Add(
            "Resize",
            [map, "", "", graph.Integers(size.Height, size.Width)],
            GraphBuilder.Text("mode", "linear"),
            GraphBuilder.Text("coordinate_transformation_mode", "half_pixel"),
            GraphBuilder.Ints("axes", 2, 3)
        );

    private static string Length(GraphBuilder graph, string values) =>
        graph.Add("ReduceL2", [values, graph.Integers(1)], GraphBuilder.Int("keepdims", 1));

    /// <summary>Directions of the responses F [N,C,h,w] at each position, of the same shape.</summary>
    public static string Directions(GraphBuilder graph, string output)
    {
        var lengths = Length(graph, output);
        var mean = graph.Add("ReduceMean", [lengths, graph.Integers(2, 3)], GraphBuilder.Int("keepdims", 1));
        var floor = graph.Add("Mul", [mean, graph.Constant("direction_floor", [Floor], 1)]);
        return graph.Add("Div", [output, graph.Add("Add", [lengths, Positive(graph, floor)])]);
    }

    private static string Direction(GraphBuilder graph, ResponseTap tap, string output)
    {
        var direction = Directions(graph, output);
        if (tap.Form == ThetaForm.Filter)
        {
            direction = graph.Add("ReduceMean", [direction, graph.Integers(2, 3)], GraphBuilder.Int("keepdims", 0));
        }
        return graph.Add("Reshape", [direction, graph.Integers(-1, tap.ThetaLength)]);
    }

    private static string Positive(GraphBuilder graph, string value) =>
        graph.Add("Max", [value, graph.Constant("tiny", [Tiny], 1)]);
}
