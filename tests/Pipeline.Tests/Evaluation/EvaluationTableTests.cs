using WFrame.Evaluation;
using WFrame.Evaluation.Report;
using WFrame.Pipeline.Tests.Metrics;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Evaluation;

public sealed class EvaluationTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Given_results_of_one_protocol_each_metric_has_one_column()
    {
        var table = new EvaluationTable().Add("a", Result("tiny/8", 3, 1)).Add("b", Result("tiny/8", 3, 2));
        Assert.True(table.IsUniform);
        table.RequireUniform();
        Assert.Equal(["", "Inception score", "FID"], table.Headings);
        Assert.All(table.Rows, row => Assert.All(row, cell => Assert.NotEmpty(cell)));
    }

    [Fact]
    public void Given_two_protocols_scores_never_share_a_column()
    {
        var table = new EvaluationTable().Add("a", Result("tiny/8", 3, 1)).Add("b", Result("other|net", 3, 2));
        Assert.False(table.IsUniform);
        Assert.Equal(5, table.Headings.Count);
        Assert.Equal(2, table.Headings.Count(h => h.StartsWith("FID [", StringComparison.Ordinal)));
        Assert.Equal(2, table.Rows[0].Count(cell => cell.Length == 0));
        Assert.Equal(2, table.Rows[1].Count(cell => cell.Length == 0));
        for (var c = 1; c < 5; c++)
        {
            Assert.Single(table.Rows, row => row[c].Length > 0);
        }
        Assert.Contains("other\\|net", table.ToMarkdown(), StringComparison.Ordinal);
        _ = Expect.Refused(table.RequireUniform, "tiny/8", "other|net", "do not compare");
    }

    [Fact]
    public void Given_other_splits_only_the_Inception_score_is_parted()
    {
        var table = new EvaluationTable().Add("a", Result("tiny/8", 3, 1)).Add("b", Result("tiny/8", 2, 1));
        Assert.Equal(4, table.Headings.Count);
        Assert.Contains(table.Headings, h => h.Contains("2 splits", StringComparison.Ordinal));
        Assert.Contains("FID", table.Headings);
    }

    private EvaluationResult Result(string protocol, int splits, int seed)
    {
        var options = new EvaluationOptions
        {
            Metrics = EvaluationMetrics.InceptionScore | EvaluationMetrics.Fid,
            Classifier = TinyClassifier.Write(_folder.Path, card => card["protocol"] = protocol),
            InceptionScore = new() { Splits = splits },
        };
        return Evaluator.Evaluate(RandomImages.Set(12, seed), RandomImages.Set(12, 9), options);
    }
}
