using WFrame.Experiments.Studies;
using WFrame.Metrics;
using WFrame.Pipeline.Tests.Metrics;

namespace WFrame.Experiments.Tests.Studies;

public sealed class StudyTableTests
{
    [Fact]
    public void GivenScores_WhenRanked_ThenHowOftenAPositiveIsAboveWithTiesCountingHalf()
    {
        Assert.Equal(0.875, Ranking.Area([3, 2], [1, 2]));
        Assert.Equal(0, Ranking.Area([1], [2, 3]));
        Assert.Throws<ArgumentException>(() => Ranking.Area([], [1]));
    }

    [Fact]
    public void GivenTwoComponents_WhenTheirImagesAreRanked_ThenByTheLogDensityOrItsDifference()
    {
        using var training = new TinyTraining();
        var model = training.Fit();
        PixelBatch[] images = [TinyTraining.Images(3, count: 4), TinyTraining.Images(4, count: 5)];
        var scores = images.Select(batch => model.Score(training.Engine, batch)).ToArray();

        Assert.Equal(
            [Ranking.Area(Of(0, 0, 0), Of(1, 0, 0)), Ranking.Area(Of(1, 1, 0), Of(0, 1, 0))],
            Ranking.Areas(model, images, ratio: false, training.Engine)
        );
        Assert.Equal(
            [Ranking.Area(Of(0, 0, 1), Of(1, 0, 1)), Ranking.Area(Of(1, 1, 1), Of(0, 1, 1))],
            Ranking.Areas(model, images, ratio: true, training.Engine)
        );

        double[] Of(int batch, int component, int less) =>
            [
                .. Enumerable
                    .Range(0, images[batch].Count)
                    .Select(i =>
                        scores[batch].ScoreOf(i, component) - (less * scores[batch].ScoreOf(i, 1 - component))
                    ),
            ];
    }

    [Fact]
    public void GivenLogits_WhenScoredInDraws_ThenAsManyAsThereAreImagesForAndAllAtLast()
    {
        var logits = SyntheticFeatures.Gaussian(50, 5, 1, scale: 2);

        var table = ScoreBySize.Of("real", logits, [20, 50, 51]);

        Assert.Equal(2, table.Rows.Count);
        Assert.Equal((20, 2), (table.Rows[0][0], table.Rows[0][1]));
        var all = Assert.IsType<MeanAndSpread>(table.Rows[1][2]);
        Assert.Equal(InceptionScore.Compute(logits, new() { Splits = 1 }).Mean, all.Mean, 12);
        var parts = Assert.IsType<MeanAndSpread>(table.Rows[0][2]).Values;
        Assert.Equal(2, parts.Distinct().Count());
    }

    [Fact]
    public void GivenVariantsOfTheSameImages_WhenTabled_ThenEachIsComparedWithTheBaselineModelByModel()
    {
        using var first = new TinyTraining();
        using var second = new TinyTraining();
        ExperimentRun baseline = new("base", first.Fit());
        second.Session.Advance();
        ExperimentRun shorter = new("shorter", second.Session.Snapshot());

        var table = VariantTable.Of("Variants", [baseline, shorter], "base");

        double[] differences =
        [
            .. baseline.Summaries.Zip(shorter.Summaries, (b, s) => s.FinalDistance - b.FinalDistance),
        ];
        Assert.Equal(["base", "shorter"], table.Rows.Select(r => r[0]));
        Assert.Equal(["", ""], table.Rows[0].Skip(3).Take(2));
        Assert.Equal(MeanAndSpread.Of(differences).MedianAndQuartiles, table.Rows[1][3]);
        Assert.Equal($"{differences.Count(d => d < 0)}, {differences.Count(d => d > 0)}", table.Rows[1][4]);
        Assert.Equal("2 too short to tell", table.Rows[0][^1]);
    }
}
