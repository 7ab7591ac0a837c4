using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;
using WFrame.ModelFile;

namespace WFrame.MLNet;

/// <summary>
/// Adds a column that an ONNX graph computes from a column of images. Nothing is learned: fitting only takes the image
/// size from the column, and gives a stock <see cref="OnnxTransformer"/>, so a saved pipeline needs nothing of this library.
/// Made by <see cref="WFrameCatalog.Pixels"/> and <see cref="WFrameCatalog.FilterResponses"/>.
/// </summary>
public sealed class ImageGraphEstimator : IEstimator<OnnxTransformer>
{
    private readonly MLContext _context;
    private readonly string _output;
    private readonly string _input;
    private readonly Func<DataViewSchema, byte[]> _graph;

    internal ImageGraphEstimator(MLContext context, string output, string input, Func<DataViewSchema, byte[]> graph)
    {
        CheckNames(output, input);
        (_context, _output, _input, _graph) = (context, output, input, graph);
    }

    /// <inheritdoc/>
    /// <exception cref="UsageException">The image column is missing or no vector of float32.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        PixelColumn.Check(inputSchema, _input);
        return ScoreColumns.AppendVectors(_context, inputSchema, _output);
    }

    /// <summary>Takes the size from the column; no row is read. Dispose the transformer: it owns native memory.</summary>
    /// <exception cref="UsageException">The image column is missing, of another shape, or too small for the trunk.</exception>
    public OnnxTransformer Fit(IDataView input) =>
        StockOnnx.Estimator(_context, [_output], [_input], _graph(input.Schema)).Fit(input);

    internal static void CheckNames(string output, string input)
    {
        if (string.IsNullOrWhiteSpace(output) || string.IsNullOrWhiteSpace(input) || output == input)
        {
            throw new UsageException(
                $"Columns '{input}' in and '{output}' out are not possible: give two different names that are not empty."
            );
        }
    }
}
