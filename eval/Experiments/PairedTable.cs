namespace WFrame.Experiments;

/// <summary>
/// FRAME and wFRAME on the same images, a row for each kind of pair: medians and quartiles, since values of collapsed runs
/// have heavy tails, and the tests of <see cref="PairedDifferences"/>.
/// </summary>
public static class PairedTable
{
    /// <summary>The table without rows.</summary>
    /// <param name="caption">One line; it says what is compared, and what a pair shares.</param>
    public static ResultTable Empty(string caption) =>
        new(
            $"{caption}: median [quartiles], exact two-sided tests",
            [
                "what",
                "pairs",
                "FRAME",
                "wFRAME",
                "wFRAME - FRAME",
                "wFRAME lower, higher",
                "sign p",
                "Wilcoxon p",
                "wFRAME is",
            ]
        );

    /// <summary>
    /// Adds a row of models that have the same seed and component name. A model that one of the methods lost at once has no
    /// value: its pair is left out and counted in the second column.
    /// </summary>
    public static void AddModels(
        this ResultTable table,
        string what,
        IEnumerable<ExperimentRun> runs,
        Func<LearningSummary, double> value
    )
    {
        ExperimentRun[] all = [.. runs];
        var (frame, wframe) = (ValuesOf(WFrameMethod.Frame), ValuesOf(WFrameMethod.WFrame));
        var keys = frame.Keys.Where(wframe.ContainsKey).ToArray();
        var models = all.Where(r => r.Model.Options.Method == WFrameMethod.Frame).Sum(r => r.Model.Components.Count);
        if (keys.Length > 0)
        {
            table.AddPairs(what, [.. keys.Select(k => frame[k])], [.. keys.Select(k => wframe[k])], models);
        }

        Dictionary<(ulong Seed, string Component), double> ValuesOf(WFrameMethod method) =>
            Values(all.Where(r => r.Model.Options.Method == method), value);
    }

    /// <summary>A value of every model that has one, by what its images are drawn by.</summary>
    internal static Dictionary<(ulong Seed, string Component), double> Values(
        IEnumerable<ExperimentRun> runs,
        Func<LearningSummary, double> value
    ) =>
        runs.SelectMany(r => r.Histories.Zip(r.Summaries, (h, s) => ((r.Model.Options.Seed, h[0].Component), value(s))))
            .ToDictionary();

    /// <summary>Adds a row of values in the order of their pairs.</summary>
    /// <param name="table">A table of <see cref="Empty"/>.</param>
    /// <param name="what">First cell.</param>
    /// <param name="frame">FRAME's values.</param>
    /// <param name="wframe">wFRAME's, as many.</param>
    /// <param name="intended">Pairs that there should be; null for as many as there are.</param>
    /// <exception cref="ArgumentException">The numbers of values differ, or there is none.</exception>
    public static void AddPairs(
        this ResultTable table,
        string what,
        IReadOnlyList<double> frame,
        IReadOnlyList<double> wframe,
        int? intended = null
    )
    {
        if (frame.Count != wframe.Count)
        {
            throw new ArgumentException($"{frame.Count} and {wframe.Count} values are no pairs.", nameof(wframe));
        }
        var pairs = new PairedDifferences(wframe.Zip(frame, (w, f) => w - f));
        table.Add(
            what,
            intended > frame.Count ? $"{frame.Count} of {intended}" : $"{frame.Count}",
            MeanAndSpread.Of(frame).MedianAndQuartiles,
            MeanAndSpread.Of(wframe).MedianAndQuartiles,
            pairs.Spread.MedianAndQuartiles,
            $"{pairs.Lower}, {pairs.Higher}",
            PairedDifferences.Text(pairs.SignP),
            PairedDifferences.Text(pairs.WilcoxonP),
            pairs.Verdict
        );
    }
}
