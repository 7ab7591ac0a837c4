using Google.Protobuf;
using WFrame.Trunks;

namespace WFrame.Graphs;

/// <summary>Pixels as stock image transforms give them, made into what a trunk reads: one ONNX graph of fixed image size.</summary>
internal static class PixelGraph
{
    /// <summary>
    /// Pixels 0..255 of one image -> [3,H,W], planes B, G, R, minus the trunk's mean. Without an axis for the images: ML.NET
    /// scores a row at a time, and would make a flat vector of four axes, in which a trainer finds no height.
    /// </summary>
    /// <param name="trunk">Whose mean is subtracted.</param>
    /// <param name="size">Image size, fixed in the graph.</param>
    /// <param name="redFirst">Whether colours come as R, G, B; else as B, G, R.</param>
    /// <param name="interleaved">Whether the input is [1,H,W,3]; else [1,3,H,W].</param>
    /// <param name="input">Name of the input.</param>
    /// <param name="output">Name of the output.</param>
    public static byte[] Create(
        Trunk trunk,
        ImageSize size,
        bool redFirst,
        bool interleaved,
        string input,
        string output
    )
    {
        var graph = new GraphBuilder("pixels");
        var pixels = interleaved
            ? graph.Add(
                "Transpose",
                [graph.Input("x", ["N"], -1, size.Height, size.Width, 3)],
                GraphBuilder.Ints("perm", 0, 3, 1, 2)
            )
            : graph.Input("x", ["N"], -1, 3, size.Height, size.Width);
        if (redFirst)
        {
            pixels = graph.Add("Gather", [pixels, graph.Integers(2, 1, 0)], GraphBuilder.Int("axis", 1));
        }
        var centred = graph.Add("Sub", [pixels, graph.Constant("mean", trunk.Mean.ToArray(), 1, 3, 1, 1)]);
        var image = graph.Add("Reshape", [centred, graph.Integers(3, size.Height, size.Width)]);
        graph.Output("pixels", image, [], 3, size.Height, size.Width);
        var names = new Dictionary<string, string> { ["x"] = input, ["pixels"] = output };
        return OnnxNames.Rename("pixels", graph.Build(17).ToByteArray(), names);
    }
}
