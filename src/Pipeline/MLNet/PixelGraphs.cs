using Microsoft.ML;
using WFrame.Graphs;
using WFrame.Trunks;

namespace WFrame.MLNet;

/// <summary>In which order the colours of a pixel come.</summary>
public enum PixelOrder
{
    /// <summary>Red, green, blue: what ExtractPixels gives unless told otherwise.</summary>
    Rgb,

    /// <summary>Blue, green, red.</summary>
    Bgr,
}

/// <summary>How a vector of pixels is laid out.</summary>
public enum PixelLayout
{
    /// <summary>One plane a colour, [3,H,W]: what ExtractPixels gives unless told otherwise.</summary>
    Planar,

    /// <summary>The colours of a pixel side by side, [H,W,3].</summary>
    Interleaved,
}

/// <summary>Graphs that turn a stock vector of pixels, 0..255, into what a trunk reads.</summary>
internal static class PixelGraphs
{
    public static ImageGraphEstimator Estimator(
        MLContext context,
        string output,
        string input,
        PixelOrder order,
        PixelLayout layout,
        Trunk trunk
    )
    {
        if (!Enum.IsDefined(order) || !Enum.IsDefined(layout))
        {
            throw new UsageException(
                $"Order {order}, layout {layout}: give Rgb or Bgr, and Planar or Interleaved, as the column was extracted."
            );
        }
        var interleaved = layout == PixelLayout.Interleaved;
        return new ImageGraphEstimator(context, output, input, Graph);

        byte[] Graph(DataViewSchema schema)
        {
            var type = PixelColumn.TypeOf(schema, input);
            var size = (interleaved, type.Dimensions) switch
            {
                (false, [3, var height, var width]) => new ImageSize(height, width),
                (true, [var height, var width, 3]) => new ImageSize(height, width),
                _ => throw new UsageException(
                    $"Column {input} is {type}, which are not {layout} pixels: "
                        + $"{(interleaved ? "[H,W,3]" : "[3,H,W]")} is needed. Extract red, green and blue without alpha, "
                        + $"{(interleaved ? "interleaved" : "not interleaved")}, or set the layout to what the column holds."
                ),
            };
            return PixelGraph.Create(trunk, size, order == PixelOrder.Rgb, interleaved, input, output);
        }
    }
}
