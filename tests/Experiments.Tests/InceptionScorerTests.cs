using WFrame.Metrics;
using WFrame.Pipeline.Tests.Evaluation;
using WFrame.Pipeline.Tests.Metrics;
using WFrame.Testing;

namespace WFrame.Experiments.Tests;

public sealed class InceptionScorerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Given_predictions_of_parts_when_scored_together_then_to_the_bit_as_all_pictures_at_once() =>
        With(scorer =>
        {
            var pictures = RandomImages.Make(50, 1);

            var parts = new[] { pictures[..19], pictures[19..20], pictures[20..] }.Select(scorer.Predict).ToArray();

            Assert.Equal(scorer.Predict(pictures).Values.ToArray(), parts.SelectMany(p => p.Values.ToArray()));
            Assert.Equal(InceptionScorer.Score(scorer.Predict(pictures)), InceptionScorer.Score(parts));
            Assert.Equal([19, 1, 30], parts.Select(p => p.Rows));
        });

    [Fact]
    public void Given_few_or_many_predictions_when_scored_then_in_one_split_or_ten()
    {
        var logits = SyntheticFeatures.Gaussian(InceptionScorer.FewestForSplits, 5, 1, scale: 2);
        var few = logits.Slice(1, logits.Rows);

        Assert.Equal(InceptionScore.Compute(few, new() { Splits = 1 }).Mean, InceptionScorer.Score(few));
        Assert.Equal(
            InceptionScore.Compute(logits, new() { Splits = 10 }).Mean,
            InceptionScorer.Score(logits.Slice(0, 700), logits.Slice(700, logits.Rows))
        );
    }

    [Fact]
    public void Given_nothing_or_predictions_of_two_networks_when_scored_then_refused()
    {
        var (five, six) = (SyntheticFeatures.Gaussian(4, 5, 1), SyntheticFeatures.Gaussian(4, 6, 1));

        _ = Expect.Refused(() => InceptionScorer.Score(), "Inception score", "at least one");
        _ = Expect.Refused(() => InceptionScorer.Score(five, six), "5 columns", "same network");
        With(scorer => Expect.Refused(() => scorer.Predict([]), "at least one"));
    }

    /// <summary>A scorer lives within an experiment.</summary>
    private void With(Action<InceptionScorer> use)
    {
        Directory.CreateDirectory(_folder.At("data"));
        string[] arguments =
        [
            "--data",
            _folder.At("data"),
            "--output",
            _folder.At("out"),
            "--inception",
            TinyClassifier.Write(_folder.Path),
        ];
        using var error = new StringWriter();
        var code = Experiment.Run(
            "small",
            arguments,
            experiment =>
            {
                using var scorer = new InceptionScorer(experiment);
                use(scorer);
            },
            TextWriter.Null,
            error,
            CancellationToken.None
        );
        Assert.True(code == 0, error.ToString());
    }
}
