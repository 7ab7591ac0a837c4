using System.Globalization;
using System.Net;
using System.Text;
using WFrame.Files;

namespace WFrame.Runs;

/// <summary>report.html: curves and pictures of one run in one file that opens anywhere, without a network.</summary>
internal static class RunReport
{
    private const string Style = """
        :root { color-scheme: light dark; }
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 1040px; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
        .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: .75rem; }
        .facts div { border: 1px solid #8884; border-radius: 8px; padding: .6rem .8rem; }
        .facts b { display: block; font-size: 1.25rem; } .facts span { opacity: .75; font-size: .85rem; }
        .curves { display: grid; grid-template-columns: repeat(auto-fit, minmax(440px, 1fr)); gap: 1rem; }
        .curves svg { width: 100%; height: auto; border: 1px solid #8884; border-radius: 8px; background: #fff; }
        figure { display: inline-block; margin: 0 1rem 1rem 0; vertical-align: top; }
        figure img { image-rendering: pixelated; max-width: 100%; display: block; }
        figcaption { font-size: .85rem; opacity: .75; }
        table { border-collapse: collapse; } td, th { padding: .15rem .8rem .15rem 0; text-align: left; }
        .bad { color: #b00; font-weight: 600; }
        """;

    public static void Write(RunFolder run, TrainingPlan plan, TrainingOutcome outcome) =>
        AtomicFile.WriteText(run.Report, Page(run, plan, outcome));

    private static string Page(RunFolder run, TrainingPlan plan, TrainingOutcome outcome)
    {
        var page = new StringBuilder();
        var title = plan.Options.Method == WFrameMethod.Frame ? "FRAME" : "wFRAME";
        page.Append(
            CultureInfo.InvariantCulture,
            $"<!doctype html><html lang=\"en\"><meta charset=\"utf-8\"><title>{title} run</title><style>{Style}</style>"
        );
        page.Append(CultureInfo.InvariantCulture, $"<h1>{title} run</h1>");
        if (outcome.Diverged)
        {
            page.Append(
                "<p class=\"bad\">Diverged: at least one component was stopped at its last good iteration.</p>"
            );
        }
        Facts(page, plan, outcome);
        page.Append("<h2>Synthesised images</h2>");
        foreach (var sheet in run.Sheets.TakeLast(1))
        {
            Picture(page, sheet, "final chains, true pixels enlarged");
        }
        page.Append("<h2>Learning curves</h2><div class=\"curves\">");
        foreach (var svg in RunCurves.Svg(outcome.Model.History, outcome.Model.Components.Select(c => c.Name)))
        {
            page.Append(svg);
        }
        page.Append("</div><h2>How the images formed</h2>");
        foreach (var sheet in run.Sheets)
        {
            Picture(page, sheet, Path.GetFileNameWithoutExtension(sheet).Replace('-', ' '));
        }
        page.Append("<h2>Settings</h2><table>");
        foreach (var (name, value) in Settings(plan, outcome))
        {
            page.Append(
                CultureInfo.InvariantCulture,
                $"<tr><th>{name}</th><td>{WebUtility.HtmlEncode(value)}</td></tr>"
            );
        }
        page.Append("</table></html>\n");
        return page.ToString();
    }

    private static void Facts(StringBuilder page, TrainingPlan plan, TrainingOutcome outcome)
    {
        page.Append("<div class=\"facts\">");
        Fact(
            "response distance R",
            outcome.Mean(r => r.ResponseDistance).ToString("0.00", CultureInfo.InvariantCulture)
        );
        Fact(
            "Phi of the chains",
            outcome.Mean(r => r.PhiSynthesized).ToString("0.000e0", CultureInfo.InvariantCulture)
        );
        Fact("gradient rms", outcome.Mean(r => r.GradientRms).ToString("0.0", CultureInfo.InvariantCulture));
        Fact("iterations", $"{outcome.Model.Components.Max(c => c.Iterations)} of {plan.Options.Iterations}");
        Fact("seconds", outcome.Seconds.ToString("0.0", CultureInfo.InvariantCulture));
        page.Append("</div>");

        void Fact(string name, string value) =>
            page.Append(CultureInfo.InvariantCulture, $"<div><b>{value}</b><span>{name}</span></div>");
    }

    private static void Picture(StringBuilder page, string file, string caption) =>
        page.Append(
            CultureInfo.InvariantCulture,
            $"<figure><img alt=\"{caption}\" src=\"data:image/png;base64,{Convert.ToBase64String(File.ReadAllBytes(file))}\"><figcaption>{caption}</figcaption></figure>"
        );

    private static IEnumerable<(string Name, string Value)> Settings(TrainingPlan plan, TrainingOutcome outcome)
    {
        foreach (var property in typeof(WFrameOptions).GetProperties().Where(p => p.CanWrite))
        {
            yield return (
                property.Name,
                Convert.ToString(property.GetValue(plan.Options), CultureInfo.InvariantCulture) ?? ""
            );
        }
        yield return ("Size", $"{plan.Components[0].Observed.Size}");
        yield return ("Images", $"{plan.Inputs.Count}");
        yield return ("Trunk", $"{plan.Trunk.Name} {plan.Trunk.Sha256}");
        yield return ("Engine", outcome.Engine);
        yield return ("Command", plan.CommandLine);
    }
}
