using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Runtime;
using Microsoft.ML.Transforms.Onnx;
using WFrame.Engines;
using WFrame.Evaluation;
using WFrame.Evaluation.Catalog;
using WFrame.Evaluation.Classifiers;
using WFrame.Images;
using WFrame.Images.Writing;
using WFrame.Metrics;
using WFrame.MLNet;
using WFrame.Testing;
using WFrame.Trainers.Tests.MLNet;
using WFrame.Trunks;

namespace WFrame.Pipeline.Tests.MLNet;

public sealed class CatalogTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly MLContext context = new();

    private static string[] Samples => [Repository.Sample("brick.png"), Repository.Sample("grass.png")];

    private static PixelOptions Options => new() { Size = new(8, 16) };

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Given_pictures_when_loaded_then_rows_hold_what_the_pixel_loader_gives()
    {
        var options = Options with { Crops = 3, Seed = 5 };
        var expected = WFrameImages.Load(Samples, options);

        var rows = EstimatorWorkout.Read(context.WFrame().LoadPixels(Samples, options), "Pixels");

        Assert.Equal(expected.Values.ToArray(), rows.SelectMany(r => r[0]));
    }

    [Fact]
    public void Given_a_folder_of_classes_when_loaded_then_label_and_path_are_told()
    {
        foreach (var sample in Samples)
        {
            var name = Path.GetFileNameWithoutExtension(sample);
            Directory.CreateDirectory(folder.At(name));
            File.Copy(sample, folder.At(name, "picture.png"));
        }

        var data = context.WFrame().LoadPixels(folder.Path, 8);

        Assert.Equal([3, 8, 8], Assert.IsType<VectorDataViewType>(data.Schema["Pixels"].Type).Dimensions.ToArray());
        Assert.Equal(["brick", "grass"], data.GetColumn<string>("Label"));
        Assert.Equal(
            [folder.At("brick", "picture.png"), folder.At("grass", "picture.png")],
            data.GetColumn<string>("Path")
        );
    }

    [Fact]
    public void Given_what_is_to_be_told_when_loaded_then_the_log_has_it_once()
    {
        PngWriter.Write(folder.At("black1.png"), new RgbImage(9, 9));
        PngWriter.Write(folder.At("black2.png"), new RgbImage(9, 9));
        File.WriteAllText(folder.At("black1.png.xmp"), "<xmp/>");
        var warnings = new List<string>();
        context.Log += (_, message) =>
        {
            if (message.Kind == ChannelMessageKind.Warning)
            {
                warnings.Add(message.Message);
            }
        };

        _ = EstimatorWorkout.Read(context.WFrame().LoadPixels(folder.Path, 8), "Pixels");

        Assert.Equal(2, warnings.Count);
        Assert.Contains("1 .xmp", warnings[0], StringComparison.Ordinal);
        Assert.Contains("black1.png has no value above 0", warnings[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_bad_picture_when_its_pixels_are_not_asked_for_then_it_is_not_decoded()
    {
        File.WriteAllText(folder.At("bad.png"), "no picture");
        var data = context.WFrame().LoadPixels([Samples[0], folder.At("bad.png")], Options);

        Assert.Equal(2, data.GetColumn<string>("Path").Count());
        Assert.ThrowsAny<Exception>(() => EstimatorWorkout.Read(data, "Pixels"));
        var without = context
            .WFrame()
            .LoadPixels([Samples[0], folder.At("bad.png")], Options with { SkipBadImages = true });
        Assert.Single(EstimatorWorkout.Read(without, "Pixels"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Given_filter_responses_when_worked_out_then_they_keep_MLNets_rules_and_equal_the_engines(bool pooled)
    {
        var trunk = Trunk.Vgg16Conv4();
        var data = context.WFrame().LoadPixels(Samples, Options);
        var estimator = context.WFrame().FilterResponses("Features", "Pixels", pooled);

        EstimatorWorkout.Run(
            context,
            estimator,
            data,
            ["Features"],
            context.WFrame().LoadPixels(Samples, Options with { Size = new(1, 1) })
        );

        using var fitted = estimator.Fit(data);
        var actual = EstimatorWorkout.Read(fitted.Transform(data), "Features").SelectMany(r => r[0]).ToArray();
        var pixels = WFrameImages.Load(Samples, Options);
        var layout = trunk.Layout(pixels.Size, ThetaForm.Spatial);
        var expected = new float[pixels.Count * layout.Length];
        using var engine = EngineFactory.Create(trunk, "ort-cpu", 1).Engine;
        engine.Responses(pixels, layout, expected);
        if (pooled)
        {
            expected = [.. expected.Chunk(layout.Taps[0].Positions).Select(p => p.Average())];
        }
        Assert.InRange(Compare.RelativeError(actual, expected), 0, 1e-5);
    }

    [Fact]
    public void Given_columns_named_like_values_of_the_graph_when_fitted_then_the_features_are_the_same()
    {
        var data = context.WFrame().LoadPixels(Samples, Options);
        var renamed = context.Transforms.CopyColumns("features", "Pixels").Fit(data).Transform(data);

        using var plain = context.WFrame().FilterResponses().Fit(data);
        using var fitted = context.WFrame().FilterResponses("x", "features").Fit(renamed);

        Assert.Equal(
            EstimatorWorkout.Read(plain.Transform(data), "Features"),
            EstimatorWorkout.Read(fitted.Transform(renamed), "x")
        );
    }

    [Fact]
    public void Given_the_two_trainers_when_made_then_the_name_decides_the_method()
    {
        var trainers = context.WFrame().Trainers;

        Assert.Equal(WFrameMethod.WFrame, trainers.WFrame().Options.Training.Method);
        Assert.Equal(WFrameMethod.Frame, trainers.Frame().Options.Training.Method);
        Assert.Equal(WFrameMethod.Frame, trainers.Frame(new WFrameOptions { Steps = 7 }).Options.Training.Method);
        Assert.Equal(7, trainers.WFrame(new WFrameOptions { Steps = 7 }).Options.Training.Steps);
        Assert.Equal("Label", trainers.WFrame(labelColumnName: "Label", iterations: 9).Options.LabelColumnName);
    }

    [Fact]
    public void Given_names_that_cannot_be_columns_when_a_transform_is_made_then_it_is_refused()
    {
        Assert.Throws<UsageException>(() => context.WFrame().FilterResponses("", "Pixels"));
        Assert.Throws<UsageException>(() => context.WFrame().FilterResponses("Pixels", "Pixels"));
        Assert.Throws<UsageException>(() => context.WFrame().LoadPixels([], Options));
        Assert.Throws<UsageException>(() => context.WFrame().LoadPixels(Samples[0], 0));
    }

    [Fact]
    public void Given_views_of_the_same_pictures_when_evaluated_then_the_distance_is_zero_and_the_log_warns()
    {
        var warnings = new List<string>();
        context.Log += (_, message) => warnings.Add(message.Message);
        var data = context.WFrame().LoadPixels(Samples, Options);
        var options = new EvaluationOptions { Metrics = [new ResponseDistanceMetric(), new NearestImageMetric()] };

        var result = context.WFrame().Evaluate(data, data, options);

        Assert.Equal(2, result.GeneratedCount);
        Assert.Equal(0, result.Value<LayerDistances>()!.Last.Distance);
        Assert.NotEmpty(result.Warnings);
        Assert.All(result.Warnings, w => Assert.Contains(warnings, m => m.Contains(w, StringComparison.Ordinal)));
    }

    [SharedFact("models/googlenet/googlenet.onnx")]
    [Trait("Category", "Slow")]
    public void Given_a_classifier_when_its_outputs_become_columns_then_they_equal_the_feature_pass()
    {
        var card = Path.Combine(Repository.Shared, "models", "googlenet", "googlenet.onnx");
        var data = context.WFrame().LoadClassifierPixels(Samples, card);
        using var classifier = Classifier.Load(card);
        var expected = FeaturePass.Run(ImageSet.FromFiles(Samples), classifier);

        foreach (var which in new[] { InceptionOutput.Features, InceptionOutput.Logits })
        {
            EstimatorWorkout.Run(context, Estimator(), data, ["Out"], context.WFrame().LoadPixels(Samples, Options));
            // A stock ONNX estimator fits one and the same transformer each time, which the workout has disposed.
            using var fitted = Estimator().Fit(data);
            var matrix = which == InceptionOutput.Features ? expected.Features! : expected.Logits!;
            var actual = EstimatorWorkout.Read(fitted.Transform(data), "Out").SelectMany(r => r[0]).ToArray();
            Assert.InRange(Compare.RelativeError(Compare.ToDouble(actual), Values(matrix)), 0, 1e-4);

            OnnxScoringEstimator Estimator() => context.WFrame().Inception("Out", "Pixels", card, which);
        }
    }

    private static double[] Values(FeatureMatrix matrix) =>
        [.. Enumerable.Range(0, matrix.Rows).SelectMany(r => Row(matrix, r))];

    private static double[] Row(FeatureMatrix matrix, int row) => Compare.ToDouble(matrix.Row(row));
}
