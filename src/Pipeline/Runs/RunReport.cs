using WFrame.Files;
using WFrame.Learning;
using WFrame.Reports;

namespace WFrame.Runs;

/// <summary>report.html: curves and pictures of one run in one file that opens anywhere, without a network.</summary>
internal static class RunReport
{
    private const int MostLines = 8;

    public static void Write(RunOutput output, TrainingPlan plan, TrainingOutcome outcome) =>
        AtomicFile.WriteText(output.Claim(output.Folder.Report), Page(output.Folder, plan, outcome).ToString());

    private static HtmlPage Page(RunFolder run, TrainingPlan plan, TrainingOutcome outcome)
    {
        var page = new HtmlPage(plan.Options.Method == WFrameMethod.Frame ? "FRAME run" : "wFRAME run");
        if (outcome.Diverged)
        {
            page.Alarm("Diverged: at least one component was stopped at its last good iteration.");
        }
        page.Facts([
            ("response distance R", Text(outcome.Mean(r => r.ResponseDistance), "0.00")),
            ("Phi of the chains", Text(outcome.Mean(r => r.PhiSynthesized), "0.000e0")),
            ("gradient rms", Text(outcome.Mean(r => r.GradientRms), "0.0")),
            ("iterations", $"{outcome.Model.Components.Max(c => c.Iterations)} of {plan.Options.Iterations}"),
            ("seconds", Text(outcome.Seconds, "0.0")),
        ]);
        page.Heading("Synthesised images");
        foreach (var sheet in run.Sheets.TakeLast(1))
        {
            page.Picture("final chains, true pixels enlarged", File.ReadAllBytes(sheet));
        }
        page.Heading("Learning curves");
        page.Curves(Curves(outcome.Model.History, outcome.Model.Components.Select(c => c.Name)));
        page.Heading("How the images formed");
        foreach (var sheet in run.Sheets)
        {
            page.Picture(Path.GetFileNameWithoutExtension(sheet).Replace('-', ' '), File.ReadAllBytes(sheet));
        }
        page.Heading("Settings");
        page.Table(Settings(plan, outcome));
        return page;

        static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
    }

    private static IEnumerable<(string Name, string Value)> Settings(TrainingPlan plan, TrainingOutcome outcome)
    {
        foreach (var property in typeof(WFrameOptions).GetProperties().Where(p => p.CanWrite))
        {
            yield return (
                property.Name,
                Convert.ToString(property.GetValue(plan.Options), CultureInfo.InvariantCulture) ?? ""
            );
        }
        yield return ("Device", plan.Request.Engine.Device);
        yield return ("Threads", $"{plan.Request.Engine.Threads}");
        yield return ("Size", $"{plan.Components[0].Observed.Size}");
        yield return ("Images", $"{plan.Inputs.Count}");
        yield return ("Trunk", $"{plan.Trunk.Name} {plan.Trunk.Sha256}");
        yield return ("Engine", outcome.Engine);
        yield return ("Command", plan.Request.CommandLine);
    }

    /// <summary>Learning curves as SVG; one line a component, the first eight of many.</summary>
    private static IEnumerable<string> Curves(IReadOnlyList<IterationRecord> history, IEnumerable<string> components)
    {
        var names = components.Take(MostLines).ToArray();
        yield return Draw("Response distance R", history, names, r => r.ResponseDistance, logarithmic: true);
        yield return Draw(
            "Phi: chains (line) and observed (dashed)",
            history,
            names,
            r => r.PhiSynthesized,
            r => r.PhiObserved
        );
        yield return Draw("Gradient rms", history, names, r => r.GradientRms);
        yield return Draw("|theta|", history, names, r => r.ThetaNorm);
    }

    private static string Draw(
        string title,
        IReadOnlyList<IterationRecord> history,
        string[] names,
        Func<IterationRecord, double> value,
        Func<IterationRecord, double>? dashed = null,
        bool logarithmic = false
    )
    {
        var curves = new CurvePlot(title, logarithm: logarithmic ? v => $"{v:0.#}" : null);
        foreach (var name in names)
        {
            var records = history.Where(r => r.Component == name).ToArray();
            if (records.Length == 0)
            {
                continue;
            }
            double[] iterations = [.. records.Select(r => (double)r.Iteration)];
            var color = curves.Line(iterations, [.. records.Select(value)], names.Length > 1 ? name : "");
            if (dashed is not null)
            {
                _ = curves.Line(iterations, [.. records.Select(dashed)], color: color, dashed: true);
            }
        }
        curves.Axes("iteration");
        return curves.Svg(520, 320);
    }
}
