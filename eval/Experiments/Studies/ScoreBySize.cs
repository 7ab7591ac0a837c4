using WFrame.Metrics;

namespace WFrame.Experiments.Studies;

/// <summary>Inception scores of disjoint draws of several sizes: how far a score depends on the number of images and on which.</summary>
public static class ScoreBySize
{
    /// <summary>One row a size: as many disjoint draws as there are images for, each scored in one split.</summary>
    /// <param name="caption">One line.</param>
    /// <param name="logits">Of all images, [N,K].</param>
    /// <param name="sizes">Images a draw; sizes above N are left out.</param>
    public static ResultTable Of(string caption, FeatureMatrix logits, IEnumerable<int> sizes)
    {
        var table = new ResultTable(caption, "images a draw", "draws", "score", "lowest", "highest");
        var order = new NumpyRandomState(0).Permutation(logits.Rows);
        foreach (var size in sizes.Where(size => size <= logits.Rows))
        {
            var scores = MeanAndSpread.Of(order.Chunk(size).Where(c => c.Length == size).Select(Score));
            table.Add(size, scores.Values.Count, scores, scores.Values.Min(), scores.Values.Max());
        }
        return table;

        double Score(int[] rows) =>
            InceptionScore.Compute(logits.Take(rows), new InceptionScoreOptions { Splits = 1 }).Mean;
    }
}
