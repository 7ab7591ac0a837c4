using WFrame.Cli.Consoles;
using WFrame.Cli.Options;
using WFrame.Evaluation;
using WFrame.Evaluation.Catalog;
using WFrame.Evaluation.Classifiers;
using WFrame.Evaluation.Report;

namespace WFrame.Cli.Verbs;

/// <summary>wframe evaluate: generated images against reference images.</summary>
internal static class EvaluateVerb
{
    private const string Marker = "evaluation.json";

    private const string Usual = "response-distance";

    public static VerbSpec Spec { get; } = For(MetricCatalog.Default);

    /// <summary>The verb with the metrics that it offers.</summary>
    public static VerbSpec For(MetricCatalog metrics) =>
        new("evaluate", "Measures generated images, mostly against reference images.")
        {
            Options =
            [
                new(
                    "generated",
                    "WHAT",
                    "Generated images: a folder, glob, file, cifar10:FOLDER or @list.txt; a run folder (its final samples); or a model.zip (draws samples first)."
                )
                {
                    Required = true,
                },
                new(
                    "count",
                    "N",
                    "Images to draw of each component when --generated is a model.",
                    "its number of chains"
                ),
                new("seed", "N", "Seed of the images drawn from a model, 0..2^64-1.", "1"),
                new(
                    "reference",
                    "DIR",
                    $"Reference images, named alike; every metric but {string.Join(" and ", metrics.All.Where(m => !m.Reads(MetricNeeds.Reference)).Select(m => m.Name))} compares with them."
                ),
                new(
                    "metrics",
                    "LIST",
                    $"Separated by commas: {string.Join(", ", metrics.All.Select(m => m.Name))}, or all.",
                    $"{Usual}; with --inception also {Classified(metrics)}"
                ),
                new("inception", "FILE", "Classifier: its ONNX file with the card (.json) beside it."),
                new("splits", "N", "Splits of the inception score, 1 or more.", "10"),
                new(
                    "crop",
                    "PX",
                    "Cut a centred square of PX pixels out of each reference image first, as in training.",
                    "none"
                ),
                new(
                    "size",
                    "PX",
                    "Size at which responses and pixels are compared, even number or HEIGHTxWIDTH px.",
                    "the generated images'"
                ),
                new(
                    "cache",
                    "DIR",
                    "Keep classifier outputs here, by the hashes of images and weights.",
                    "nothing is kept"
                ),
                CommonOptions.Device,
                CommonOptions.Threads,
                CommonOptions.Trunk,
                new(
                    "output",
                    "DIR",
                    "Report folder to write: evaluation.json, report.md, report.html, curves and picture grids."
                ),
                CommonOptions.Overwrite("an earlier report in --output"),
            ],
            Examples = ["wframe evaluate --generated runs/faces/samples/final --reference faces/ --crop 148 --json"],
            Run = call => Run(call, metrics),
        };

    private static int Run(VerbCall call, MetricCatalog metrics)
    {
        var (output, overwrite) = (call.Text("output"), call.Switch("overwrite"));
        _ = call.Seed();
        if (output is not null)
        {
            Outputs.CheckFolder(output, Marker, overwrite);
        }
        var options = Options(call, metrics);
        var generated = GeneratedImages.Open(call, call.Required("generated"));
        var reference = call.Text("reference") is { } folder ? ImageSet.FromFiles(folder) : null;
        var result = call.Say.Progress.RunStages(
            "evaluating",
            report =>
                Evaluator.Evaluate(
                    generated,
                    reference,
                    options,
                    new Reporter<EvaluationProgress>(p =>
                        report(new Stage(p.Stage, p.Progress?.Done ?? 0, p.Progress?.Total ?? 0))
                    ),
                    call.Cancellation
                )
        );
        if (output is not null)
        {
            Outputs.WriteFolder(
                output,
                Marker,
                overwrite,
                fresh => EvaluationReport.Write(fresh, result, generated, reference, call.Cancellation)
            );
        }
        foreach (var warning in result.Warnings)
        {
            call.Say.Notice(warning);
        }
        if (call.Json)
        {
            call.Say.Result(EvaluationJson.Write(result));
        }
        else
        {
            call.Say.Result(EvaluationSummary.Values(result).Concat(EvaluationSummary.Settings(result)));
        }
        return ExitCodes.Done;
    }

    private static EvaluationOptions Options(VerbCall call, MetricCatalog known)
    {
        var inception = call.Text("inception") is { } file ? TrunkFile.Existing(file, "--inception") : null;
        var metrics = known.Parse(call.Text("metrics") ?? (inception is null ? Usual : $"{Usual},{Classified(known)}"));
        var threads = call.Int("threads", 0) ?? 0;
        if (call.Text("cache") is { } cache)
        {
            // Found out before minutes of inference, not after.
            Outputs.RequireWritable(cache, "--cache");
        }
        var pass = new FeaturePassOptions { CacheFolder = call.Text("cache") };
        return new EvaluationOptions
        {
            Metrics = call.Int("splits", 1) is { } splits ? [.. metrics.Select(m => Split(m, splits))] : metrics,
            Classifier = inception,
            Trunk = call.Text("trunk") is { } trunk ? TrunkFile.Open(trunk) : null,
            Device = call.Text("device") ?? "auto",
            Size = call.Text("size") is { } size ? ImageSizes.Parse(size) : null,
            ReferenceCrop = call.Int("crop", 1),
            Pass = threads == 0 ? pass : pass with { Threads = threads },
        };
    }

    private static string Classified(MetricCatalog metrics) =>
        string.Join(",", metrics.All.Where(m => m.Reads(MetricNeeds.Classifier)).Select(m => m.Name));

    private static Metric Split(Metric metric, int splits) =>
        metric is InceptionScoreMetric score ? score with { Options = score.Options with { Splits = splits } } : metric;
}
