using WFrame.Cli.Consoles;
using WFrame.Cli.Options;
using WFrame.Cli.Output;
using WFrame.Files;
using WFrame.Images.Sources;

namespace WFrame.Cli.Verbs.Score;

/// <summary>wframe score: log-densities of images under a model.</summary>
internal static class ScoreVerb
{
    private static readonly Setting<string> Output = Setting.Text(
        "output",
        "FILE",
        "Write .csv, .jsonl or .parquet (image, label, component, score, phi).",
        "a table on standard output"
    );

    private static readonly Setting<bool> Overwrite = CommonOptions.Overwrite("--output");

    public static Verb Verb { get; } =
        new(
            "score",
            "Scores images under a model: log-density up to a constant of each component.",
            Run,
            Output,
            CommonOptions.Crop(
                "Cut a centred square of PX pixels out of each image first, as in training.",
                "largest centred box"
            ),
            Setting.Size(
                "Size at which to score, even number or HEIGHTxWIDTH px; only for filter theta.",
                "the model's"
            ),
            CommonOptions.Device,
            CommonOptions.Threads,
            Overwrite,
            CommonOptions.MaxPixels,
            CommonOptions.SkipBadImages
        )
        {
            Positional = Verb.Takes(
                "MODEL IMAGES",
                "model.zip or run folder, then images: files, folders, globs, cifar10:FOLDER, @list.txt.",
                many: true
            ),
            Examples =
            [
                "wframe score runs/cat/model.zip photos/ --output scores.csv",
                "wframe score runs/cat cifar10:data/cifar-10-batches-bin --output scores.parquet",
            ],
        };

    private static int Run(VerbCall call)
    {
        var start = call.Terminal.Clock.GetTimestamp();
        var (output, json) = (call.Text(Output), call.Get(CommonOptions.Json));
        if (call.Arguments.Count < 2)
        {
            throw new UsageException("IMAGES is missing: give the model, then files or folders of images.");
        }
        var format = output is null ? null : ScoreFormats.Of(output);
        if (output is not null)
        {
            Outputs.CheckFile(output, call.Get(Overwrite));
        }
        var path = InputFiles.Model(call.Argument);
        var model = WFrameModel.Load(path);
        var pixels = call.Bind(new PixelOptions { Size = model.Size });
        _ = model.ThetaOf(0, pixels.Size);
        var entries = ImageSource.Expand(call.Arguments.Skip(1), call.Say.Notice, call.Cancellation);
        using var engine = call.CreateEngine(model.Trunk);
        var scorer = new ImageScorer(model, engine, pixels);
        JsonNode? scores = null;
        if (output is not null)
        {
            AtomicFile.Write(output, stream => Score(rows => format!(stream, rows)));
        }
        else if (json)
        {
            Score(rows => scores = JsonSerializer.SerializeToNode(rows, Say.Json));
        }
        else
        {
            Score(rows => ScoreFormats.Table(call.Terminal.Out, rows));
            return ExitCodes.Done;
        }
        return call.Done(
            new JsonObject
            {
                ["schema"] = "wframe.score/1",
                ["model"] = Path.GetFullPath(path),
                ["images"] = scorer.Scored,
                ["components"] = model.Components.Count,
                ["output"] = output is null ? null : Path.GetFullPath(output),
                ["scores"] = scores,
                ["skipped"] = new JsonArray([.. scorer.Skipped.Select(s => JsonValue.Create(s))]),
                ["seconds"] = Math.Round(call.Terminal.Clock.GetElapsedTime(start).TotalSeconds, 3),
            },
            () => call.Say.Result($"{scorer.Scored} images scored in {Path.GetFullPath(output!)}")
        );

        void Score(Action<IEnumerable<ScoreRow>> write)
        {
            var scored = call.Say.Progress.Run(
                "scoring",
                report =>
                {
                    write(scorer.Score(entries, done => report(new Stage("", done, entries.Count)), call.Cancellation));
                    return scorer.Scored;
                }
            );
            if (scored == 0)
            {
                throw new UsageException($"None of {entries.Count} images can be used; the first: {scorer.Skipped[0]}");
            }
            foreach (var notice in scorer.Notices.Sentences.Concat(scorer.Skipped.Select(s => $"left out: {s}")))
            {
                call.Say.Notice(notice);
            }
        }
    }
}
