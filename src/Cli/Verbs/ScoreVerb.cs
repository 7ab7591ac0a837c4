using System.Text.Json.Nodes;
using WFrame.Cli.Consoles;
using WFrame.Cli.Options;
using WFrame.Cli.Scores;
using WFrame.Files;
using WFrame.Images.Sources;

namespace WFrame.Cli.Verbs;

/// <summary>wframe score: log-densities of images under a model.</summary>
internal static class ScoreVerb
{
    public static VerbSpec Spec { get; } =
        new("score", "Scores images under a model: log-density up to a constant of each component.")
        {
            Argument = new(
                "MODEL IMAGES",
                "model.zip or run folder, then images: files, folders, globs, cifar10:FOLDER, @list.txt.",
                Many: true
            ),
            Options =
            [
                new(
                    "output",
                    "FILE",
                    "Write .csv, .jsonl or .parquet (image, label, component, score, phi).",
                    "a table on standard output"
                ),
                new(
                    "crop",
                    "PX",
                    "Cut a centred square of PX pixels out of each image first, as in training.",
                    "largest centred box"
                ),
                new(
                    "size",
                    "PX",
                    "Size at which to score, even number or HEIGHTxWIDTH px; only for filter theta.",
                    "the model's"
                ),
                CommonOptions.Device,
                CommonOptions.Threads,
                CommonOptions.Overwrite("--output"),
                CommonOptions.SkipBadImages,
            ],
            Examples =
            [
                "wframe score runs/cat/model.zip photos/ --output scores.csv",
                "wframe score runs/cat cifar10:data/cifar-10-batches-bin --output scores.parquet",
            ],
            Run = Run,
        };

    private static int Run(VerbCall call)
    {
        var start = call.Terminal.Clock.GetTimestamp();
        var output = call.Text("output");
        if (call.Arguments.Count < 2)
        {
            throw new UsageException("IMAGES is missing: give the model, then files or folders of images.");
        }
        if (output is not null)
        {
            ScoreFormats.Check(output);
            Outputs.CheckFile(output, call.Switch("overwrite"));
        }
        var path = TrunkFile.Model(call.Argument);
        var model = WFrameModel.Load(path);
        var size = call.Text("size") is { } text ? ImageSizes.Parse(text) : model.Size;
        _ = model.ThetaOf(0, size);
        var entries = ImageSource.Expand(call.Arguments.Skip(1));
        using var engine = Engines.Create(call, model.Trunk);
        var pixels = new PixelOptions
        {
            Size = size,
            CropSide = call.Int("crop", 1),
            SkipBadImages = call.Switch("skip-bad-images"),
        };
        var scorer = new ImageScorer(model, engine, pixels);
        using var collected = new CollectedScores();
        if (output is not null)
        {
            AtomicFile.Write(
                output,
                stream =>
                {
                    using var writer = ScoreFormats.Create(output, stream);
                    Score(call, scorer, entries, writer);
                }
            );
        }
        else if (call.Json)
        {
            Score(call, scorer, entries, collected);
        }
        else
        {
            using var table = new TableScores(call.Terminal.Out);
            Score(call, scorer, entries, table);
        }
        if (call.Json)
        {
            call.Say.Result(
                new JsonObject
                {
                    ["schema"] = "wframe.score/1",
                    ["model"] = Path.GetFullPath(path),
                    ["images"] = scorer.Scored,
                    ["components"] = model.Components.Count,
                    ["output"] = output is null ? null : Path.GetFullPath(output),
                    ["scores"] = output is null ? collected.Rows : null,
                    ["skipped"] = new JsonArray([.. scorer.Skipped.Select(s => JsonValue.Create(s))]),
                    ["seconds"] = Math.Round(call.Terminal.Clock.GetElapsedTime(start).TotalSeconds, 3),
                }
            );
        }
        else if (output is not null)
        {
            call.Say.Result($"{scorer.Scored} images scored in {Path.GetFullPath(output)}");
        }
        return ExitCodes.Done;
    }

    private static void Score(VerbCall call, ImageScorer scorer, IReadOnlyList<ImageEntry> entries, IScoreWriter writer)
    {
        _ = call.Say.Progress.Run(
            "scoring",
            entries.Count,
            report =>
            {
                scorer.Score(entries, writer, done => report(new Step(done)), call.Cancellation);
                return true;
            }
        );
        if (scorer.Scored == 0)
        {
            throw new UsageException($"None of {entries.Count} images can be used; the first: {scorer.Skipped[0]}");
        }
        writer.Complete();
        foreach (var notice in scorer.Notices.Concat(scorer.Skipped.Select(s => $"left out: {s}")))
        {
            call.Say.Notice(notice);
        }
    }
}
