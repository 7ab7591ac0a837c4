using WFrame.Trunks;

namespace WFrame.Graphs;

/// <summary>The gradient of an average pool: a transposed depthwise convolution with a constant kernel.</summary>
internal static class AveragePoolGradient
{
    public static string Add(GraphBuilder graph, AveragePoolLayer pool, int channels, string g, string input)
    {
        var w = pool.Window;
        if (!pool.CountIncludesPadding)
        {
            // Mean over the cells inside = mean with zeros / share of cells inside; the share is the pool of an image of ones.
            var size = graph.Add("Shape", [input], GraphBuilder.Int("start", 2), GraphBuilder.Int("end", 4));
            var shape = graph.Add("Concat", [graph.Integers(1, 1), size], GraphBuilder.Int("axis", 0));
            var ones = graph.Add("Expand", [graph.Constant("one", [1f], 1), shape]);
            g = graph.Add("Div", [g, ForwardNodes.AveragePool(graph, w, countPadding: true, ones)]);
        }
        var kernel = new float[channels * w.Height * w.Width];
        Array.Fill(kernel, 1f / (w.Height * w.Width));
        var name = graph.Constant($"{pool.Name}_spread", kernel, channels, 1, w.Height, w.Width);
        return ConvolutionGradient.Cut(graph, w, g, name, channels, input);
    }
}
