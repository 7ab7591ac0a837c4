using Microsoft.ML;
using Microsoft.ML.Transforms.Onnx;
using WFrame.Graphs;
using WFrame.ModelFile;
using WFrame.Trunks;

namespace WFrame.MLNet;

/// <summary>
/// Adds the responses of a frozen trunk as a column. Nothing is learned: fitting only takes the image size from the column,
/// and gives a stock <see cref="OnnxTransformer"/>. Made by <see cref="WFrameCatalog.FilterResponses"/>.
/// </summary>
public sealed class FilterResponsesEstimator : IEstimator<OnnxTransformer>
{
    private readonly MLContext _context;
    private readonly string _output;
    private readonly string _input;
    private readonly bool _pooled;
    private readonly Trunk _trunk;

    internal FilterResponsesEstimator(MLContext context, string output, string input, bool pooled, Trunk trunk)
    {
        ColumnNames.Check(output, input);
        (_context, _output, _input, _pooled, _trunk) = (context, output, input, pooled, trunk);
    }

    /// <inheritdoc/>
    /// <exception cref="UsageException">The image column is missing or of another type.</exception>
    public SchemaShape GetOutputSchema(SchemaShape inputSchema)
    {
        PixelColumn.Check(inputSchema, _input);
        return ScoreColumns.AppendVectors(_context, inputSchema, _output);
    }

    /// <summary>Takes the size from the column; no row is read. Dispose the transformer: it owns native memory.</summary>
    /// <exception cref="UsageException">The image column is missing, not [3,H,W], or too small for the trunk.</exception>
    public OnnxTransformer Fit(IDataView input)
    {
        var size = PixelColumn.SizeOf(input.Schema, _input, given: null);
        var onnx = FeatureGraph.Create(_trunk, size, _pooled, _input, _output);
        return StockOnnx.Estimator(_context, [_output], [_input], onnx).Fit(input);
    }
}
