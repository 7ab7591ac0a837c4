using WFrame.Cli.Consoles;
using WFrame.Cli.Options;
using WFrame.Cli.Output;
using WFrame.Files;
using WFrame.Images.Sources;

namespace WFrame.Cli.Verbs.Score;

/// <summary>wframe score: which images are of the kind that a model has learned.</summary>
internal static class ScoreVerb
{
    private static readonly Setting<string> Output = Setting.Text(
        "output",
        "FILE",
        "Write .csv, .jsonl or .parquet (image, label, component, score, phi, similarity, percentile, p; of textures deviation).",
        "a table on standard output"
    );

    private static readonly Setting<double> FalseAlarms = Setting.Number(
        "false-alarms",
        "F",
        "Adds a verdict: \"other\" for images whose p is below F (above 0, at most 0.5), \"fits\" for the rest; of images of the learned kind a share of F is then called other.",
        "no verdict"
    );

    private static readonly Setting<string> Map = Setting.Text(
        "map",
        "FOLDER",
        "Write for each image where it does not fit: NAME.png over the picture, NAME.npy (float32 [H,W], 0 fits .. 1; of textures 1 fits, without end).",
        "none"
    );

    private static readonly Setting<bool> Overwrite = CommonOptions.Overwrite("--output and --map");

    public static Verb Verb { get; } =
        new(
            "score",
            "Scores images under a model: similarity to what it learned (0..1), where that stands (percentile, p), log-density.",
            Run,
            Output,
            CommonOptions.Crop("Cut a centred square of PX pixels out of each image first.", "as in training"),
            FalseAlarms,
            Map,
            Setting.Size(
                "Size at which to score, even number or HEIGHTxWIDTH px; only for filter theta.",
                "the model's"
            ),
            CommonOptions.Device,
            CommonOptions.Threads,
            CommonOptions.Tf32,
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
                "wframe score runs/cat photos/ --false-alarms 0.01 --map maps",
                "wframe score runs/cat cifar10:data/cifar-10-batches-bin --output scores.parquet",
            ],
        };

    private const string Uncalibrated =
        "the model does not hold what four training images or more score when left out in turn";

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
        var falseAlarms = call.Value(FalseAlarms);
        if (falseAlarms is not null and not (> 0 and <= 0.5))
        {
            throw new UsageException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"--false-alarms {falseAlarms} is not allowed: give a number above 0 and at most 0.5, such as 0.01."
                )
            );
        }
        using var folder = call.Text(Map) is { } maps
            ? new OutputFolder(maps, "score.json", call.Get(Overwrite), "--map")
            : null;
        var path = InputFiles.Model(call.Argument);
        var model = WFrameModel.Load(path);
        var pixels = call.Bind(new PixelOptions { Size = model.Size, CropSide = model.CropSide });
        _ = model.ThetaOf(0, pixels.Size);
        if (falseAlarms is not null && !model.IsCalibrated)
        {
            throw new UsageException(
                $"--false-alarms cannot be kept: {Uncalibrated}; train it again with this version."
            );
        }
        string[] images = [.. call.Arguments.Skip(1)];
        var passed = Passed();
        // Counted and walked again: a list of a million is not held.
        var count = ImageSource.Walk(images, passed).Count();
        foreach (var sentence in passed.Sentences())
        {
            call.Say.Notice(sentence);
        }
        using var engine = call.CreateEngine(model.Trunk);
        model.SelfTest(engine);
        model = model.WithSimilarity(engine, call.Cancellation);
        if (folder is null)
        {
            return Run(new ImageScorer(model, engine, pixels) { FalseAlarms = falseAlarms });
        }
        var code = ExitCodes.Done;
        folder.Write(staged =>
        {
            using var writer = new ScoreMapWriter(model, engine, staged);
            code = Run(new ImageScorer(model, engine, pixels) { FalseAlarms = falseAlarms, Maps = writer });
            AtomicFile.WriteText(
                Path.Combine(staged, "score.json"),
                $"{{\"model\": {JsonSerializer.Serialize(Path.GetFullPath(path), Say.Json)}}}\n"
            );
        });
        return code;

        PassedOver Passed() => new(call.Cancellation) { KeepsMissing = pixels.SkipBadImages };

        int Run(ImageScorer scorer)
        {
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
                        write(
                            scorer.Score(
                                ImageSource.Walk(images, Passed()),
                                done => report(new Stage("", done, count)),
                                call.Cancellation
                            )
                        );
                        return scorer.Scored;
                    }
                );
                if (scored == 0)
                {
                    throw new UsageException($"None of {count} images can be used; the first: {scorer.Skipped[0]}");
                }
                Tell(call, model, pixels);
                foreach (var notice in scorer.Notices.Sentences.Concat(scorer.Skipped.Select(s => $"left out: {s}")))
                {
                    call.Say.Notice(notice);
                }
            }
        }
    }

    /// <summary>What the columns rest on, where that is less than they need.</summary>
    private static void Tell(VerbCall call, WFrameModel model, PixelOptions pixels)
    {
        if (!model.IsCalibrated)
        {
            call.Say.Notice(
                $"percentile and p are left out: {Uncalibrated}; train it again with this version to have them."
            );
        }
        if (model.CropSide is { } side && side != pixels.CropSide)
        {
            call.Say.Notice(
                $"--crop {pixels.CropSide} is not what the model was trained with, {side}: its p does not hold."
            );
        }
    }
}
