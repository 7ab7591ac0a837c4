using WFrame.Trunks;

namespace WFrame.Graphs;

/// <summary>The forward node of each kind of layer.</summary>
internal static class ForwardNodes
{
    public static string Add(GraphBuilder graph, TrunkLayer layer, string x) =>
        layer switch
        {
            ConvolutionLayer c => graph.Add(
                "Conv",
                [x, Kernel(graph, c), graph.Constant($"{c.Name}_b", c.Bias, c.Out)],
                WindowAttributes(c.Window)
            ),
            ReluLayer => graph.Add("Relu", [x]),
            MaxPoolLayer p => graph.Add("MaxPool", [x], WindowAttributes(p.Window)),
            AveragePoolLayer p => AveragePool(graph, p.Window, p.CountIncludesPadding, x),
            _ => throw new NotSupportedException(layer.GetType().Name),
        };

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
