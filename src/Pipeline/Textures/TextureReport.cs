using WFrame.Files;
using WFrame.Images.Writing;
using WFrame.Reports;

namespace WFrame.Textures;

/// <summary>The page of textures being drawn, or drawn: photographs, pictures, how the error fell, and the command.</summary>
/// <param name="path">The file, replaced as a whole each time.</param>
/// <param name="command">What draws the same.</param>
/// <param name="settings">What decides the pictures besides the photographs.</param>
/// <param name="mean">The trunk's, B, G, R.</param>
/// <param name="clock">Tells when to write again.</param>
internal sealed class TextureReport(
    string path,
    string command,
    IReadOnlyList<(string Name, string Value)> settings,
    IReadOnlyList<float> mean,
    TimeProvider clock
)
{
    // Of many the last: a page stays some MB.
    private const int MostPictures = 8;

    private static readonly TimeSpan BetweenWrites = TimeSpan.FromSeconds(5);

    // As HtmlPage writes it: the page of what has not ended.
    private const string AtWork = "class=\"status\"";

    private readonly List<(string Caption, byte[] Png)> _photographs = [];
    private readonly List<(string Caption, byte[] Png)> _pictures = [];
    private readonly List<TextureProgress> _history = [];
    private long? _written;

    /// <summary>Whether a file is the page of a drawing that has not ended.</summary>
    public static bool IsUnfinished(string path) =>
        File.Exists(path) && File.ReadAllText(path).Contains(AtWork, StringComparison.Ordinal);

    /// <summary>Adds a photograph as it is learned from.</summary>
    public void Photograph(PixelBatch image) =>
        _photographs.Add(($"photograph, {image.Size.Width} x {image.Size.Height} px", Png(image)));

    /// <summary>Adds what was told after an iteration, and writes now and then; the curve is that of the last picture.</summary>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public void Add(TextureProgress progress)
    {
        if (_history is [.., var before] && before.Iteration > progress.Iteration)
        {
            _history.Clear();
        }
        _history.Add(progress);
        if (
            progress.Image is { } image
            && (_written is not { } written || clock.GetElapsedTime(written) >= BetweenWrites)
        )
        {
            Write(image);
            _written = clock.GetTimestamp();
        }
    }

    /// <summary>Adds a picture that is drawn.</summary>
    public void Picture(int index, double error, byte[] png)
    {
        _pictures.Add((string.Create(CultureInfo.InvariantCulture, $"picture {index}, error {error:0.0000}"), png));
        if (_pictures.Count > MostPictures)
        {
            _pictures.RemoveAt(0);
        }
    }

    /// <summary>Writes the page when all are drawn.</summary>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public void Finish() => Write(image: null);

    private void Write(PixelBatch? image)
    {
        var page = new HtmlPage("Texture");
        if (image is not null)
        {
            var now = _history[^1];
            page.Status($"Being drawn: iteration {now.Iteration} of {now.Iterations}. Load the page again for news.");
        }
        page.Heading("Photographs and pictures");
        page.BesideAtOneScale([
            .. _photographs.Take(MostPictures).Select(AsItIs),
            .. _pictures.Select(AsItIs),
            .. image is null
                ? Array.Empty<(string, byte[], int)>()
                : [($"so far, {image.Size.Width} x {image.Size.Height} px", Png(image), 1 << _history[^1].Level)],
        ]);
        if (_history.Count > 0)
        {
            page.Heading("How the error fell");
            foreach (var level in _history.GroupBy(p => p.Level))
            {
                Tell(page, [.. level]);
            }
            page.Curves([Curve()]);
            page.Text(
                "The error is the sum over layers of the mean squared difference of the statistics from the photographs', in their root mean square. Each level begins from the enlarged coarser one, so the curve jumps there."
            );
        }
        page.Heading("The same again");
        page.Command(command);
        page.Heading("Settings");
        page.Table(settings);
        AtomicFile.WriteText(path, page.ToString());
    }

    private static (string Caption, byte[] Png, int Enlarged) AsItIs((string Caption, byte[] Png) picture) =>
        (picture.Caption, picture.Png, 1);

    private static void Tell(HtmlPage page, TextureProgress[] level)
    {
        var (first, last) = (level[0], level[^1]);
        var sentence = string.Create(
            CultureInfo.InvariantCulture,
            $"At {last.Size} px the error went from {first.Error:0.000} to {last.Error:0.000} in iterations {first.Iteration} to {last.Iteration}."
        );
        if (level.Length > 1 && last.Error > first.Error)
        {
            page.Alarm(
                sentence,
                "It rose: the picture is not this texture. Shrink the photograph, or give a larger one."
            );
        }
        else
        {
            page.Text(sentence);
        }
    }

    private string Curve()
    {
        var plot = new CurvePlot("Error of the statistics", logarithm: v => $"{v:0.###}");
        foreach (var level in _history.GroupBy(p => p.Level))
        {
            _ = plot.Line(
                [.. level.Select(p => (double)p.Iteration)],
                [.. level.Select(p => p.Error)],
                $"{level.First().Size} px"
            );
        }
        plot.Axes("iteration");
        return plot.ReadableSvg(460, 300);
    }

    private byte[] Png(PixelBatch image) => PngWriter.Encode(PngWriter.ToImage(image, 0, mean));
}
