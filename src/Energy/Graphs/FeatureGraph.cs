using Google.Protobuf;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Graphs;

/// <summary>A trunk's responses as one ONNX graph of fixed image size, for tools that want vectors of a known length.</summary>
public static class FeatureGraph
{
    /// <summary>Images [N,3,H,W] -> responses [N,C,h,w], or their means over the positions [N,C].</summary>
    /// <param name="trunk">The trunk.</param>
    /// <param name="size">Image size, fixed in the graph.</param>
    /// <param name="pooled">Whether each filter is averaged over its positions.</param>
    /// <param name="input">Name of the input.</param>
    /// <param name="output">Name of the output.</param>
    /// <exception cref="UsageException">The size is too small for the trunk.</exception>
    public static byte[] Create(Trunk trunk, ImageSize size, bool pooled, string input, string output)
    {
        var tap = trunk.Layout(size, ThetaForm.Spatial).Taps[0];
        var graph = new GraphBuilder("features");
        var x = graph.Input("x", ["N"], -1, 3, size.Height, size.Width);
        var responses = new Tape(graph, trunk, x, decisions: false, unpool: false).Output;
        if (pooled)
        {
            var mean = graph.Add("ReduceMean", [responses, graph.Integers(2, 3)], GraphBuilder.Int("keepdims", 0));
            graph.Output("features", mean, ["N"], -1, tap.Channels);
        }
        else
        {
            graph.Output("features", responses, ["N"], -1, tap.Channels, tap.Height, tap.Width);
        }
        var names = new Dictionary<string, string> { ["x"] = input, ["features"] = output };
        return OnnxNames.Rename("features", graph.Build(18).ToByteArray(), names);
    }
}
