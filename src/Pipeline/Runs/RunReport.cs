using System.Numerics.Tensors;
using WFrame.Files;
using WFrame.Learning;
using WFrame.Reports;

namespace WFrame.Runs;

/// <summary>report.html: pictures, curves and findings of one run in one file that opens anywhere, without a network.</summary>
internal static class RunReport
{
    private const int MostLines = 8;

    /// <summary>Points of a line; of many those evenly between.</summary>
    private const int MostPoints = 500;

    public static void Write(RunOutput output, TrainingPlan plan, TrainingOutcome outcome) =>
        AtomicFile.WriteText(output.Claim(output.Folder.Report), Page(plan, outcome, []).ToString());

    /// <summary>The page of a training that has ended, or of one that is at work.</summary>
    /// <param name="plan">What is trained.</param>
    /// <param name="outcome">What was reached.</param>
    /// <param name="seen">Sheets as an earlier page of the same training showed them; empty at first.</param>
    /// <param name="isAtWork">Whether there is more to come, which the page then fetches from where it was read.</param>
    public static HtmlPage Page(
        TrainingPlan plan,
        TrainingOutcome outcome,
        Dictionary<string, byte[]> seen,
        bool isAtWork = false
    )
    {
        var page = new HtmlPage(plan.Options.Method == WFrameMethod.Frame ? "FRAME run" : "wFRAME run");
        if (isAtWork)
        {
            page.Status($"At work in {outcome.Run.Path}; this page renews itself.");
            page.Script(PageScript.Parts);
            page.Script(PageScript.Renewal);
        }
        page.Facts([
            ("response distance R", Text(outcome.Mean(r => r.ResponseDistance), "0.00")),
            .. outcome.NewImages is { } drawn
                ? [("R of new images", $"{Text(drawn.ResponseDistance, "0.00")} after {drawn.Steps} steps")]
                : Array.Empty<(string, string)>(),
            ("Phi of the chains", Text(outcome.Mean(r => r.PhiSynthesized), "0.000e0")),
            ("gradient rms", Text(outcome.Mean(r => r.GradientRms), "0.0")),
            ("iterations", $"{outcome.Model.Components.Max(c => c.Iterations)} of {plan.Options.Iterations}"),
            ("seconds", Text(outcome.Seconds, "0.0")),
        ]);
        Findings(page, plan, outcome.Model);
        page.Heading("Training images and synthesised images");
        ReportPictures.Samples(page, plan, outcome.Model);
        page.Heading("How the images formed");
        page.Slides("Go through the iterations:", ReportPictures.Slides(outcome.Run, seen));
        page.Heading("Learning curves");
        page.Curves(Curves(outcome.Model.History, outcome.Model.Components.Select(c => c.Name)));
        page.Heading("The same again");
        page.Command(RunCommand.Of(plan.Request));
        page.Heading("Settings");
        page.Table(Settings(plan, outcome));
        return page;

        static string Text(double value, string format) => value.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>What went wrong, one sentence a trouble however many components have it.</summary>
    private static void Findings(HtmlPage page, TrainingPlan plan, WFrameModel model)
    {
        var findings = new RunFindings(plan.Options, RunCommand.Names(plan.Request))
        {
            GoesOn = plan.Coarser.Count > 0 || plan.Request.From is not null,
        };
        var histories = model.History.ToLookup(r => r.Component);
        foreach (
            var trouble in model
                .Components.Zip(
                    plan.Components,
                    (c, learned) =>
                        findings.Of(
                            c.Name,
                            c.Diverged ? c.Iterations : null,
                            [.. histories[c.Name]],
                            Rms(learned.Observed),
                            histories[c.Name].LastOrDefault()?.Iteration > c.Iterations ? c.Iterations : null
                        )
                )
                .OfType<Finding>()
                .GroupBy(f => f.Trouble)
                .OrderBy(g => g.Key)
        )
        {
            var first = trouble.First();
            var others = trouble.Count() - 1;
            var whose =
                model.Components.Count == 1 ? ""
                : others == 0 ? $"{first.Component}: "
                : $"{first.Component} and {others} more of {model.Components.Count} models: ";
            if (trouble.Key == Trouble.NoiseFloor)
            {
                page.Note($"{whose}{first.What} {first.Advice}");
            }
            else
            {
                page.Alarm(whose + first.What, first.Advice);
            }
        }
    }

    private static double Rms(PixelBatch images) =>
        TensorPrimitives.Norm(images.Values.Span) / Math.Sqrt(images.Values.Length);

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
        yield return ("Command as typed", plan.Request.CommandLine);
    }

    /// <summary>Learning curves as SVG; one line a component, the first eight of many.</summary>
    private static IEnumerable<string> Curves(IReadOnlyList<IterationRecord> history, IEnumerable<string> components)
    {
        var names = components.Take(MostLines).ToArray();
        yield return Draw(
            history.Any(r => r.NewImagesDistance is not null)
                ? "Response distance R: chains (line) and new images (dashed)"
                : "Response distance R",
            history,
            names,
            r => r.ResponseDistance,
            r => r.NewImagesDistance,
            logarithmic: true
        );
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
        Func<IterationRecord, double?>? dashed = null,
        bool logarithmic = false
    )
    {
        var curves = new CurvePlot(title, logarithm: logarithmic ? v => $"{v:0.#}" : null);
        foreach (var name in names)
        {
            var records = Thinned([.. history.Where(r => r.Component == name)]);
            if (records.Length == 0)
            {
                continue;
            }
            double[] iterations = [.. records.Select(r => (double)r.Iteration)];
            var color = curves.Line(
                iterations,
                [.. records.Select(value)],
                names.Length > 1 ? HtmlPage.Readable(name) : ""
            );
            if (dashed is not null)
            {
                var drawn = records.Where(r => dashed(r) is not null).ToArray();
                _ = curves.Line(
                    [.. drawn.Select(r => (double)r.Iteration)],
                    [.. drawn.Select(r => dashed(r)!.Value)],
                    color: color,
                    dashed: true
                );
            }
        }
        curves.Axes("iteration");
        return curves.ReadableSvg(460, 300);
    }

    private static IterationRecord[] Thinned(IterationRecord[] records)
    {
        var step = (records.Length + MostPoints - 1) / MostPoints;
        return step <= 1 ? records : [.. records.Where((_, i) => (records.Length - 1 - i) % step == 0)];
    }
}
