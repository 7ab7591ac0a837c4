using WFrame.Evaluation;
using WFrame.Evaluation.Classifiers;
using WFrame.Images.Sources;
using WFrame.Metrics;
using WFrame.Pipeline.Tests.Metrics;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Evaluation;

[Trait("Category", "Oracle")]
public class GoogLeNetTests
{
    private const string Card = "models/googlenet/googlenet.json";
    private const string List = "oracle/metrics/images.tsv";

    public static string CardPath => Path.Combine(Repository.Shared, Card);

    [SharedTheory(Card, List)]
    [InlineData("cifar10", 500)]
    [InlineData("celeba", 76)]
    [InlineData("bedroom", 77)]
    public void Given_the_listed_images_the_pixels_that_enter_the_net_are_the_listed_ones(string set, int count)
    {
        var preparation = new InputPreparation(ClassifierCard.Load(CardPath).Input);
        var lines = Listed(set);
        Assert.Equal(count, lines.Length);
        foreach (var line in lines)
        {
            var image = new ImageEntry(Path.Combine(Repository.Shared, line[1])).Decode();
            Assert.Equal(line[3], Convert.ToHexStringLower(SHA256.HashData(image.Pixels)));
            Assert.Equal(line[4], Convert.ToHexStringLower(SHA256.HashData(preparation.Fit(image).Pixels)));
        }
    }

    [SharedTheory(Card, List)]
    [InlineData("celeba")]
    [InlineData("bedroom")]
    [InlineData("cifar10")]
    public void Given_the_listed_images_logits_and_features_are_the_reference(string set)
    {
        using var classifier = Classifier.Load(CardPath);
        var images = ImageSet.FromFiles(Listed(set).Select(line => Path.Combine(Repository.Shared, line[1])));
        var outputs = FeaturePass.Run(images, classifier);
        foreach (var (kind, actual) in new[] { ("logits", outputs.Logits!), ("features", outputs.Features!) })
        {
            var expected = MetricsOracle.Matrix($"{set}-{kind}");
            var error = Compare.RelativeError(actual.Values.Span, expected.Values.Span);
            Assert.True(error <= 1e-5, string.Create(CultureInfo.InvariantCulture, $"{set} {kind}: {error:g3}"));
        }
    }

    [SharedTheory(Card, List)]
    [InlineData(1, 1)]
    [InlineData(5, 2)]
    [InlineData(16, 3)]
    public void Given_any_batch_size_and_thread_count_the_values_stay(int batch, int threads)
    {
        using var classifier = Classifier.Load(CardPath);
        var images = ImageSet.FromFiles(Listed("celeba").Take(19).Select(l => Path.Combine(Repository.Shared, l[1])));
        var one = FeaturePass.Run(images, classifier, new() { BatchSize = 8, Threads = 2 });
        var other = FeaturePass.Run(images, classifier, new() { BatchSize = batch, Threads = threads });
        Assert.InRange(Compare.RelativeError(other.Logits!.Values.Span, one.Logits!.Values.Span), 0, 1e-5);
        Assert.InRange(Compare.RelativeError(other.Features!.Values.Span, one.Features!.Values.Span), 0, 1e-5);
    }

    [SharedFact(Card, "data/cifar10")]
    [Trait("Category", "Slow")]
    public void Given_5000_CIFAR_10_images_the_Inception_score_is_the_anchor()
    {
        using var classifier = Classifier.Load(CardPath);
        var images = ImageSet.FromFiles(Path.Combine(Repository.Shared, "data", "cifar10"));
        var logits = FeaturePass.Run(images, classifier).Logits!;
        var anchor = MetricsOracle.Section("anchor");
        Assert.Equal(anchor.GetProperty("images").GetInt32(), logits.Rows);
        Assert.Equal(anchor.GetProperty("protocol").GetString(), classifier.Card.Protocol);
        foreach (var entry in anchor.GetProperty("scores").EnumerateArray())
        {
            var options = new InceptionScoreOptions
            {
                Splits = entry.GetProperty("splits").GetInt32(),
                Shuffle = entry.GetProperty("shuffle").GetBoolean(),
            };
            var score = InceptionScore.Compute(logits, options);
            Expect.Close(entry.GetProperty("mean").GetDouble(), score.Mean, 0.005, 0);
            Expect.Close(entry.GetProperty("std").GetDouble(), score.Std, 0.005, 1e-9);
        }
    }

    [SharedFact(Card)]
    public void Given_the_photographs_the_first_class_is_the_published_one()
    {
        using var classifier = Classifier.Load(CardPath);
        var images = ImageSet.FromFiles(Repository.Sample("chelsea.png"), Repository.Sample("coffee.png"));
        var logits = FeaturePass.Run(images, classifier).Logits!;
        var labels = File.ReadAllLines(Path.Combine(Repository.Shared, "models", "googlenet", "synset_words.txt"));
        string Top(int row) => labels[logits.Row(row).IndexOf(logits.Row(row).ToArray().Max())];
        Assert.Contains("Egyptian cat", Top(0), StringComparison.Ordinal);
        Assert.Contains("espresso", Top(1), StringComparison.Ordinal);
    }

    private static string[][] Listed(string set) =>
        [
            .. File.ReadLines(Path.Combine(Repository.Shared, List))
                .Select(line => line.Split('\t'))
                .Where(fields => fields[0] == set),
        ];
}
