using System.Net;

namespace WFrame.Reports;

/// <summary>A page with everything inlined, readable in light and dark, on paper and on a phone. Texts are encoded here.</summary>
internal sealed class HtmlPage
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

    private readonly StringBuilder _page = new("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\">");

    public HtmlPage(string title)
    {
        Add($"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"><title>{Encode(title)}</title>");
        Add($"<style>{Style}</style></head><body><h1>{Encode(title)}</h1>");
    }

    /// <summary>A sentence that a reader of the numbers must know.</summary>
    public void Note(string sentence) => Add($"<p class=\"note\">{Encode(sentence)}</p>");

    /// <summary>A sentence that says that something went wrong.</summary>
    public void Alarm(string sentence) => Add($"<p style=\"color:#b00;font-weight:600\">{Encode(sentence)}</p>");

    public void Heading(string text) => Add($"<h2>{Encode(text)}</h2>");

    /// <summary>Values in large type, each with its name below.</summary>
    public void Facts(IEnumerable<(string Name, string Value)> facts)
    {
        Add($"<div class=\"facts\">");
        foreach (var (name, value) in facts)
        {
            Add($"<div><b>{Encode(value)}</b><span>{Encode(name)}</span></div>");
        }
        Add($"</div>");
    }

    /// <summary>Plots beside each other, each a whole SVG file.</summary>
    public void Curves(IEnumerable<string> svgs)
    {
        Add($"<div class=\"curves\">");
        foreach (var svg in svgs)
        {
            Add($"{svg[svg.IndexOf("<svg", StringComparison.Ordinal)..]}");
        }
        Add($"</div>");
    }

    public void Picture(string caption, byte[] png)
    {
        var (text, data) = (Encode(caption), Convert.ToBase64String(png));
        Add(
            $"<figure><img alt=\"{text}\" src=\"data:image/png;base64,{data}\"><figcaption>{text}</figcaption></figure>"
        );
    }

    public void Table(IEnumerable<(string Name, string Value)> rows)
    {
        Add($"<table>");
        foreach (var (name, value) in rows)
        {
            Add($"<tr><th>{Encode(name)}</th><td>{Encode(value)}</td></tr>");
        }
        Add($"</table>");
    }

    public override string ToString() => _page + "</body></html>\n";

    private static string Encode(string text) => WebUtility.HtmlEncode(text);

    private void Add(FormattableString text) => _page.Append(text.ToString(CultureInfo.InvariantCulture));
}
