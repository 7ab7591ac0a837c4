using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using WFrame.ModelFile;

namespace WFrame.MLNet;

/// <summary>
/// Scores images under a learned model: adds the columns Score (log-density up to a constant of each component), Phi
/// and Similarity (how like the training images, 0..1; not of a model that was stored without, see
/// <see cref="WFrameModel.WithSimilarity"/>), vectors with one entry a component, and the column Map [H,W], where an image is
/// unlike the training images of the component that it is most like. Of spatial theta it is 0 where the image is as they are on
/// average, 1 where it has nothing of them; of filter theta, a texture, 1 is ordinary and above it has no end
/// (<see cref="WFrameModel.Maps"/>).
/// </summary>
/// <remarks>
/// The work is done by a stock ML.NET ONNX transformer, and that is what <c>mlContext.Model.Save</c> stores of it, alone or
/// within a pipeline: such a file scores anywhere without this library. To keep everything that was learned (theta,
/// chains, history) save <see cref="Model"/> instead; the file is an ML.NET model all the same. Rows are scored one at a
/// time by <see cref="Transform"/> and in batches by <see cref="ScoreBatches"/>. Owns native memory: dispose it.
/// </remarks>
public sealed class WFrameTransformer : ITransformer, IDisposable
{
    private readonly OnnxTransformer _scorer;
    private readonly ITransformer _inner;
    private readonly string _column;
    private volatile bool _disposed;

    /// <summary>Makes a transformer of a model, for instance a loaded one.</summary>
    /// <param name="context">ML.NET's context.</param>
    /// <param name="model">The learned model.</param>
    /// <param name="featureColumnName">Column of images, [3,H,W] at the model's size.</param>
    /// <exception cref="UsageException">The model is too large for one ONNX file.</exception>
    public WFrameTransformer(MLContext context, WFrameModel model, string featureColumnName = "Pixels")
    {
        (Model, _column) = (model, featureColumnName);
        _scorer = ScoringModel.Create(context, model, model.Trunk);
        _inner = _scorer;
        if (featureColumnName != ScoringModel.PixelsColumn)
        {
            var input = ScoringModel.EmptyInput(context, model.Size, featureColumnName);
            var copy = context.Transforms.CopyColumns(ScoringModel.PixelsColumn, featureColumnName).Fit(input);
            _inner = new TransformerChain<ITransformer>(copy, _scorer);
        }
    }

    /// <summary>What was learned: draws images, scores batches, saves itself whole.</summary>
    public WFrameModel Model { get; }

    /// <inheritdoc/>
    public bool IsRowToRowMapper => true;

    /// <inheritdoc/>
    /// <exception cref="UsageException">The pixel column is missing, of another type or another size.</exception>
    public DataViewSchema GetOutputSchema(DataViewSchema inputSchema)
    {
        PixelColumn.Check(inputSchema, _column, Model.Size);
        return _inner.GetOutputSchema(inputSchema);
    }

    /// <inheritdoc/>
    /// <exception cref="UsageException">The pixel column is missing, of another type or another size.</exception>
    public IDataView Transform(IDataView input)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        PixelColumn.Check(input.Schema, _column, Model.Size);
        return _inner.Transform(input);
    }

    /// <inheritdoc/>
    public IRowToRowMapper GetRowToRowMapper(DataViewSchema inputSchema)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        PixelColumn.Check(inputSchema, _column, Model.Size);
        return _inner.GetRowToRowMapper(inputSchema);
    }

    /// <summary>
    /// Scores the rows in batches on an engine of this library, in order, one result a row: many times as fast as
    /// <see cref="Transform"/>, which scores a row at a time, and in memory that does not grow with the rows.
    /// </summary>
    /// <param name="input">Rows with the column of images; read once, lazily, as the results are.</param>
    /// <param name="rowsPerBatch">Rows that are held and scored together, 1 or more.</param>
    /// <param name="engine">Where to compute; the fastest there is when null.</param>
    /// <param name="cancellation">Checked before each row.</param>
    /// <returns>A row that cannot be read or is not finite has its reason and no score.</returns>
    /// <exception cref="UsageException">The pixel column is missing, of another type or another size.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public IEnumerable<RowScore> ScoreBatches(
        IDataView input,
        int rowsPerBatch = 64,
        EngineOptions? engine = null,
        CancellationToken cancellation = default
    )
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        PixelColumn.Check(input.Schema, _column, Model.Size);
        return new BatchScoring(Model, _column, Check.AtLeast(rowsPerBatch, 1, "RowsPerBatch"), engine).Score(
            input,
            cancellation
        );
    }

    /// <summary>Stores the scoring part, as the stock transformer does.</summary>
    void ICanSaveModel.Save(ModelSaveContext ctx) => _inner.Save(ctx);

    /// <summary>Frees the session. Views of this transformer that are being read must be closed first: ML.NET does not wait for them.</summary>
    public void Dispose()
    {
        if (!_disposed)
        {
            _disposed = true;
            _scorer.Dispose();
        }
    }
}
