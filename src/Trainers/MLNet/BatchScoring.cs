using Microsoft.ML;
using Microsoft.ML.Data;
using WFrame.Engines;

namespace WFrame.MLNet;

/// <summary>Reads rows of a data view into one buffer after another and scores each as a batch.</summary>
/// <param name="model">The model.</param>
/// <param name="column">Column of images.</param>
/// <param name="rowsPerBatch">Rows that are scored together.</param>
/// <param name="engine">Where to compute.</param>
internal sealed class BatchScoring(WFrameModel model, string column, int rowsPerBatch, EngineOptions? engine)
{
    public IEnumerable<RowScore> Score(IDataView input, CancellationToken cancellation)
    {
        var pixels = input.Schema[column];
        using var runs = EngineFactory.Create(model.Trunk, engine).Engine;
        using var cursor = input.GetRowCursor([pixels]);
        var read = cursor.GetGetter<VBuffer<float>>(pixels);
        var (batch, faults) = (new PixelBatch(rowsPerBatch, model.Size), new string?[rowsPerBatch]);
        var value = default(VBuffer<float>);
        var first = 0L;
        while (true)
        {
            var count = 0;
            for (; count < rowsPerBatch && cursor.MoveNext(); count++)
            {
                cancellation.ThrowIfCancellationRequested();
                faults[count] = Read(read, ref value, batch.Image(count).Span);
            }
            if (count == 0)
            {
                yield break;
            }
            var scores = model.Score(runs, batch.Slice(0, count), cancellation);
            for (var i = 0; i < count; i++)
            {
                yield return Row(first + i, faults[i], scores, i);
            }
            first += count;
        }
    }

    /// <summary>Why a row cannot be scored; null where it can. Of one that cannot, zeros are scored and thrown away.</summary>
    private static string? Read(ValueGetter<VBuffer<float>> read, ref VBuffer<float> value, Span<float> image)
    {
        try
        {
            read(ref value);
            if (value.Length == image.Length)
            {
                value.CopyTo(image);
                var bad = image.IndexOfAnyExceptInRange(float.MinValue, float.MaxValue);
                if (bad < 0)
                {
                    return null;
                }
                var (number, at) = (image[bad], bad);
                image.Clear();
                return $"it holds {number} at {at}: every pixel must be a finite number.";
            }
            image.Clear();
            return $"it has {value.Length} numbers, {image.Length} are needed.";
        }
        catch (Exception e) when (Content(e) is { } content)
        {
            image.Clear();
            return content.Message;
        }
    }

    /// <summary>What a loader of images throws, which ML.NET may wrap.</summary>
    private static InvalidContentException? Content(Exception? failure) =>
        failure as InvalidContentException ?? (failure?.InnerException is { } inner ? Content(inner) : null);

    private static RowScore Row(long row, string? fault, ModelScores scores, int image)
    {
        if (fault is not null)
        {
            return new RowScore(row, [], [], fault);
        }
        var (score, phi) = (new double[scores.Components], new double[scores.Components]);
        for (var k = 0; k < score.Length; k++)
        {
            (score[k], phi[k]) = (scores.ScoreOf(image, k), scores.PhiOf(image, k));
        }
        return new RowScore(row, score, phi, null)
        {
            Similarity = Of(scores.Similarity),
            Percentile = Of(scores.Percentile),
            P = Of(scores.P),
        };

        IReadOnlyList<double>? Of(double[]? values) =>
            values is null ? null : [.. values.AsSpan(image * scores.Components, scores.Components)];
    }
}

/// <summary>What became of one row.</summary>
/// <param name="Row">Its place, 0-based.</param>
/// <param name="Score">Phi - |x|^2 / (2 sigma^2) of each component; empty where the row cannot be scored.</param>
/// <param name="Phi">Phi(x; theta) of each component; empty likewise.</param>
/// <param name="Fault">Why it cannot be scored; null where it can.</param>
public sealed record RowScore(long Row, IReadOnlyList<double> Score, IReadOnlyList<double> Phi, string? Fault)
{
    /// <summary>Similarity to the training images of each component; null where the model cannot tell or the row cannot be scored.</summary>
    public IReadOnlyList<double>? Similarity { get; init; }

    /// <summary>Where the similarities stand, in percent; null where the model cannot tell or the row cannot be scored.</summary>
    public IReadOnlyList<double>? Percentile { get; init; }

    /// <summary>Probability that an image of the kind is so little similar; null likewise.</summary>
    public IReadOnlyList<double>? P { get; init; }
}
