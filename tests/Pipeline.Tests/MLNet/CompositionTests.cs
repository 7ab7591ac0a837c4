using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Trainers;
using WFrame.Engines;
using WFrame.MLNet;
using WFrame.Testing;
using WFrame.Trainers.Tests.MLNet;
using WFrame.Trunks;

namespace WFrame.Pipeline.Tests.MLNet;

/// <summary>Everything together: folder, pixels, trainer, scores, features, an ML.NET trainer, saved, loaded elsewhere.</summary>
public sealed class CompositionTests : IDisposable
{
    private const int Size = 32;
    private readonly TemporaryFolder folder = new();
    private readonly MLContext context = new(seed: 1);

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Given_two_photographs_when_the_pipeline_is_saved_then_a_stock_process_scores_the_same()
    {
        File.WriteAllLines(
            folder.At("list.txt"),
            [$"{Repository.Sample("brick.png")}\tbrick", $"{Repository.Sample("grass.png")}\tgrass"]
        );
        var options = new PixelOptions
        {
            Size = new(Size, Size),
            CropSide = 128,
            Crops = 6,
            Jitter = 0.1,
        };
        var training = context.WFrame().LoadPixels([$"@{folder.At("list.txt")}"], options);
        var held = context.WFrame().LoadPixels([$"@{folder.At("list.txt")}"], options with { Seed = 7 });

        Assert.Equal(1, AccuracyOfComposition(training, held, "brick", "grass"));
    }

    [Fact]
    public void Given_a_texture_that_was_saved_when_a_stock_process_scores_then_it_finds_the_same()
    {
        var trunk = Trunk.Load(Path.Combine(Repository.Root, "models", "vgg16_conv7.onnx"));
        var images = WFrameImages.Load(Repository.Sample("gravel.png"), 96, trunk: trunk);
        var texture = WFrameTexture.Learn([images], trunk);
        texture.Save(folder.At("gravel.texture"));
        var model = texture.ToModel();
        var parts = WFrameImages.Load(Repository.Sample("gravel.png"), model.Size.Height, crops: 3, trunk: trunk);

        var found = StockHost.Score(folder.At("gravel.texture"), parts, "Score", "Phi", "Similarity");

        var scores = model.Score(parts);
        Assert.Equal(3 * parts.Count, found.Length);
        for (var i = 0; i < parts.Count; i++)
        {
            Assert.Equal(scores.ScoreOf(i, 0), found[3 * i], 2e-5 * Math.Abs(scores.ScoreOf(i, 0)) + 1);
            Assert.Equal(scores.PhiOf(i, 0), found[(3 * i) + 1], 2e-5 * Math.Abs(scores.PhiOf(i, 0)) + 1);
            Assert.Equal(scores.Similarity![i], found[(3 * i) + 2], 1e-4);
        }
    }

    [SharedFact("data/cifar10/horse", "data/cifar10/ship")]
    [Trait("Category", "Slow")]
    public void Given_two_cifar10_classes_when_the_pipeline_is_saved_then_a_stock_process_scores_the_same()
    {
        var all = Classes("horse", "ship");
        var training = context.WFrame().LoadPixels([List("train.txt", all.SelectMany(c => c[..30]))], Plain);
        var held = context.WFrame().LoadPixels([List("held.txt", all.SelectMany(c => c[30..60]))], Plain);

        // A coin reaches 0.5 +- 0.065 on these 60.
        Assert.True(AccuracyOfComposition(training, held, "horse", "ship") > 0.7);
    }

    private static PixelOptions Plain => new() { Size = new(Size, Size) };

    /// <summary>Learns, scores and classifies; checks each step; gives the classifier's accuracy on the held images.</summary>
    private double AccuracyOfComposition(IDataView training, IDataView held, string first, string second)
    {
        var catalog = context.WFrame();
        var isFirst = context.Transforms.Conversion.MapValue(
            "IsFirst",
            new Dictionary<string, bool> { [first] = true, [second] = false },
            "Label"
        );
        var labelled = isFirst.Fit(training).Transform(training);
        var options = new WFrameEstimatorOptions
        {
            LabelColumnName = "Label",
            Training = new WFrameOptions
            {
                Iterations = 3,
                Steps = 4,
                Chains = 2,
            },
        };
        var linear = new SdcaLogisticRegressionBinaryTrainer.Options
        {
            LabelColumnName = "IsFirst",
            MaximumNumberOfIterations = 20,
            NumberOfThreads = 1,
        };
        var pipeline = catalog
            .Trainers.WFrame(options)
            .Append(context.Transforms.CopyColumns("LogDensity", "Score"))
            .Append(catalog.FilterResponses("Features"))
            // The trainer takes many passes: without the cache each would decode and convolve every image again.
            .AppendCacheCheckpoint(context)
            .Append(context.Transforms.NormalizeMeanVariance("Features"))
            .Append(context.BinaryClassification.Trainers.SdcaLogisticRegression(linear));

        var fitted = pipeline.Fit(labelled);

        var path = folder.At("pipeline.zip");
        context.Model.Save(fitted, labelled.Schema, path);
        var scored = context.Data.Cache(fitted.Transform(isFirst.Fit(held).Transform(held)));
        var images = Images(held);
        string[] columns = ["LogDensity", "Phi"];
        AssertClose(Read(scored, columns), StockHost.Score(path, images, columns));
        AssertClose(Scalars(scored, "Probability"), StockHost.Score(path, images, "Probability"));

        // The model inside is the same: in bulk, from its own file, here and elsewhere.
        var model = fitted.OfType<WFrameTransformer>().Single().Model;
        Assert.Equal([first, second], model.Components.Select(c => c.Name));
        model.Save(folder.At("model.zip"));
        using var engine = EngineFactory.Create(model.Trunk, "ort-cpu", 1).Engine;
        var bulk = model.Score(engine, images);
        AssertClose([.. bulk.Score.Select(v => (float)v)], Read(scored, ["LogDensity"]));
        AssertClose(Read(scored, ["LogDensity"]), StockHost.Score(folder.At("model.zip"), images, "Score"));
        var reloaded = WFrameModel.Load(folder.At("model.zip")).Score(engine, images);
        Assert.Equal(bulk.Score, reloaded.Score);

        return context.BinaryClassification.Evaluate(scored, "IsFirst").Accuracy;
    }

    private static string[][] Classes(params string[] names) =>
        [
            .. names.Select(name =>
                Directory
                    .GetFiles(Path.Combine(Repository.Shared, "data", "cifar10", name))
                    .Order(StringComparer.Ordinal)
                    .Select(file => $"{file}\t{name}")
                    .ToArray()
            ),
        ];

    private string List(string name, IEnumerable<string> lines)
    {
        File.WriteAllLines(folder.At(name), lines);
        return $"@{folder.At(name)}";
    }

    private static PixelBatch Images(IDataView data)
    {
        var rows = EstimatorWorkout.Read(data, "Pixels");
        return new PixelBatch(rows.SelectMany(r => r[0]).ToArray(), rows.Count, new(Size, Size));
    }

    private static float[] Read(IDataView data, string[] columns) =>
        [.. EstimatorWorkout.Read(data, columns).SelectMany(r => r).SelectMany(v => v)];

    private static float[] Scalars(IDataView data, string column) => [.. data.GetColumn<float>(column)];

    private static void AssertClose(float[] expected, float[] actual) =>
        Assert.InRange(Compare.RelativeError(actual, expected), 0, 1e-5);
}
