using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Onnx;
using WFrame.Evaluation;
using WFrame.Evaluation.Classifiers;
using WFrame.Graphs;
using WFrame.Images;
using WFrame.Images.Sources;
using WFrame.Images.Writing;
using WFrame.Trunks;

namespace WFrame.MLNet;

/// <summary>Loaders, trainers, transforms and evaluation of image models; made by <c>mlContext.WFrame()</c>.</summary>
public sealed class WFrameCatalog
{
    private readonly MLContext _context;

    internal WFrameCatalog(MLContext context) => (_context, Trainers) = (context, new WFrameTrainerCatalog(context));

    /// <summary>The trainers.</summary>
    public WFrameTrainerCatalog Trainers { get; }

    /// <summary>
    /// Pictures as rows: Pixels (vector [3,H,W] of float32, planes B, G, R, 0..255 minus the VGG mean), Label (text: the
    /// class folder, empty where there is none) and Path (text). Nothing is decoded before a row's Pixels are asked for.
    /// </summary>
    /// <param name="images">A file, folder (its subfolders are the classes), glob, <c>cifar10:FOLDER</c> or <c>@list.txt</c>.</param>
    /// <param name="size">Height and width in pixels.</param>
    /// <exception cref="UsageException">There is no image, or the size is out of range.</exception>
    public IDataView LoadPixels(string images, int size) =>
        LoadPixels([images], new PixelOptions { Size = new ImageSize(size, size) });

    /// <summary>The same with all settings of loading: size, crop, jittered crops, transparency.</summary>
    /// <param name="images">Files, folders and so on, in order.</param>
    /// <param name="options">
    /// Settings. Where bad images are skipped, each picture is decoded when its row is reached, whatever is asked of it.
    /// </param>
    /// <param name="trunk">The trunk that will see the pixels, whose mean is subtracted; VGG when null.</param>
    /// <exception cref="UsageException">There is no such image.</exception>
    public IDataView LoadPixels(IEnumerable<string> images, PixelOptions options, Trunk? trunk = null) =>
        LazyPixels.View(
            _context,
            ImageSource.List(images, new PassedOver { KeepsMissing = options.SkipBadImages }, Warn),
            options,
            trunk?.Mean ?? Trunk.VggMean,
            Warn
        );

    /// <inheritdoc cref="LoadPixels(IEnumerable{string}, PixelOptions, Trunk?)"/>
    public IDataView LoadPixels(string images, PixelOptions options, Trunk? trunk = null) =>
        LoadPixels([images], options, trunk);

    /// <summary>
    /// Pictures as a classifier wants them, by the contract of its card: Pixels ([3,H,W] or [H,W,3]), Label and Path.
    /// </summary>
    /// <param name="images">Files, folders and so on, in order.</param>
    /// <param name="classifier">The classifier's card (.json) or the ONNX file beside it.</param>
    /// <exception cref="UsageException">There is no image, or the classifier resizes within its graph.</exception>
    /// <exception cref="InvalidContentException">The card cannot be used.</exception>
    public IDataView LoadClassifierPixels(IEnumerable<string> images, string classifier) =>
        LazyPixels.View(_context, ImageSource.Expand(images, Warn), ClassifierCard.Load(classifier));

    /// <summary>
    /// Pixels of ML.NET's own image transforms (LoadImages, ResizeImages, ExtractPixels) as a trunk reads them. The fitted
    /// transformer is a stock ONNX transformer, so the saved chain needs nothing of this library.
    /// </summary>
    /// <param name="outputColumnName">Column to add, [3,H,W]: planes B, G, R, minus the trunk's mean.</param>
    /// <param name="inputColumnName">Column of pixels, 0..255, without alpha.</param>
    /// <param name="order">Order of the colours in the input.</param>
    /// <param name="layout">Planes, or the colours of a pixel side by side.</param>
    /// <param name="trunk">Whose mean is subtracted; VGG-16 up to conv2_2 when null.</param>
    /// <exception cref="UsageException">A column name is empty.</exception>
    public ImageGraphEstimator Pixels(
        string outputColumnName,
        string inputColumnName,
        PixelOrder order = PixelOrder.Rgb,
        PixelLayout layout = PixelLayout.Planar,
        Trunk? trunk = null
    ) => PixelGraphs.Estimator(_context, outputColumnName, inputColumnName, order, layout, trunk ?? Trunk.Vgg16Conv4());

    /// <summary>
    /// Responses of the trunk's filters after their last ReLU: features for any ML.NET trainer. The fitted transformer is a
    /// stock ONNX transformer, so a saved pipeline needs nothing of this library.
    /// </summary>
    /// <param name="outputColumnName">Column to add.</param>
    /// <param name="inputColumnName">Column of images, [3,H,W].</param>
    /// <param name="pooled">True: the mean of each filter over its positions, [C]; false: all of them, [C,h,w].</param>
    /// <param name="trunk">Frozen trunk; VGG-16 up to conv2_2 (C = 128) when null.</param>
    /// <exception cref="UsageException">A column name is empty.</exception>
    public ImageGraphEstimator FilterResponses(
        string outputColumnName = "Features",
        string inputColumnName = "Pixels",
        bool pooled = true,
        Trunk? trunk = null
    )
    {
        var network = trunk ?? Trunk.Vgg16Conv4();
        return new ImageGraphEstimator(_context, outputColumnName, inputColumnName, Graph);

        byte[] Graph(DataViewSchema schema)
        {
            var size = PixelColumn.SizeOf(schema, inputColumnName, given: null);
            return FeatureGraph.Create(network, size, pooled, inputColumnName, outputColumnName);
        }
    }

    /// <summary>
    /// Outputs of a classifier, as Inception scores and Frechet distances use them, for images that
    /// <see cref="LoadClassifierPixels"/> loaded. A stock ONNX transformer that carries the classifier.
    /// </summary>
    /// <param name="outputColumnName">Column to add.</param>
    /// <param name="inputColumnName">Column of images as the classifier's card wants them.</param>
    /// <param name="classifier">The classifier's card (.json) or the ONNX file beside it.</param>
    /// <param name="output">Which of its outputs.</param>
    /// <exception cref="InvalidContentException">Card or classifier cannot be used.</exception>
    /// <exception cref="UsageException">The card names no such output, or a column name is empty.</exception>
    public OnnxScoringEstimator Inception(
        string outputColumnName,
        string inputColumnName,
        string classifier,
        InceptionOutput output = InceptionOutput.Features
    ) => InceptionColumns.Estimator(_context, outputColumnName, inputColumnName, classifier, output);

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

    private void Warn(string sentence)
    {
        using var channel = ((IChannelProvider)_context).Start(nameof(WFrame));
        channel.Warning(MessageSensitivity.None, sentence);
    }
}
