using System.Text.RegularExpressions;
using System.Xml.Linq;
using WFrame.Images;
using WFrame.Images.Writing;
using WFrame.Runs;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Runs;

/// <summary>report.html of a small run of two classes whose names are as unpleasant as a file system allows.</summary>
public sealed partial class RunReportTests(RunReportTests.Reported reported) : IClassFixture<RunReportTests.Reported>
{
    private const string Unpleasant = "<b>a&\"'\u0001";

    [Fact]
    public void Given_names_with_markup_then_the_page_is_well_formed_and_shows_them_as_text()
    {
        var page = Read(reported.Html);

        Assert.DoesNotContain(page.Descendants("b"), b => b.Value.StartsWith('a'));
        Assert.Contains(page.Descendants("h3"), h => h.Value == Unpleasant.Replace('\u0001', '\uFFFD'));
        Assert.DoesNotContain('\u0001', reported.Html);
    }

    [Fact]
    public void Given_a_report_then_every_picture_has_a_text_and_nothing_is_fetched()
    {
        var page = Read(reported.Html);
        var images = page.Descendants("img").ToArray();

        Assert.NotEmpty(images);
        Assert.All(images, i => Assert.NotEmpty(i.Attribute("alt")!.Value));
        Assert.All(
            page.Descendants().Attributes().Where(a => a.Name.LocalName is "src" or "href"),
            a => Assert.True(a.Value.StartsWith("data:", StringComparison.Ordinal) || a.Value.StartsWith('#'), a.Value)
        );
        Assert.DoesNotMatch("fetch|XMLHttpRequest|url\\(h|@import", reported.Html);
    }

    [Fact]
    public void Given_samples_then_each_has_its_nearest_training_image_and_the_distance_in_grey_levels()
    {
        var outcome = reported.Outcome;
        var sample = outcome.Model.Components[0].Chains;
        var observed = reported.Plan.Components[0].Observed;
        var distances = Enumerable
            .Range(0, observed.Count)
            .Select(n =>
                Math.Sqrt(
                    sample
                        .Image(0)
                        .ToArray()
                        .Zip(observed.Image(n).ToArray(), (a, b) => ((double)a - b) * (a - b))
                        .Average()
                )
            )
            .ToArray();

        var (index, rms) = NearestImage.Of(sample.Image(0).Span, observed);

        Assert.Equal(Array.IndexOf(distances, distances.Min()), index);
        Assert.Equal(distances.Min(), rms, 1e-4);
        Assert.Contains(
            FormattableString.Invariant($"00: {rms:0.0} from training image {index:00}"),
            reported.Html,
            StringComparison.Ordinal
        );
        Assert.Equal(
            4,
            Read(reported.Html).Descendants("figure").Count(f => f.Parent!.Attribute("class")?.Value == "pairs")
        );
    }

    [Fact]
    public void Given_coarser_levels_then_the_slider_begins_with_them()
    {
        using var folder = new TemporaryFolder();
        var png = PngWriter.Encode(new RgbImage(4, 4));
        foreach (var (level, iterations) in new[] { ("16", new[] { 1, 2 }), ("8", [1, 10]), ("", [1]) })
        {
            var samples = level.Length > 0 ? folder.At("levels", level, "samples") : folder.At("samples");
            Directory.CreateDirectory(samples);
            File.WriteAllText(Path.Combine(samples, "..", "run.json"), "{}");
            foreach (var iteration in iterations)
            {
                File.WriteAllBytes(Path.Combine(samples, $"iteration-{iteration:0000}.png"), png);
            }
        }

        Assert.Equal(
            [
                "8 px, iteration 1",
                "8 px, iteration 10",
                "16 px, iteration 1",
                "16 px, iteration 2",
                "full size, iteration 1",
            ],
            ReportPictures.Slides(new RunFolder(folder.Path), []).Select(s => s.Caption)
        );
    }

    [Fact]
    public void Given_many_large_sheets_then_the_slider_has_a_bounded_number_of_them_and_bytes()
    {
        using var folder = new TemporaryFolder();
        Directory.CreateDirectory(folder.At("samples"));
        var noise = new RgbImage(600, 600);
        new Random(1).NextBytes(noise.Pixels);
        var png = PngWriter.Encode(noise);
        foreach (var iteration in Enumerable.Range(1, 40).Append(12345))
        {
            File.WriteAllBytes(folder.At("samples", $"iteration-{iteration:0000}.png"), png);
        }

        var slides = ReportPictures.Slides(new RunFolder(folder.Path), []);

        Assert.Equal(ReportPictures.MostSlides, slides.Count);
        Assert.Equal(("iteration 1", "iteration 12345"), (slides[0].Caption, slides[^1].Caption));
        Assert.Equal(slides.Count, slides.DistinctBy(s => s.Caption).Count());
        Assert.InRange(slides.Sum(s => s.Png.Length), 1, 4_000_000);
    }

    [Fact]
    public void Given_a_program_that_asked_then_the_command_says_what_differs_from_the_defaults()
    {
        var command = Read(reported.Html).Descendants("code").Single().Value;

        Assert.StartsWith("wframe train ", command, StringComparison.Ordinal);
        Assert.All(
            ["--iterations 4", "--steps 3", "--chains 2", "--size 16", "--crops 3", "--by-class=true", "--output "],
            part => Assert.Contains(part, command, StringComparison.Ordinal)
        );
        Assert.DoesNotContain("penalty", command, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_merged_options_then_the_command_is_made_of_them()
    {
        var request = reported.Plan.Request with
        {
            CommandOptions = new Dictionary<string, string>
            {
                ["images"] = "a b.png\nc.png",
                ["output"] = "it's",
                ["jitter"] = "0",
                ["skip-bad-images"] = "true",
            },
        };

        Assert.Equal(
            "wframe train 'a b.png' c.png --output 'it'\\''s' --jitter 0 --skip-bad-images=true",
            RunCommand.Of(request)
        );
        Assert.Equal("--penalty", RunCommand.Names(request)(nameof(WFrameOptions.Beta)));
        Assert.Equal("Beta", RunCommand.Names(reported.Plan.Request)(nameof(WFrameOptions.Beta)));
    }

    [ChromiumFact]
    public void Given_a_browser_then_slider_curves_and_button_work_and_the_console_is_silent()
    {
        using var folder = new TemporaryFolder();
        const string Driver = """
            <script>
            const said = [], say = t => said.push(t);
            addEventListener('error', e => say('ERROR ' + e.message));
            addEventListener('unhandledrejection', e => say('ERROR ' + e.reason));
            const box = document.querySelector('.slides'), range = box.querySelector('input');
            const shown = () => [...box.querySelectorAll('figure')].filter(f => f.offsetHeight > 0).map(f => f.querySelector('img').alt);
            say('shown ' + shown() + ' says ' + box.querySelector('output').textContent);
            range.value = 0; range.dispatchEvent(new Event('input'));
            say('moved ' + shown() + ' says ' + box.querySelector('output').textContent);
            const svg = document.querySelector('svg[data-plot]'), out = svg.parentElement.querySelector('output');
            const r = svg.getBoundingClientRect();
            svg.dispatchEvent(new PointerEvent('pointermove', { clientX: r.left + r.width * 0.99, clientY: r.top + 50 }));
            say('right ' + out.textContent);
            svg.dispatchEvent(new PointerEvent('pointermove', { clientX: r.left + r.width * 0.1, clientY: r.top + 50 }));
            say('left ' + out.textContent);
            svg.dispatchEvent(new KeyboardEvent('keydown', { key: 'ArrowRight' }));
            say('key ' + out.textContent);
            document.querySelector('button').click();
            say('wide ' + (document.documentElement.scrollWidth <= innerWidth));
            setTimeout(() => { const p = document.createElement('pre'); p.id = 'said'; p.textContent = said.join('\n'); document.body.append(p); }, 500);
            </script></body>
            """;
        File.WriteAllText(folder.At("page.html"), reported.Html.Replace("</body>", Driver, StringComparison.Ordinal));

        var (document, log) = Chromium.Open(
            new Uri(folder.At("page.html")),
            folder.At("browser"),
            "--window-size=390,800"
        );

        var said = Said().Match(document).Groups[1].Value;
        Assert.DoesNotContain("ERROR", said, StringComparison.Ordinal);
        Assert.DoesNotContain("CONSOLE", log, StringComparison.Ordinal);
        Assert.Contains("shown iteration 4 says iteration 4", said, StringComparison.Ordinal);
        Assert.Contains("moved iteration 1 says iteration 1", said, StringComparison.Ordinal);
        Assert.Contains("right iteration 4: ", said, StringComparison.Ordinal);
        Assert.Contains("left iteration 1: ", said, StringComparison.Ordinal);
        Assert.Contains("key iteration 2: ", said, StringComparison.Ordinal);
        Assert.Contains("wide true", said, StringComparison.Ordinal);
    }

    /// <summary>As XML, which refuses what is not closed or not escaped; scripts and styles are no XML.</summary>
    private static XElement Read(string html) =>
        XElement.Parse(ScriptsAndStyles().Replace(html.Replace("<!doctype html>", "", StringComparison.Ordinal), ""));

    [GeneratedRegex("<(script|style)>.*?</\\1>", RegexOptions.Singleline)]
    private static partial Regex ScriptsAndStyles();

    [GeneratedRegex("<pre id=\"said\">(.*?)</pre>", RegexOptions.Singleline)]
    private static partial Regex Said();

    public sealed class Reported : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public Reported()
        {
            foreach (var (label, photograph) in new[] { (Unpleasant, "chelsea.png"), ("plain", "coffee.png") })
            {
                Directory.CreateDirectory(folder.At("classes", label));
                File.Copy(Repository.Sample(photograph), folder.At("classes", label, "a.png"));
            }
            Plan = TrainingPlan.Create(
                new()
                {
                    Images = [folder.At("classes")],
                    Output = folder.At("run"),
                    Pixels = new PixelOptions { Size = new(16, 16), Crops = 3 },
                    Grouping = new ComponentGrouping(ByClass: true),
                    Options = new WFrameOptions
                    {
                        Iterations = 4,
                        Steps = 3,
                        Chains = 2,
                    },
                }
            );
            Outcome = TrainingRun.Execute(Plan);
            Html = File.ReadAllText(Outcome.Run.Report);
        }

        internal TrainingPlan Plan { get; }

        internal TrainingOutcome Outcome { get; }

        internal string Html { get; }

        public void Dispose() => folder.Dispose();
    }
}
