using WFrame.Trunks;

namespace WFrame.Testing;

/// <summary>A feature map [C,H,W] in double.</summary>
internal sealed record ReferenceMap(double[] Values, int Channels, int Height, int Width)
{
    public int Index(int c, int y, int x) => (c * Height + y) * Width + x;

    /// <summary>An empty map of the size that a window leaves.</summary>
    public ReferenceMap Pooled(Window w, int? channels = null)
    {
        var (c, height, width) = (channels ?? Channels, w.OutputHeight(Height), w.OutputWidth(Width));
        return new(new double[c * height * width], c, height, width);
    }
}

/// <summary>The convolution by its definition, and its transpose.</summary>
internal static class ReferenceConvolution
{
    public static ReferenceMap Forward(ConvolutionLayer c, ReferenceMap input, bool bias)
    {
        var output = input.Pooled(c.Window, c.Out);
        for (var o = 0; o < output.Values.Length; o++)
        {
            output.Values[o] = bias ? c.Bias[o / (output.Height * output.Width)] : 0;
        }
        Visit(c, input, output, (o, i, k) => output.Values[o] += input.Values[i] * c.Kernel[k]);
        return output;
    }

    public static void Backward(
        ConvolutionLayer c,
        ReferenceMap input,
        ReferenceMap output,
        double[] g,
        double[] next
    ) => Visit(c, input, output, (o, i, k) => next[i] += g[o] * c.Kernel[k]);

    /// <summary>Every product of the convolution: output index, input index, kernel index.</summary>
    private static void Visit(
        ConvolutionLayer c,
        ReferenceMap input,
        ReferenceMap output,
        Action<int, int, int> product
    )
    {
        var w = c.Window;
        for (var o = 0; o < output.Values.Length; o++)
        {
            var (channel, y, x) = (
                o / (output.Height * output.Width),
                o / output.Width % output.Height,
                o % output.Width
            );
            for (var k = 0; k < c.In * w.Height * w.Width; k++)
            {
                var (i, dy, dx) = (
                    k / (w.Height * w.Width),
                    y * w.StrideY - w.Top + k / w.Width % w.Height,
                    x * w.StrideX - w.Left + k % w.Width
                );
                if (dy >= 0 && dy < input.Height && dx >= 0 && dx < input.Width)
                {
                    product(o, input.Index(i, dy, dx), channel * c.In * w.Height * w.Width + k);
                }
            }
        }
    }
}
