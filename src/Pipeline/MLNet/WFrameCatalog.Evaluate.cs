using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using WFrame.Evaluation;
using WFrame.Images;
using WFrame.Images.Writing;
using WFrame.Trunks;

namespace WFrame.MLNet;

/// <content>Evaluation of generated images.</content>
public sealed partial class WFrameCatalog
{
    /// <summary>Evaluates generated images of a data view, mostly against a reference; one row an image.</summary>
    /// <param name="generated">Images in the pixel column, [3,H,W] as <see cref="LoadPixels(string, int)"/> makes them.</param>
    /// <param name="reference">Training or held-out images; null where no metric compares.</param>
    /// <param name="options">Metrics and how to take them.</param>
    /// <param name="pixelColumnName">Column of the images in both.</param>
    /// <param name="mean">What the loader subtracted, B, G, R; the VGG mean when null.</param>
    /// <param name="progress">Told the stage, from several threads.</param>
    /// <param name="cancellation">Checked at every image and within long metrics.</param>
    /// <exception cref="UsageException">No such column, a metric lacks what it needs, too few images.</exception>
    /// <exception cref="InvalidContentException">A classifier or image that cannot be used.</exception>
    /// <exception cref="OperationCanceledException">Cancelled.</exception>
    public EvaluationResult Evaluate(
        IDataView generated,
        IDataView? reference,
        EvaluationOptions options,
        string pixelColumnName = "Pixels",
        IReadOnlyList<float>? mean = null,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var others = reference is null ? null : Pictures("reference", reference);
        return Evaluate(Pictures("generated", generated), others, options, progress, cancellation);

        ImageSet Pictures(string name, IDataView data) =>
            ImageSet.FromImages(name, ReadPictures(data, pixelColumnName, mean ?? Trunk.VggMean, cancellation));
    }

    /// <summary>Evaluates files or pictures; each is decoded as it is needed. Warnings go to the host's log too.</summary>
    /// <inheritdoc cref="Evaluator.Evaluate"/>
    public EvaluationResult Evaluate(
        ImageSet generated,
        ImageSet? reference,
        EvaluationOptions options,
        IProgress<EvaluationProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        using var channel = ((IChannelProvider)_context).Start(nameof(Evaluate));
        var result = Evaluator.Evaluate(generated, reference, options, progress, cancellation);
        foreach (var warning in result.Warnings)
        {
            channel.Warning(MessageSensitivity.None, warning);
        }
        return result;
    }

    /// <summary>8-bit pictures of a column: the mean added, rounded and clipped as for PNG files.</summary>
    private static List<RgbImage> ReadPictures(
        IDataView data,
        string name,
        IReadOnlyList<float> mean,
        CancellationToken cancellation
    )
    {
        var size = PixelColumn.SizeOf(data.Schema, name, given: null);
        var column = data.Schema[name];
        using var cursor = data.GetRowCursor([column]);
        var read = cursor.GetGetter<VBuffer<float>>(column);
        var (pictures, buffer) = (new List<RgbImage>(), default(VBuffer<float>));
        var pixels = new PixelBatch(1, size);
        while (cursor.MoveNext())
        {
            cancellation.ThrowIfCancellationRequested();
            read(ref buffer);
            buffer.CopyTo(pixels.Values.Span);
            pictures.Add(PngWriter.ToImage(pixels, 0, mean));
        }
        return pictures;
    }
}
