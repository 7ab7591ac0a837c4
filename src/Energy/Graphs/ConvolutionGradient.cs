using WFrame.Trunks;

namespace WFrame.Graphs;

/// <summary>The gradient of a convolution with respect to its input.</summary>
internal static class ConvolutionGradient
{
    /// <summary>
    /// Stride 1: a convolution with the kernel flipped and in/out swapped, pads k-1-p; the one down to 3 channels is faster
    /// as ConvTranspose. Other strides, or pads beyond k-1: ConvTranspose, cut to the input's size.
    /// </summary>
    public static string Add(
        GraphBuilder graph,
        ConvolutionLayer c,
        string g,
        string input,
        Tiling tiling = Tiling.None
    )
    {
        var w = c.Window;
        var unit = w.StrideY == 1 && w.StrideX == 1;
        var (top, left) = (w.Height - 1 - w.Top, w.Width - 1 - w.Left);
        var (bottom, right) = (w.Height - 1 - w.Bottom, w.Width - 1 - w.Right);
        if (!unit || Math.Min(Math.Min(top, left), Math.Min(bottom, right)) < 0)
        {
            return Cut(graph, w, g, ForwardNodes.Kernel(graph, c), 1, input);
        }
        if (tiling != Tiling.None)
        {
            var turned = new Window(w.Height, w.Width, 1, 1, top, left, bottom, right);
            var (padded, window) = WrapNodes.Add(graph, g, turned, tiling);
            return graph.Add("Conv", [padded, FlippedKernel(graph, c)], ForwardNodes.WindowAttributes(window));
        }
        return c.In <= 4
            ? graph.Add("ConvTranspose", [g, ForwardNodes.Kernel(graph, c)], ForwardNodes.WindowAttributes(w))
            : graph.Add(
                "Conv",
                [g, FlippedKernel(graph, c)],
                GraphBuilder.Ints("kernel_shape", w.Height, w.Width),
                GraphBuilder.Ints("pads", top, left, bottom, right)
            );
    }

    /// <summary>
    /// Whatever a stride leaves uncovered at the end has gradient 0: the transposed convolution of the padded input is
    /// made stride-1 longer than it need be and cut to [pad, pad + H), H taken from the input at run time.
    /// </summary>
    public static string Cut(GraphBuilder graph, Window w, string g, string kernel, int group, string input)
    {
        var full = graph.Add(
            "ConvTranspose",
            [g, kernel],
            GraphBuilder.Ints("kernel_shape", w.Height, w.Width),
            GraphBuilder.Ints("strides", w.StrideY, w.StrideX),
            GraphBuilder.Ints("output_padding", w.StrideY - 1, w.StrideX - 1),
            GraphBuilder.Int("group", group)
        );
        var size = graph.Add("Shape", [input], GraphBuilder.Int("start", 2), GraphBuilder.Int("end", 4));
        var start = graph.Integers(w.Top, w.Left);
        return graph.Add("Slice", [full, start, graph.Add("Add", [size, start]), graph.Integers(2, 3)]);
    }

    private static string FlippedKernel(GraphBuilder graph, ConvolutionLayer c) =>
        graph.Constant($"{c.Name}_W_flipped", Flipped(c), c.In, c.Out, c.Window.Height, c.Window.Width);

    private static float[] Flipped(ConvolutionLayer c)
    {
        var area = c.Window.Height * c.Window.Width;
        var flipped = new float[c.Kernel.Length];
        for (var o = 0; o < c.Out; o++)
        {
            for (var i = 0; i < c.In; i++)
            {
                for (var k = 0; k < area; k++)
                {
                    flipped[((i * c.Out + o) * area) + area - 1 - k] = c.Kernel[((o * c.In + i) * area) + k];
                }
            }
        }
        return flipped;
    }
}
