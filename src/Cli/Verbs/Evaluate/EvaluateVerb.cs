using WFrame.Cli.Consoles;
using WFrame.Cli.Options;
using WFrame.Cli.Output;
using WFrame.Evaluation;
using WFrame.Evaluation.Catalog;
using WFrame.Evaluation.Classifiers;
using WFrame.Evaluation.Report;
using WFrame.Metrics;

namespace WFrame.Cli.Verbs.Evaluate;

/// <summary>wframe evaluate: generated images against reference images.</summary>
internal static class EvaluateVerb
{
    private const string Marker = "evaluation.json";

    private const string Usual = "response-distance";

    private static readonly Setting<string> Classifier = new Setting<string>(
        "inception",
        "FILE",
        "Classifier: its ONNX file with the card (.json) beside it.",
        null,
        (option, file) => InputFiles.Existing(file, option)
    ).For(nameof(EvaluationOptions.Classifier));

    private static readonly Setting<int> Splits = Setting.Whole(
        "splits",
        "N",
        "Splits of the inception score, 1 to the number of images.",
        "10, or one an image where there are fewer",
        least: 1
    );

    private static readonly Setting<string> Cache = Setting.Text(
        "cache",
        "DIR",
        "Keep classifier outputs here, by the hashes of images and weights.",
        "nothing is kept"
    );

    private static readonly Setting<string> Output = Setting.Text(
        "output",
        "DIR",
        "Report folder to write: evaluation.json, report.md, report.html, curves and picture grids."
    );

    private static readonly Setting<bool> Overwrite = CommonOptions.Overwrite("an earlier report in --output");

    public static Verb Verb { get; } = For(MetricCatalog.Default);

    /// <summary>The verb with the metrics that it offers.</summary>
    public static Verb For(MetricCatalog metrics)
    {
        var reference = Setting.Text(
            "reference",
            "DIR",
            $"Reference images, named alike; every metric but {string.Join(" and ", metrics.All.Where(m => !m.Reads(MetricNeeds.Reference)).Select(m => m.Name))} compares with them."
        );
        var classified = string.Join(",", metrics.All.Where(m => m.Reads(MetricNeeds.Classifier)).Select(m => m.Name));
        // Not bound as it is: --splits has a say in it.
        var asked = new Setting<IReadOnlyList<Metric>>(
            "metrics",
            "LIST",
            $"Separated by commas: {string.Join(", ", metrics.All.Select(m => m.Name))}, or all.",
            $"{Usual}; with --inception also {classified}",
            (_, list) => metrics.Parse(list)
        ).Of<MetricCatalog>();
        return new Verb(
            "evaluate",
            "Measures generated images, mostly against reference images.",
            call =>
                Run(
                    call,
                    call.Has(asked)
                        ? call.Get(asked)
                        : metrics.Parse(call.Has(Classifier) ? $"{Usual},{classified}" : Usual),
                    call.Text(reference)
                ),
            GeneratedImages.Generated,
            GeneratedImages.Count,
            Setting.Seed("Seed of the images drawn from a model, 0..2^64-1."),
            reference,
            asked,
            Classifier,
            Splits,
            Setting
                .Whole(
                    "crop",
                    "PX",
                    "Cut a centred square of PX pixels out of each reference image first, as in training.",
                    "none",
                    least: 1
                )
                .For(nameof(EvaluationOptions.ReferenceCrop)),
            Setting.Size(
                "Size at which responses and pixels are compared, even number or HEIGHTxWIDTH px.",
                "the generated images'"
            ),
            CommonOptions.MaxPixels,
            Cache,
            CommonOptions.Device,
            CommonOptions.Threads,
            CommonOptions.Tf32,
            CommonOptions.Trunk,
            Output,
            Overwrite
        )
        {
            Examples = ["wframe evaluate --generated runs/faces/samples/final --reference faces/ --crop 148 --json"],
        };
    }

    private static int Run(VerbCall call, IReadOnlyList<Metric> metrics, string? folder)
    {
        using var output = call.Text(Output) is { } report
            ? new OutputFolder(report, Marker, call.Get(Overwrite))
            : null;
        var options = Options(call, metrics);
        var generated = GeneratedImages.Open(call);
        var reference = folder is null ? null : ImageSet.FromFiles(folder);
        var result = call.Say.Progress.Run(
            "evaluating",
            stage =>
                Evaluator.Evaluate(
                    generated,
                    reference,
                    options,
                    new Reporter<EvaluationProgress>(p => stage(new Stage(p.Stage, p.Done, p.Total))),
                    call.Cancellation
                )
        );
        output?.Write(fresh => EvaluationReport.Write(fresh, result, generated, reference, call.Cancellation));
        foreach (var warning in result.Warnings)
        {
            call.Say.Notice(call.InOptions(warning, nameof(InceptionScoreOptions.Splits)));
        }
        return call.Done(
            (JsonObject)JsonNode.Parse(EvaluationJson.Write(result))!,
            () => call.Say.Result(EvaluationSummary.Values(result).Concat(EvaluationSummary.Settings(result)))
        );
    }

    private static EvaluationOptions Options(VerbCall call, IReadOnlyList<Metric> metrics)
    {
        var cache = call.Text(Cache);
        if (cache is not null)
        {
            // Found out before minutes of inference, not after.
            Outputs.RequireWritable(cache, Cache.Name);
        }
        var (engine, pass) = (call.Engine, new FeaturePassOptions { CacheFolder = cache });
        return call.Bind(
            new EvaluationOptions
            {
                Metrics = call.Value(Splits) is { } splits ? [.. metrics.Select(m => Split(m, splits))] : metrics,
                Device = engine.Device,
                Tf32 = engine.Tf32,
                Pass = engine.Threads > 0 ? pass with { Threads = engine.Threads } : pass,
            }
        );
    }

    private static Metric Split(Metric metric, int splits) =>
        metric is InceptionScoreMetric score ? score with { Options = score.Options with { Splits = splits } } : metric;
}
