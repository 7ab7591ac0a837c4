using System.Globalization;
using System.Net;
using System.Text;

namespace WFrame.Evaluation.Report;

/// <summary>report.html: everything inlined, readable in light and dark, on paper and on a phone.</summary>
internal static class EvaluationPage
{
    private const string Style = """
        :root { color-scheme: light dark; }
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 1040px; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin-top: 2rem; }
        .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: .75rem; }
        .facts div { border: 1px solid #8884; border-radius: 8px; padding: .6rem .8rem; }
        .facts b { display: block; font-size: 1.25rem; } .facts span { opacity: .75; font-size: .85rem; }
        .curves { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(440px, 100%), 1fr)); gap: 1rem; }
        .curves svg { width: 100%; height: auto; border: 1px solid #8884; border-radius: 8px; background: #fff; }
        figure { display: inline-block; margin: 0 1rem 1rem 0; vertical-align: top; }
        figure img { image-rendering: pixelated; max-width: 100%; display: block; border-radius: 4px; }
        figcaption { font-size: .85rem; opacity: .75; }
        table { border-collapse: collapse; } td, th { padding: .15rem .8rem .15rem 0; text-align: left; }
        td { overflow-wrap: anywhere; }
        .note { border-left: 4px solid #d80; padding: .2rem .8rem; }
        """;

    public static string Html(EvaluationResult result, EvaluationCurve[] curves, EvaluationGrid[] grids)
    {
        var page = new StringBuilder("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");
        Add($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>Evaluation</title>");
        Add($"<style>{Style}</style></head><body><h1>Evaluation</h1>");
        foreach (var warning in result.Warnings)
        {
            Add($"<p class=\"note\">{WebUtility.HtmlEncode(warning)}</p>");
        }
        Add($"<div class=\"facts\">");
        foreach (var (name, value) in EvaluationSummary.Values(result))
        {
            Add($"<div><b>{WebUtility.HtmlEncode(value)}</b><span>{WebUtility.HtmlEncode(name)}</span></div>");
        }
        Add($"</div>");
        if (curves.Length > 0)
        {
            Add($"<h2>Curves</h2><div class=\"curves\">");
            foreach (var curve in curves)
            {
                Add($"{curve.Svg[curve.Svg.IndexOf("<svg", StringComparison.Ordinal)..]}");
            }
            Add($"</div>");
        }
        Add($"<h2>Images</h2>");
        foreach (var grid in grids)
        {
            var (caption, data) = (WebUtility.HtmlEncode(grid.Caption), Convert.ToBase64String(grid.Png));
            Add(
                $"<figure><img alt=\"{caption}\" src=\"data:image/png;base64,{data}\"><figcaption>{caption}</figcaption></figure>"
            );
        }
        Add($"<h2>How it was taken</h2><table>");
        foreach (var (name, value) in EvaluationSummary.Settings(result))
        {
            Add($"<tr><th>{WebUtility.HtmlEncode(name)}</th><td>{WebUtility.HtmlEncode(value)}</td></tr>");
        }
        Add($"</table></body></html>\n");
        return page.ToString();

        void Add(FormattableString text) => page.Append(text.ToString(CultureInfo.InvariantCulture));
    }
}
