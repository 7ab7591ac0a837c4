using Microsoft.ML;
using WFrame.Evaluation;
using WFrame.Evaluation.Catalog;
using WFrame.Evaluation.Report;
using WFrame.Pipeline.Tests.Metrics;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Evaluation;

/// <summary>A metric that the library does not know must be seen everywhere that its own metrics are.</summary>
public sealed class AddedMetricTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    private static MetricCatalog Catalog => new([.. MetricCatalog.Default.All, new Brightness()]);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Given_a_metric_of_ones_own_table_JSON_and_report_show_it()
    {
        var (generated, reference) = (RandomImages.Set(5, 1), RandomImages.Set(4, 2));
        var options = new EvaluationOptions { Metrics = Catalog.Parse("brightness,pixel-diversity") };

        var result = Evaluator.Evaluate(generated, reference, options);
        var page = EvaluationReport.Write(_folder.Path, result, generated, reference);

        var difference = Assert.IsType<float>(result.Metrics[1].Value);
        Assert.InRange(Math.Abs(difference), 0.1f, 255);
        var text = FormattableString.Invariant($"{difference:f2}");
        Assert.Equal(["Pixel diversity", "Brightness"], EvaluationSummary.Values(result).Select(v => v.Name).Take(2));
        Assert.Contains(("Brightness", text), EvaluationSummary.Values(result));
        Assert.Contains(("Fewest for brightness", "1"), EvaluationSummary.Settings(result));
        Assert.Contains("Brightness of 5 images is only a test.", result.Warnings);
        using var json = JsonDocument.Parse(EvaluationJson.Write(result));
        Assert.Equal(difference, json.RootElement.GetProperty("metrics").GetProperty("brightness").GetSingle());
        Assert.Equal(1, json.RootElement.GetProperty("protocol").GetProperty("fewest").GetInt32());
        Assert.Contains($"<b>{text}</b><span>Brightness</span>", File.ReadAllText(page), StringComparison.Ordinal);
        var markdown = File.ReadAllText(_folder.At("report.md"));
        Assert.Contains($"| Brightness | {text} |", markdown, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_metric_of_ones_own_its_name_needs_and_limits_are_checked_before_any_work()
    {
        var (generated, reference) = (RandomImages.Set(5, 1), RandomImages.Set(4, 2));
        EvaluationOptions Ask(params Metric[] metrics) => new() { Metrics = metrics };

        _ = Expect.Refused(() => Catalog.Parse("glow"), "'glow' is not known", "nearest-image, brightness, all");
        Assert.Contains(Catalog.Parse("all"), m => m is Brightness);
        _ = Expect.Refused(
            () => Evaluator.Evaluate(generated, null, Ask(new FidMetric(), new Brightness())),
            "fid, brightness compare with reference images"
        );
        _ = Expect.Refused(
            () => Evaluator.Evaluate(generated, reference, Ask(new Brightness { Fewest = 6 })),
            "5 images given; give at least 6"
        );
        _ = Expect.Refused(
            () => Evaluator.Evaluate(generated, reference, Ask(new Brightness(), new Brightness { Fewest = 2 })),
            "brightness is asked for 2 times"
        );
    }

    [Fact]
    public void Given_a_metric_of_ones_own_the_MLNet_catalog_takes_it()
    {
        var (context, sample) = (new MLContext(), Repository.Sample("brick.png"));
        var data = context.WFrame().LoadPixels(sample, 8);

        var result = context.WFrame().Evaluate(data, data, new EvaluationOptions { Metrics = [new Brightness()] });

        Assert.Equal(0f, Assert.Single(result.Metrics).Value);
    }

    [Fact]
    public void Given_a_metric_that_reads_what_it_does_not_need_the_mistake_is_named() =>
        Assert.Contains(
            "Logits",
            Assert
                .Throws<InvalidOperationException>(() =>
                    Evaluator.Evaluate(
                        RandomImages.Set(2, 1),
                        null,
                        new EvaluationOptions { Metrics = [new Forgetful()] }
                    )
                )
                .Message,
            StringComparison.Ordinal
        );

    private sealed record Forgetful() : Metric("forgetful", MetricNeeds.None)
    {
        public override MetricResult Compute(MetricInputs inputs) => new(this, inputs.Logits, []);
    }
}
