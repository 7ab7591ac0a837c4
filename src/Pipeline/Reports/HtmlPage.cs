using System.Buffers.Binary;
using System.Net;
using System.Text.RegularExpressions;

namespace WFrame.Reports;

/// <summary>
/// A page with everything inlined, readable in light and dark, on paper and on a phone, by mouse, finger and keyboard.
/// Texts are encoded here.
/// </summary>
internal sealed partial class HtmlPage
{
    private const string Style = """
        :root { color-scheme: light dark; }
        body { font: 15px/1.5 system-ui, sans-serif; max-width: 1040px; margin: 2rem auto; padding: 0 1rem; }
        h1 { font-size: 1.6rem; } h2 { font-size: 1.15rem; margin-top: 2rem; } h3 { font-size: 1rem; }
        .facts { display: grid; grid-template-columns: repeat(auto-fit, minmax(150px, 1fr)); gap: .75rem; }
        .facts div { border: 1px solid #8884; border-radius: 8px; padding: .6rem .8rem; }
        .facts b { display: block; font-size: 1.25rem; } .facts span { opacity: .75; font-size: .85rem; }
        .curves { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(420px, 100%), 1fr)); gap: 1rem; }
        .curves figure, .beside figure, .pairs figure { margin: 0; min-width: 0; }
        .curves svg { width: 100%; height: auto; border: 1px solid #8884; border-radius: 8px; background: #fff; }
        .curves output { display: block; min-height: 1.5em; font-size: .85rem; font-variant-numeric: tabular-nums; overflow-wrap: anywhere; }
        svg[data-plot] { cursor: crosshair; touch-action: pan-y; }
        figure { display: inline-block; margin: 0 1rem 1rem 0; vertical-align: top; max-width: 100%; }
        figure[hidden] { display: none; }
        figure img { image-rendering: pixelated; max-width: 100%; height: auto; display: block; border-radius: 4px; }
        figcaption { font-size: .85rem; opacity: .8; overflow-wrap: anywhere; }
        .beside { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(260px, 100%), 1fr)); gap: 1rem; }
        .beside img { width: 100%; max-width: 500px; }
        .scaled { align-items: start; }
        .pairs { display: grid; grid-template-columns: repeat(auto-fill, minmax(min(240px, 100%), 1fr)); gap: 1rem; }
        .pairs div { display: grid; grid-template-columns: 1fr 1fr; gap: 4px; } .pairs img { width: 100%; }
        .slides input { width: min(500px, 100%); height: 2rem; display: block; } .slides img { width: 500px; }
        .command pre { white-space: pre-wrap; overflow-wrap: anywhere; border: 1px solid #8884; border-radius: 8px; padding: .6rem .8rem; }
        button { font: inherit; padding: .3rem .8rem; }
        table { border-collapse: collapse; } td, th { padding: .15rem .8rem .15rem 0; text-align: left; vertical-align: top; }
        td { overflow-wrap: anywhere; }
        .note { border-left: 4px solid #d80; padding: .2rem .8rem; }
        .alarm { border-left: 4px solid #d33; padding: .2rem .8rem; }
        :focus-visible { outline: 3px solid #48f; outline-offset: 2px; }
        @media (prefers-color-scheme: dark) { .curves svg { filter: invert(.92) hue-rotate(180deg); } }
        @media (max-width: 500px) { .pairs { grid-template-columns: 1fr 1fr; gap: .6rem; } }
        @media print { .slides input, button { display: none; } }
        """;

    private readonly StringBuilder _page = new("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\" />");
    private readonly List<string> _scripts = [];

    public HtmlPage(string title)
    {
        Add(
            $"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\" /><title>{Encode(title)}</title>"
        );
        // An empty picture of its own: browsers ask a server for one otherwise.
        Add($"<link rel=\"icon\" href=\"data:,\" /><style>{Style}</style></head><body><main><h1>{Encode(title)}</h1>");
    }

    /// <summary>A sentence that a reader of the numbers must know.</summary>
    public void Note(string sentence) => Add($"<p class=\"note\">{Encode(sentence)}</p>");

    /// <summary>A sentence that says that something went wrong, and what to do if that is known.</summary>
    public void Alarm(string sentence, string advice = "") =>
        Add($"<p class=\"alarm\"><strong>{Encode(sentence)}</strong> {Encode(advice)}</p>");

    /// <summary>What is going on, told to who listens too.</summary>
    public void Status(string sentence) => Add($"<p class=\"status\" role=\"status\">{Encode(sentence)}</p>");

    public void Heading(string text) => Add($"<h2>{Encode(text)}</h2>");

    /// <summary>A heading below <see cref="Heading"/>.</summary>
    public void Part(string text) => Add($"<h3>{Encode(text)}</h3>");

    public void Text(string sentence) => Add($"<p>{Encode(sentence)}</p>");

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

    /// <summary>Plots beside each other, each a whole SVG file; those that hold their values show them under the pointer.</summary>
    public void Curves(IEnumerable<string> svgs)
    {
        Add($"<div class=\"curves\">");
        foreach (var svg in svgs)
        {
            Add($"<figure>{Scalable(svg[svg.IndexOf("<svg", StringComparison.Ordinal)..])}");
            Add($"<output aria-live=\"polite\"></output></figure>");
        }
        Add($"</div>");
        Script(PageScript.Parts);
    }

    public void Picture(string caption, byte[] png) =>
        Add($"<figure>{Image(caption, png)}<figcaption>{Encode(caption)}</figcaption></figure>");

    /// <summary>Pictures beside each other where there is room, below each other elsewhere.</summary>
    public void Beside(IEnumerable<(string Caption, byte[] Png)> pictures)
    {
        Add($"<div class=\"beside\">");
        foreach (var (caption, png) in pictures)
        {
            Picture(caption, png);
        }
        Add($"</div>");
    }

    /// <summary>
    /// Pictures beside each other in which a pixel is as large in all of them, on any screen: the widest takes its column.
    /// </summary>
    /// <param name="pictures">Each with the number of pixels that one of its own stands for.</param>
    public void BesideAtOneScale(IReadOnlyCollection<(string Caption, byte[] Png, int Enlarged)> pictures)
    {
        var widest = pictures.Select(p => Width(p.Png) * p.Enlarged).DefaultIfEmpty(1).Max();
        Add($"<div class=\"beside scaled\">");
        foreach (var (caption, png, enlarged) in pictures)
        {
            var share = Width(png) * enlarged / (double)widest;
            Add($"<figure><div style=\"width:{100 * share:0.###}%;max-width:{500 * share:0.###}px\">");
            Add($"{Image(caption, png)}</div><figcaption>{Encode(caption)}</figcaption></figure>");
        }
        Add($"</div>");
    }

    /// <summary>Many pairs of small pictures, each with one caption.</summary>
    public void Pairs(IEnumerable<(string Caption, string Left, byte[] LeftPng, string Right, byte[] RightPng)> pairs)
    {
        Add($"<div class=\"pairs\">");
        foreach (var (caption, left, leftPng, right, rightPng) in pairs)
        {
            Add($"<figure><div>{Image(left, leftPng)}{Image(right, rightPng)}</div>");
            Add($"<figcaption>{Encode(caption)}</figcaption></figure>");
        }
        Add($"</div>");
    }

    /// <summary>One of several pictures, chosen by a slider; the last one at first.</summary>
    public void Slides(string name, IReadOnlyCollection<(string Caption, byte[] Png)> pictures)
    {
        if (pictures.Count == 0)
        {
            return;
        }
        var last = pictures.Count - 1;
        Add($"<div class=\"slides\"><div class=\"control\" hidden=\"\"><label>{Encode(name)} <output></output>");
        Add($"<input type=\"range\" min=\"0\" max=\"{last}\" value=\"{last}\" autocomplete=\"off\" /></label></div>");
        foreach (var (caption, png) in pictures)
        {
            Picture(caption, png);
        }
        Add($"</div>");
        Script(PageScript.Parts);
    }

    /// <summary>A command with a button to copy it.</summary>
    public void Command(string line)
    {
        Add(
            $"<div class=\"command\"><pre><code>{Encode(line)}</code></pre><button type=\"button\" hidden=\"\">Copy</button></div>"
        );
        Script(PageScript.Parts);
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

    /// <summary>Runs a script of ours, once, when the page is read.</summary>
    public void Script(string script)
    {
        if (!_scripts.Contains(script))
        {
            _scripts.Add(script);
        }
    }

    public override string ToString() =>
        $"{_page}</main>{string.Concat(_scripts.Select(s => $"<script>{s}</script>"))}</body></html>\n";

    /// <summary>As text or as an attribute's value; control characters, which no page may have, show as replaced.</summary>
    public static string Encode(string text) => WebUtility.HtmlEncode(Readable(text));

    /// <summary>Without control characters, which neither HTML nor SVG may have.</summary>
    public static string Readable(string text) =>
        string.Concat(text.Select(c => char.IsControl(c) && c is not ('\n' or '\t') ? '\uFFFD' : c));

    /// <summary>With a size of its own alone a drawing is cut off where the page has less room.</summary>
    private static string Scalable(string svg) =>
        svg.Contains("viewBox", StringComparison.Ordinal)
            ? svg
            : Size().Replace(svg, "width=\"$1\" height=\"$2\" viewBox=\"0 0 $1 $2\"", 1);

    [GeneratedRegex("width=\"([0-9]+)\" height=\"([0-9]+)\"")]
    private static partial Regex Size();

    /// <summary>With its size, which starts the file's first chunk, so that nothing moves while pictures are decoded.</summary>
    private static string Image(string alt, byte[] png) =>
        $"<img alt=\"{Encode(alt)}\" width=\"{Width(png)}\" height=\"{BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20))}\" src=\"data:image/png;base64,{Convert.ToBase64String(png)}\" />";

    private static int Width(byte[] png) => BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16));

    private void Add(FormattableString text) => _page.Append(text.ToString(CultureInfo.InvariantCulture));
}
