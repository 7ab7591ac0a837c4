using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using WFrame.Graphs;
using WFrame.ModelFile;
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

/// <summary>
/// Turns a stock vector of pixels, 0..255, into what a trunk reads: [3,H,W], planes B, G, R, minus the trunk's mean.
/// Nothing is learned: fitting only takes the image size from the column, and gives a stock <see cref="OnnxTransformer"/>,
/// so a saved pipeline needs nothing of this library. Made by <see cref="WFrameCatalog.Pixels"/>.
/// </summary>
public sealed class PixelsEstimator : IEstimator<OnnxTransformer>
{
    private readonly MLContext _context;
    private readonly string _output;
    private readonly string _input;
    private readonly PixelOrder _order;
    private readonly PixelLayout _layout;
    private readonly Trunk _trunk;

    internal PixelsEstimator(
        MLContext context,
        string output,
        string input,
        PixelOrder order,
        PixelLayout layout,
        Trunk trunk
    )
    {
        ColumnNames.Check(output, input);
        if (!Enum.IsDefined(order) || !Enum.IsDefined(layout))
        {
            throw new UsageException(
                $"Order {order}, layout {layout}: give Rgb or Bgr, and Planar or Interleaved, as the column was extracted."
            );
        }
        (_context, _output, _input, _order, _layout, _trunk) = (context, output, input, order, layout, trunk);
    }

    /// <inheritdoc/>
    /// <exception cref="UsageException">The column is missing or no vector of float32.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        PixelColumn.Check(inputSchema, _input);
        return ScoreColumns.AppendVectors(_context, inputSchema, _output);
    }

    /// <summary>Takes the size from the column; no row is read. Dispose the transformer: it owns native memory.</summary>
    /// <exception cref="UsageException">The column is missing or cannot be pixels of this layout.</exception>
    public OnnxTransformer Fit(IDataView input)
    {
        var interleaved = _layout == PixelLayout.Interleaved;
        var size = SizeOf(PixelColumn.TypeOf(input.Schema, _input), interleaved);
        var onnx = PixelGraph.Create(_trunk, size, _order == PixelOrder.Rgb, interleaved, _input, _output);
        return StockOnnx.Estimator(_context, [_output], [_input], onnx).Fit(input);
    }

    private ImageSize SizeOf(VectorDataViewType type, bool interleaved) =>
        (interleaved, type.Dimensions) switch
        {
            (false, [3, var height, var width]) => new ImageSize(height, width),
            (true, [var height, var width, 3]) => new ImageSize(height, width),
            _ => throw new UsageException(
                $"Column {_input} is {type}, which are not {_layout} pixels: "
                    + $"{(interleaved ? "[H,W,3]" : "[3,H,W]")} is needed. Extract red, green and blue without alpha, "
                    + $"{(interleaved ? "interleaved" : "not interleaved")}, or set the layout to what the column holds."
            ),
        };
}
