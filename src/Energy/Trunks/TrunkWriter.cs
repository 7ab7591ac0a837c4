using WFrame.Graphs;

namespace WFrame.Trunks;

/// <summary>Writes a trunk as an ONNX chain: input x [N,3,H,W], output responses [N,C,h,w], opset 17.</summary>
internal static class TrunkWriter
{
    public static ModelProto Model(Trunk trunk)
    {
        var graph = new GraphBuilder(trunk.Name);
        var value = graph.Input("x", ["N", "", "H", "W"], -1, 3, -1, -1);
        foreach (var layer in trunk.Layers)
        {
            value = ForwardNodes.Add(graph, layer, value);
        }
        graph.Rename(value, "responses", ["N", "", "h", "w"], -1, trunk.Channels, -1, -1);
        return graph.Build(17);
    }
}
