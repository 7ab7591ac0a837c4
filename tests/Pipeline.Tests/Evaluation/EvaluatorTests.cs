using WFrame.Evaluation;
using WFrame.Evaluation.Catalog;
using WFrame.Evaluation.Classifiers;
using WFrame.Evaluation.Report;
using WFrame.Images;
using WFrame.Metrics;
using WFrame.Pipeline.Tests.Metrics;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Evaluation;

public sealed class EvaluatorTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _card;

    private static InceptionScoreMetric ThreeSplits => new() { Options = new() { Splits = 3 } };

    public EvaluatorTests() => _card = TinyClassifier.Write(_folder.Path);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Given_two_sets_every_metric_equals_the_metric_itself()
    {
        var (generated, reference) = (RandomImages.Set(40, 1), RandomImages.Set(35, 2));
        var result = Evaluator.Evaluate(generated, reference, Options());
        using var classifier = Classifier.Load(_card);
        var first = FeaturePass.Run(generated, classifier);
        var second = FeaturePass.Run(reference, classifier);
        var score = result.Value<InceptionScoreResult>()!;
        Assert.Equal(InceptionScore.Compute(first.Logits!, ThreeSplits.Options).Mean, score.Mean, 6);
        Assert.Equal(InceptionScore.Compute(second.Logits!, ThreeSplits.Options).Mean, score.Reference!.Mean, 6);
        Assert.Equal(
            FrechetDistance.Compute(first.Features!, second.Features!).Distance,
            result.Value<FrechetDistance>()!.Distance,
            3
        );
        Assert.Equal(PrecisionRecall.Compute(first.Features!, second.Features!), result.Value<PrecisionRecall>());
        Assert.Equal(17, result.Value<KernelDistanceResult>()!.SubsetSize);
        Assert.Equal((40, 35), (result.GeneratedCount, result.ReferenceCount));
        var layers = result.Value<LayerDistances>()!;
        Assert.Equal(4, layers.Layers.Count);
        Assert.Equal(layers.Layers[^1].Distance.Distance, layers.Last.Distance);
        Assert.True(layers.Last.Distance > 0);
        Assert.Equal(40, result.Value<NearestTrainingImage>()!.Distances.Count);
        Assert.NotNull(score.Interval);
        Assert.NotNull(score.Extrapolation);
        var warning = Assert.Single(result.Warnings);
        Assert.Contains("FID of 35 images", warning, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_equal_sets_the_distances_are_zero_and_the_overlap_is_warned_of()
    {
        var set = RandomImages.Set(12, 1);
        var result = Evaluator.Evaluate(set, set, Options());
        var (fid, prc) = (result.Value<FrechetDistance>()!, result.Value<PrecisionRecall>()!);
        Assert.Equal(0, result.Value<LayerDistances>()!.Last.Distance);
        Assert.InRange(fid.Distance, 0, 1e-6 * fid.Traces);
        Assert.Equal((1, 1), (prc.Precision, prc.Recall));
        Assert.Equal(0, result.Value<NearestTrainingImage>()!.Max);
        Assert.Equal(12, result.Value<NearestTrainingImage>()!.Copies);
        Assert.Contains(
            result.Warnings,
            w => w.StartsWith("12 of 12 generated images are also ref", StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Given_equal_images_everywhere_every_value_is_defined()
    {
        var grey = Enumerable.Range(0, 12).Select(_ => new RgbImage(8, 8)).ToArray();
        var result = Evaluator.Evaluate(ImageSet.FromImages("grey", grey), RandomImages.Set(12, 1), Options());
        Assert.Equal(1, result.Value<InceptionScoreResult>()!.Mean, 9);
        Assert.Equal(0, result.Value<PixelDiversity>()!.RootMeanSquare);
        Assert.Contains(result.Warnings, w => w.Contains("11 of 12 generated images repeat", StringComparison.Ordinal));
        Assert.DoesNotContain("NaN", EvaluationJson.Write(result), StringComparison.Ordinal);
        var both = Evaluator.Evaluate(ImageSet.FromImages("grey", grey), ImageSet.FromImages("grey", grey), Options());
        Assert.Equal(0, both.Value<FrechetDistance>()!.Distance, 9);
        Assert.DoesNotContain("NaN", EvaluationJson.Write(both), StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_result_its_JSON_has_the_documented_keys()
    {
        var result = Evaluator.Evaluate(RandomImages.Set(40, 1), RandomImages.Set(35, 2), Options());
        using var json = JsonDocument.Parse(EvaluationJson.Write(result));
        var root = json.RootElement;
        Assert.Equal("wframe.evaluate/1", root.GetProperty("schema").GetString());
        var protocol = root.GetProperty("protocol");
        Assert.Equal("tiny/8", protocol.GetProperty("id").GetString());
        Assert.Equal(64, protocol.GetProperty("weightsSha256").GetString()!.Length);
        Assert.Equal(3, protocol.GetProperty("splits").GetInt32());
        Assert.True(protocol.GetProperty("shuffle").GetBoolean());
        Assert.Equal(2020, protocol.GetProperty("seed").GetInt32());
        Assert.Equal("8", protocol.GetProperty("size").GetString());
        var metrics = root.GetProperty("metrics");
        var score = metrics.GetProperty("inceptionScore");
        Assert.Equal(result.Value<InceptionScoreResult>()!.Mean, score.GetProperty("mean").GetDouble());
        Assert.Equal(40, score.GetProperty("n").GetInt32());
        Assert.Equal(result.Value<FrechetDistance>()!.Distance, metrics.GetProperty("fid").GetDouble());
        Assert.Equal(
            result.Value<KernelDistanceResult>()!.Mean,
            metrics.GetProperty("kid").GetProperty("mean").GetDouble()
        );
        Assert.Equal(result.Value<PrecisionRecall>()!.Precision, metrics.GetProperty("precision").GetDouble());
        Assert.Equal(result.Value<PrecisionRecall>()!.Recall, metrics.GetProperty("recall").GetDouble());
        var distance = metrics.GetProperty("responseDistance");
        Assert.Equal(result.Value<LayerDistances>()!.Last.Distance, distance.GetProperty("distance").GetDouble());
        Assert.Equal(4, distance.GetProperty("layers").GetArrayLength());
    }

    [Theory]
    [InlineData("inception-score", 0, 5, "no generated images")]
    [InlineData("inception-score", 2, 5, "2 images cannot be divided into 3 splits")]
    [InlineData("fid", 1, 5, "1 images, a covariance")]
    [InlineData("fid", 5, 0, "fid compare with reference images")]
    [InlineData("kid", 5, 1, "1 images, the unbiased")]
    [InlineData("prc", 3, 5, "neighbourhood 3")]
    [InlineData("pixel-diversity", 1, 0, "1 images given")]
    [InlineData("response-distance", 5, 0, "response-distance compare")]
    public void Given_too_few_images_the_metric_is_refused_before_any_work(
        string metric,
        int generated,
        int others,
        string part
    )
    {
        var options = Options();
        options = options with { Metrics = [.. options.Metrics.Where(m => m.Name == metric)] };
        _ = Expect.Refused(
            () => Evaluator.Evaluate(RandomImages.Set(generated, 1), RandomImages.Set(others, 2), options),
            part
        );
    }

    [Fact]
    public void Given_one_image_the_metrics_that_one_image_has_are_computed()
    {
        var options = Options() with
        {
            Metrics =
            [
                new InceptionScoreMetric { Options = new() { Splits = 1 } },
                new ResponseDistanceMetric(),
                new NearestImageMetric(),
            ],
        };
        var result = Evaluator.Evaluate(RandomImages.Set(1, 1), RandomImages.Set(1, 2), options);
        Assert.Equal(1, result.Value<InceptionScoreResult>()!.Mean, 12);
        Assert.Null(result.Value<NearestTrainingImage>()!.Copies);
        Assert.DoesNotContain("NaN", EvaluationJson.Write(result), StringComparison.Ordinal);
    }

    [Fact]
    public void Given_no_classifier_or_one_without_the_output_it_is_said()
    {
        var (set, options) = (RandomImages.Set(12, 1), Options());
        _ = Expect.Refused(() => Evaluator.Evaluate(set, set, options with { Classifier = null }), "need a classifier");
        _ = TinyClassifier.Write(_folder.Path, card => card["outputs"]!.AsObject().Remove("features"));
        _ = Expect.Refused(() => Evaluator.Evaluate(set, set, options), "fid, kid, prc need features");
        _ = TinyClassifier.Write(_folder.Path, card => card["outputs"]!.AsObject().Remove("logits"));
        _ = Expect.Refused(() => Evaluator.Evaluate(set, set, options), "inception-score needs logits");
    }

    [Fact]
    public void Given_mixed_sizes_a_size_must_be_named_and_then_references_are_fitted()
    {
        RgbImage[] mixed = [.. RandomImages.Make(3, 1), .. RandomImages.Make(3, 2, side: 16)];
        var options = Options() with
        {
            Metrics = MetricCatalog.Default.Parse("response-distance,pixel-diversity,nearest-image"),
        };
        var generated = ImageSet.FromImages("image", mixed);
        var reference = RandomImages.Set(4, 3, side: 32);
        _ = Expect.Refused(() => Evaluator.Evaluate(generated, reference, options), "image 0: 8", "image 3: 16");
        var result = Evaluator.Evaluate(generated, reference, options with { Size = new(12, 12) });
        Assert.Equal(new ImageSize(12, 12), result.Protocol.Size);
        _ = Expect.Refused(
            () => Evaluator.Evaluate(generated, reference, options with { Size = new(12, 12), ReferenceCrop = 33 }),
            "image 0 has 32 x 32 pixels",
            "crop of 33"
        );
    }

    [Fact]
    public void Given_a_reference_crop_the_classifier_sees_it_too()
    {
        // Each reference is a generated image within a border that must not count.
        var images = RandomImages.Make(12, 1);
        var framed = images.Select(Frame).ToArray();
        var (generated, reference) = (ImageSet.FromImages("image", images), ImageSet.FromImages("framed", framed));
        var cut = Evaluator.Evaluate(generated, reference, Options() with { ReferenceCrop = 8 });
        var (fid, prc) = (cut.Value<FrechetDistance>()!, cut.Value<PrecisionRecall>()!);
        Assert.InRange(fid.Distance, 0, 1e-6 * fid.Traces);
        Assert.Equal((1, 1), (prc.Precision, prc.Recall));
        Assert.Equal(0, cut.Value<LayerDistances>()!.Last.Distance);
        Assert.Equal(0, cut.Value<NearestTrainingImage>()!.Max);
        Assert.Equal(8, cut.Protocol.ReferenceCrop);
        var whole = Evaluator.Evaluate(generated, reference, Options());
        Assert.True(whole.Value<FrechetDistance>()!.Distance > 100);

        static RgbImage Frame(RgbImage image)
        {
            var framed = new RgbImage(12, 14);
            for (var y = 0; y < 8; y++)
            {
                image.Pixels.AsSpan(3 * 8 * y, 3 * 8).CopyTo(framed.Pixels.AsSpan(3 * (((y + 3) * 12) + 2)));
            }
            return framed;
        }
    }

    [Fact]
    public void Given_sizes_that_do_not_compare_it_is_said_before_the_long_pass()
    {
        RgbImage[] mixed = [.. RandomImages.Make(6, 1), .. RandomImages.Make(6, 2, side: 16)];
        var stages = new List<string>();
        _ = Expect.Refused(
            () =>
                Evaluator.Evaluate(
                    ImageSet.FromImages("image", mixed),
                    RandomImages.Set(6, 3),
                    Options(),
                    Stages(stages)
                ),
            "different sizes",
            "(Size)"
        );
        Assert.DoesNotContain("generated images", stages);
    }

    [Fact]
    public void Given_progress_every_pass_counts_to_its_own_end()
    {
        var (ends, gate) = (new Dictionary<string, (int Done, int Total)>(), new Lock());
        var progress = new Reports(p =>
        {
            lock (gate)
            {
                ends[p.Stage] = (p.Done, p.Total);
            }
        });
        _ = Evaluator.Evaluate(RandomImages.Set(6, 1), RandomImages.Set(35, 2), Options(), progress);
        Assert.Equal((6, 6), ends["generated images"]);
        Assert.Equal((35, 35), ends["reference images"]);
        Assert.Equal((4 * 41, 4 * 41), ends["response-distance"]);
    }

    [Fact]
    public void Given_few_images_the_reader_is_told_what_is_left_out()
    {
        var result = Evaluator.Evaluate(
            RandomImages.Set(6, 1),
            RandomImages.Set(5, 2),
            Options() with
            {
                Metrics = [new InceptionScoreMetric { Options = new() { Splits = 6 } }],
            }
        );
        Assert.Null(result.Value<InceptionScoreResult>()!.Extrapolation);
        Assert.Null(result.Value<InceptionScoreResult>()!.Reference);
        Assert.Equal(2, result.Warnings.Count);
        Assert.Contains("fewer than 30 images", result.Warnings[0], StringComparison.Ordinal);
        Assert.Contains("its 5 images cannot be divided into 6 splits", result.Warnings[1], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("fid,is", "Metric 'is' is not known")]
    [InlineData(" , ", "No metric is named")]
    public void Given_an_unknown_metric_the_known_ones_are_listed(string list, string part) =>
        Expect.Refused(
            () => MetricCatalog.Default.Parse(list),
            part,
            "response-distance, inception-score, fid, kid, prc"
        );

    [Fact]
    public void Given_names_they_parse_to_the_metrics_and_back() =>
        Assert.Equal(["fid", "prc"], MetricCatalog.Default.Parse("prc, fid,fid").Select(m => m.Name));

    [Fact]
    public void Given_cancellation_the_evaluation_stops() =>
        Assert.ThrowsAny<OperationCanceledException>(() =>
            Evaluator.Evaluate(
                RandomImages.Set(12, 1),
                RandomImages.Set(12, 2),
                Options(),
                null,
                new CancellationToken(canceled: true)
            )
        );

    private static Reports Stages(List<string> stages) => new(p => stages.Add(p.Stage));

    private sealed class Reports(Action<EvaluationProgress> report) : IProgress<EvaluationProgress>
    {
        public void Report(EvaluationProgress value) => report(value);
    }

    private EvaluationOptions Options() =>
        new()
        {
            Metrics = [.. MetricCatalog.Default.All.Select(m => m is InceptionScoreMetric ? ThreeSplits : m)],
            Classifier = _card,
        };
}
