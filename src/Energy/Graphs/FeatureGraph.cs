using Google.Protobuf;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Graphs;

/// <summary>A trunk's responses as one ONNX graph of fixed image size, for tools that want vectors of a known length.</summary>
internal static class FeatureGraph
{
    /// <summary>
    /// Images [N,3,H,W] -> responses [N,C,h,w], or their means over the positions [N,C]. Of several taps: [N, all of them].
    /// </summary>
    /// <param name="trunk">The trunk.</param>
    /// <param name="size">Image size, fixed in the graph.</param>
    /// <param name="pooled">Whether each filter is averaged over its positions.</param>
    /// <param name="input">Name of the input.</param>
    /// <param name="output">Name of the output.</param>
    /// <param name="taps">The layers; null: the last.</param>
    /// <exception cref="UsageException">The size is too small for the trunk, or a layer is unknown.</exception>
    public static byte[] Create(
        Trunk trunk,
        ImageSize size,
        bool pooled,
        string input,
        string output,
        IReadOnlyList<Tap>? taps = null
    )
    {
        var layout = taps is null ? trunk.Layout(size, ThetaForm.Spatial) : trunk.Layout(size, taps);
        var graph = new GraphBuilder("features");
        var x = graph.Input("x", ["N"], -1, 3, size.Height, size.Width);
        int[] layers = [.. layout.Taps.Select(tap => tap.LayerIndex)];
        var values = new Tape(graph, trunk, layers, x).Outputs;
        long[] shape = [-1, .. Shape(layout, pooled)];
        if (pooled)
        {
            values =
            [
                .. values.Select(v =>
                    graph.Add("ReduceMean", [v, graph.Integers(2, 3)], GraphBuilder.Int("keepdims", 0))
                ),
            ];
        }
        if (values.Count > 1)
        {
            string[] flat = [.. values.Select(v => graph.Add("Flatten", [v]))];
            values = [graph.Add("Concat", flat, GraphBuilder.Int("axis", 1))];
        }
        graph.Output("features", values[0], ["N"], shape);
        var names = new Dictionary<string, string> { ["x"] = input, ["features"] = output };
        return OnnxNames.Rename("features", graph.Build(18).ToByteArray(), names);
    }

    /// <summary>Shape of the features of one image.</summary>
    private static long[] Shape(ResponseLayout layout, bool pooled) =>
        layout.Taps is not [var tap] ? [pooled ? layout.Taps.Sum(t => t.Channels) : layout.Length]
        : pooled ? [tap.Channels]
        : [tap.Channels, tap.Height, tap.Width];
}
