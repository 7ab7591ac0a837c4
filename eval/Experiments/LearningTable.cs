namespace WFrame.Experiments;

/// <summary>Tables and curves over trainings of the same label, which differ only by seed or images.</summary>
public static class LearningTable
{
    /// <summary>One row a label, in order of first use: lowest and final R, steadiness, energy, gradient, how many ended how.</summary>
    /// <param name="caption">One line above the table.</param>
    /// <param name="runs">The trainings; every component counts once.</param>
    public static MarkdownTable Of(string caption, IEnumerable<ExperimentRun> runs)
    {
        var table = new MarkdownTable(
            caption,
            "run",
            "R lowest",
            "R final",
            "change of R",
            "Phi highest",
            "Phi final",
            "fall of Phi",
            "rms of G",
            "models: how they ended"
        );
        foreach (var group in runs.GroupBy(r => r.Label))
        {
            LearningSummary[] all = [.. group.SelectMany(r => r.Summaries)];
            var models = group.Sum(r => r.Model.Components.Count);
            var early = models - all.Length;
            var ends = all.GroupBy(s => s.Outcome).ToDictionary(g => g.Key, g => g.Count());
            ends[LearningOutcome.Diverged] = ends.GetValueOrDefault(LearningOutcome.Diverged) + early;
            var outcome = string.Join(
                ", ",
                ends.Where(e => e.Value > 0).OrderBy(e => e.Key).Select(e => $"{e.Value} {Word(e.Key)}")
            );
            table.Add(
                group.Key,
                Cell(s => s.BestDistance),
                Cell(s => s.FinalDistance),
                Cell(s => s.Unsteadiness),
                Cell(s => s.HighestPhi),
                Cell(s => s.FinalPhi),
                Cell(s => s.PhiFall),
                Cell(s => s.FinalGradientRms),
                outcome
            );

            object Cell(Func<LearningSummary, double> value) =>
                all.Length == 0 ? "none" : MeanAndSpread.Of(all.Select(value));
        }
        return table;
    }

    private static string Word(LearningOutcome outcome) =>
        outcome switch
        {
            LearningOutcome.TooShort => "too short to tell",
            LearningOutcome.Stable => "stable",
            LearningOutcome.Collapsed => "collapsed",
            _ => "diverged",
        };
}
