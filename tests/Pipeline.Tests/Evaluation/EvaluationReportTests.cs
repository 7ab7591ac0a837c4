using WFrame.Evaluation;
using WFrame.Evaluation.Catalog;
using WFrame.Evaluation.Report;
using WFrame.Images.Sources;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Evaluation;

public sealed class EvaluationReportTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Given_a_result_the_folder_holds_a_self_contained_page_curves_and_grids()
    {
        var (generated, reference) = (RandomImages.Set(70, 1), RandomImages.Set(35, 2));
        var options = new EvaluationOptions
        {
            Metrics = MetricCatalog.Default.All,
            Classifier = TinyClassifier.Write(_folder.Path),
        };
        var result = Evaluator.Evaluate(generated, reference, options);
        var report = _folder.At("report");
        var page = EvaluationReport.Write(report, result, generated, reference);
        string[] names =
        [
            "evaluation.json",
            "generated.png",
            "inception-score.svg",
            "nearest-image.svg",
            "nearest.png",
            "reference.png",
            "report.html",
            "report.md",
            "response-distance.svg",
        ];
        Assert.Equal(names, Directory.GetFiles(report).Select(f => Path.GetFileName(f)!).Order(StringComparer.Ordinal));
        var html = File.ReadAllText(page);
        Assert.DoesNotContain("NaN", html, StringComparison.Ordinal);
        Assert.DoesNotMatch("(src|href)=\"(?!data:)", html);
        Assert.Contains("tiny/8", html, StringComparison.Ordinal);
        Assert.Contains("the first 64 of 70", html, StringComparison.Ordinal);
        var markdown = File.ReadAllText(Path.Combine(report, "report.md"));
        Assert.Contains("| FID |", markdown, StringComparison.Ordinal);
        Assert.Contains(result.Protocol.WeightsSha256!, markdown, StringComparison.Ordinal);
        // R of each layer too, and as a share of what was observed.
        Assert.Contains("| R, of the observed mean response |", markdown, StringComparison.Ordinal);
        foreach (var layer in result.Value<LayerDistances>()!.Layers)
        {
            Assert.Matches($@"\| R of {layer.Layer} \| [0-9.]+ \([0-9.]+ %\) \|", markdown);
        }
        Assert.Contains("| KID subsets | 100 of 17 images, seed 2020 |", markdown, StringComparison.Ordinal);
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(report, "evaluation.json")));
        Assert.Equal(EvaluationResult.Schema, json.RootElement.GetProperty("schema").GetString());
        var sheet = new ImageEntry(Path.Combine(report, "generated.png")).Decode();
        Assert.Equal((8 * 66) - 2, sheet.Width);
    }

    [Fact]
    public void Given_one_image_and_one_metric_the_report_is_still_written()
    {
        var options = new EvaluationOptions
        {
            Metrics = [new InceptionScoreMetric { Options = new() { Splits = 1 } }],
            Classifier = TinyClassifier.Write(_folder.Path),
        };
        var one = RandomImages.Set(1, 1);
        var page = EvaluationReport.Write(_folder.At("report"), Evaluator.Evaluate(one, null, options), one);
        Assert.Contains("1.000", File.ReadAllText(page), StringComparison.Ordinal);
    }
}
