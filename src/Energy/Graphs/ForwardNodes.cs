using WFrame.Trunks;

namespace WFrame.Graphs;

/// <summary>The forward node of each kind of layer.</summary>
internal static class ForwardNodes
{
    public static string Add(GraphBuilder graph, TrunkLayer layer, string x, Tiling tiling = Tiling.None) =>
        layer switch
        {
            ConvolutionLayer c => Convolution(graph, c, x, bias: true, tiling),
            ReluLayer => graph.Add("Relu", [x]),
            MaxPoolLayer p => graph.Add("MaxPool", [x], WindowAttributes(p.Window)),
            AveragePoolLayer p => AveragePool(graph, p.Window, p.CountIncludesPadding, x),
            _ => throw new NotSupportedException(layer.GetType().Name),
        };

    public static string Convolution(GraphBuilder graph, ConvolutionLayer c, string x, bool bias, Tiling tiling)
    {
        var (padded, window) = WrapNodes.Add(graph, x, c.Window, tiling);
        string[] inputs = bias
            ? [padded, Kernel(graph, c), graph.Constant($"{c.Name}_b", c.Bias, c.Out)]
            : [padded, Kernel(graph, c)];
        return graph.Add("Conv", inputs, WindowAttributes(window));
    }

    public static string Kernel(GraphBuilder graph, ConvolutionLayer c) =>
        graph.Constant($"{c.Name}_W", c.Kernel, c.Out, c.In, c.Window.Height, c.Window.Width);

    public static string AveragePool(GraphBuilder graph, Window window, bool countPadding, string x) =>
        graph.Add(
            "AveragePool",
            [x],
            [.. WindowAttributes(window), GraphBuilder.Int("count_include_pad", countPadding ? 1 : 0)]
        );

    public static AttributeProto[] WindowAttributes(Window w) =>
        [
            GraphBuilder.Ints("kernel_shape", w.Height, w.Width),
            GraphBuilder.Ints("strides", w.StrideY, w.StrideX),
            GraphBuilder.Ints("pads", w.Top, w.Left, w.Bottom, w.Right),
        ];
}
