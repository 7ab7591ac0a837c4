using WFrame.Evaluation;
using WFrame.Evaluation.Catalog;
using WFrame.Metrics;
using WFrame.Pipeline.Tests.Metrics;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Evaluation;

/// <summary>A default run draws nine images and the usual number of splits is ten: evaluation must do with what is there.</summary>
public sealed class DefaultSplitsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(9, 9)]
    [InlineData(10, 10)]
    [InlineData(12, 10)]
    public void Given_fewer_images_than_usual_splits_the_default_follows_them_and_says_so(int images, int splits)
    {
        var options = Options(new InceptionScoreMetric());

        var result = Evaluator.Evaluate(RandomImages.Set(images, 1), RandomImages.Set(35, 2), options);

        var score = result.Value<InceptionScoreResult>()!;
        Assert.Equal(splits, score.SplitScores.Count);
        Assert.Equal(splits, score.Options.Splits);
        Assert.Equal(splits, score.Reference!.SplitScores.Count);
        Assert.Equal(splits, result.Metrics[0].Protocol.Single(p => p.Key == "splits").Json);
        Assert.Equal(
            splits < 10,
            result.Warnings.Any(w => w.Contains($"of {splits} splits", StringComparison.Ordinal))
        );
    }

    [Fact]
    public void Given_nine_images_every_default_metric_of_a_classifier_is_computed()
    {
        var metrics = MetricCatalog.Default.All.Where(m => m.Reads(MetricNeeds.Classifier));

        var result = Evaluator.Evaluate(RandomImages.Set(9, 1), RandomImages.Set(9, 2), Options([.. metrics]));

        Assert.Equal(metrics.Count(), result.Metrics.Count);
    }

    [Fact]
    public void Given_more_splits_than_images_they_are_refused_where_they_are_asked_for() =>
        Expect.Refused(
            () =>
                Evaluator.Evaluate(
                    RandomImages.Set(9, 1),
                    null,
                    Options(new InceptionScoreMetric { Options = new() { Splits = 10 } })
                ),
            "9 images cannot be divided into 10 splits"
        );

    private EvaluationOptions Options(params IReadOnlyList<Metric> metrics) =>
        new() { Metrics = metrics, Classifier = TinyClassifier.Write(_folder.Path) };
}
