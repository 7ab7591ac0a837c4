namespace WFrame.Experiments;

/// <summary>Tables over trainings of the same label, which differ only by seed or images.</summary>
public static class LearningTable
{
    /// <summary>One row a label, in order of first use: lowest and final R, steadiness, energy, gradient, how many ended how.</summary>
    public static ResultTable Of(string caption, IEnumerable<ExperimentRun> runs)
    {
        string[] values =
        [
            "R lowest",
            "R final",
            "R final: median [quartiles]",
            "change of R",
            "Phi highest",
            "Phi final",
            "fall of Phi",
            "rms of G",
        ];
        var table = new ResultTable(caption, ["run", .. values, "models: how they ended"]);
        foreach (var group in runs.GroupBy(r => r.Label))
        {
            LearningSummary[] all = [.. group.SelectMany(r => r.Summaries)];
            table.Add(
                group.Key,
                Cell(s => s.BestDistance),
                Cell(s => s.FinalDistance),
                all.Length == 0 ? "none" : MeanAndSpread.Of(all.Select(s => s.FinalDistance)).MedianAndQuartiles,
                Cell(s => s.Unsteadiness),
                Cell(s => s.HighestPhi),
                Cell(s => s.FinalPhi),
                Cell(s => s.PhiFall),
                Cell(s => s.FinalGradientRms),
                Outcomes(group)
            );

            object Cell(Func<LearningSummary, double> value) =>
                all.Length == 0 ? "none" : MeanAndSpread.Of(all.Select(value));
        }
        return table;
    }

    /// <summary>"5 stable, 1 collapsed".</summary>
    public static string Outcomes(IEnumerable<ExperimentRun> runs)
    {
        ExperimentRun[] all = [.. runs];
        LearningOutcome[] known = [.. all.SelectMany(r => r.Summaries).Select(s => s.Outcome)];
        // A component that diverged at once has no summary.
        var unheard = all.Sum(r => r.Model.Components.Count) - known.Length;
        var outcomes = known
            .Concat(Enumerable.Repeat(LearningOutcome.Diverged, unheard))
            .CountBy(outcome => outcome)
            .OrderBy(count => count.Key);
        return string.Join(", ", outcomes.Select(count => $"{count.Value} {Word(count.Key)}"));
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
