namespace WFrame.Experiments.Studies;

/// <summary>Variants of one algorithm on the same images, a row each, and how each differs from one of them.</summary>
public static class VariantTable
{
    /// <summary>The table; trainings of one label are one variant.</summary>
    /// <param name="caption">One line.</param>
    /// <param name="runs">The trainings; those of one seed and component name share their images.</param>
    /// <param name="baseline">Label of the variant that all others are compared with.</param>
    public static ResultTable Of(string caption, IReadOnlyList<ExperimentRun> runs, string baseline)
    {
        var table = new ResultTable(
            $"{caption}: medians [quartiles]; final R compared with {baseline} by exact two-sided tests",
            [
                "variant",
                "R lowest",
                "R final",
                $"R final - that of {baseline}",
                "lower, higher",
                "sign p",
                "Wilcoxon p",
                "fall of Phi",
                "norm of theta",
                "models: how they ended",
            ]
        );
        var reference = PairedTable.Values(runs.Where(r => r.Label == baseline), s => s.FinalDistance);
        foreach (var group in runs.GroupBy(r => r.Label))
        {
            var final = PairedTable.Values(group, s => s.FinalDistance);
            double[] differences = [.. final.Keys.Where(reference.ContainsKey).Select(k => final[k] - reference[k])];
            object[] compared =
                group.Key == baseline || differences.Length == 0 ? ["", "", "", ""] : Compared(differences);
            table.Add([
                group.Key,
                Median(group, s => s.BestDistance),
                Median(group, s => s.FinalDistance),
                .. compared,
                Median(group, s => s.PhiFall),
                Median(group, s => s.FinalThetaNorm),
                LearningTable.Outcomes(group),
            ]);
        }
        return table;
    }

    private static object[] Compared(double[] differences)
    {
        var pairs = new PairedDifferences(differences);
        return
        [
            pairs.Spread.MedianAndQuartiles,
            $"{pairs.Lower}, {pairs.Higher}",
            PairedDifferences.Text(pairs.SignP),
            PairedDifferences.Text(pairs.WilcoxonP),
        ];
    }

    private static string Median(IEnumerable<ExperimentRun> runs, Func<LearningSummary, double> value)
    {
        double[] values = [.. runs.SelectMany(r => r.Summaries).Select(value)];
        return values.Length == 0 ? "none" : MeanAndSpread.Of(values).MedianAndQuartiles;
    }
}
