using System.CommandLine;
using WFrame.Cli.Consoles;
using WFrame.Cli.Options;
using WFrame.Cli.Output;
using WFrame.Cli.Verbs.Train;
using WFrame.Jobs;

namespace WFrame.Cli.Verbs.Jobs;

/// <summary>wframe jobs plan: what is asked for becomes a manifest.</summary>
internal static class PlanVerbs
{
    private static readonly Setting<string> Output = Setting.Text(
        "output",
        "FILE",
        "Manifest to write.",
        "standard output"
    );

    private static readonly Setting<bool> Overwrite = CommonOptions.Overwrite("--output");

    private static readonly Setting<string> Queue = Setting.Text(
        "queue",
        "NAME",
        "Which workers of a queue take the shards: cpu, gpu or eval.",
        "cpu (evaluate: eval)"
    );

    private static readonly Setting<string> Trunk = Setting.Text(
        "trunk",
        "FILE",
        "Frozen trunk (ONNX, with its card beside it), there on every machine.",
        "VGG-16 conv1_1..conv2_2"
    );

    private static readonly Setting<int> Count = Setting
        .Whole("count", "N", "Images of each component, 1 or more.", least: 1)
        .Mandatory();

    public static Verb Train { get; } =
        new(
            "train",
            "Plans a model for each group of images; the models are the same however the batch is cut.",
            call =>
            {
                var (options, pixels) = TrainOptions.Bound(call);
                return Write(
                    call,
                    call.Bind(
                        new TrainingJob
                        {
                            Images = call.Arguments,
                            Pixels = pixels,
                            Options = options,
                        }
                    )
                );
            },
            [
                Setting.Whole(
                    "group",
                    "M",
                    "Images of each model, neighbours in the list, 1 or more; the last group takes what is left.",
                    "9"
                ),
                Setting.Switch("by-class", "No group holds images of two sub-folders."),
                Shards("one for 8 models"),
                .. TrainOptions.Learning,
                Trunk,
                CommonOptions.MaxPixels,
                CommonOptions.SkipBadImages,
                .. Common,
            ]
        )
        {
            Positional = Images(),
            Examples =
            [
                "wframe jobs plan train faces/ --size 64 --group 9 --output manifest.jsonl",
                "wframe jobs plan train cifar10:data/cifar-10-batches-bin --preset cifar10 --shards 700 --output manifest.jsonl",
            ],
        };

    public static Verb Score { get; } =
        new(
            "score",
            "Plans the scores of many images: a row each in the end, bad images with their reason.",
            call =>
            {
                if (call.Arguments.Count < 2)
                {
                    throw new UsageException("IMAGES is missing: give the model, then files or folders of images.");
                }
                var model = InputFiles.Model(call.Argument);
                var size = call.Bind(new PixelOptions { Size = WFrameModel.Load(model).Size });
                return Write(
                    call,
                    call.Bind(
                        new ScoringJob
                        {
                            Model = model,
                            Images = [.. call.Arguments.Skip(1)],
                            Pixels = size,
                        }
                    )
                );
            },
            [
                Shards("one for 500 to 1000 images"),
                CommonOptions.Crop(
                    "Cut a centred square of PX pixels out of each image first, as in training.",
                    "largest centred box"
                ),
                Setting.Size(
                    "Size at which to score, even number or HEIGHTxWIDTH px; only for filter theta.",
                    "the model's"
                ),
                CommonOptions.MaxPixels,
                .. Common,
            ]
        )
        {
            Positional = Verb.Takes(
                "MODEL IMAGES",
                "model.zip or run folder, then images: files, folders, globs, cifar10:FOLDER, @list.txt.",
                many: true
            ),
            Examples = ["wframe jobs plan score faces-bank/model.zip photos/ --output manifest.jsonl"],
        };

    public static Verb Sample { get; } =
        new(
            "sample",
            "Plans new images from a model; image i of a component is the same however the batch is cut.",
            call =>
                Write(
                    call,
                    call.Bind(
                        new SamplingJob
                        {
                            Model = InputFiles.Model(call.Argument),
                            Count = call.Get(Count),
                            Sampling = call.Bind(new SamplingOptions()),
                        }
                    )
                ),
            [
                Count,
                Shards("one for 64 images; at least one a component"),
                Setting.Whole(
                    "steps",
                    "L",
                    "Langevin steps from the start, 1 or more.",
                    "as many as drew the best images at the end of training",
                    least: 1
                ),
                Setting.Switch("fixed-theta", "Keep theta as it was learned."),
                Setting.Text("component", "NAME", "Draw from this component only.", "all"),
                Setting.Size("Image size, even number or HEIGHTxWIDTH px; only for filter theta.", "the model's"),
                Setting.Seed("Seed of the noise, 0..2^64-1."),
                .. Common,
            ]
        )
        {
            Positional = CommonOptions.Model,
            Examples = ["wframe jobs plan sample faces-bank/model.zip --count 100 --output manifest.jsonl"],
        };

    public static Verb Evaluate { get; } =
        new(
            "evaluate",
            "Plans the evaluation of many sets of generated images, a shard each.",
            call =>
                Write(
                    call,
                    call.Bind(
                        new EvaluationJob { Generated = [.. call.Arguments.Select(Path.TrimEndingDirectorySeparator)] }
                    )
                ),
            [
                Setting.Text("reference", "DIR", "Reference images of every set."),
                Setting.Text("metrics", "LIST", "Separated by commas, as for wframe evaluate.", "response-distance"),
                Setting
                    .Text("inception", "FILE", "Classifier: its ONNX file with the card (.json) beside it.")
                    .For(nameof(EvaluationJob.Classifier)),
                Setting
                    .Whole(
                        "crop",
                        "PX",
                        "Cut a centred square of PX pixels out of each reference image first.",
                        "none",
                        least: 1
                    )
                    .For(nameof(EvaluationJob.ReferenceCrop)),
                Setting.Size("Size at which images are compared.", "the generated images'"),
                .. Common,
            ]
        )
        {
            Positional = Verb.Takes(
                "GENERATED",
                "Sets of generated images: folders, globs, lists, or run folders (their final samples).",
                many: true
            ),
            Examples = ["wframe jobs plan evaluate runs/* --reference faces/ --output manifest.jsonl"],
        };

    private static IEnumerable<Option> Common => [Queue, Output, Overwrite];

    private static Argument<string[]> Images() =>
        Verb.Takes("IMAGES", "Files, folders, globs, cifar10:FOLDER (binary batches), @list.txt.", many: true);

    private static Setting<int> Shards(string @default) =>
        Setting.Whole("shards", "N", "Shards to cut the batch into, 1 or more.", @default, least: 1);

    private static int Write(VerbCall call, Job job)
    {
        var output = call.Text(Output);
        if (output is not null)
        {
            Outputs.CheckFile(output, call.Get(Overwrite));
        }
        var plan = call.Say.Progress.Run(
            "hashing",
            report => job.Plan(call.Say.Notice, (done, total) => report(new Stage("", done, total)), call.Cancellation)
        );
        var manifest = new Manifest(plan);
        var said =
            $"{plan.Shards.Count} {(plan.Shards.Count == 1 ? "shard" : "shards")} of {plan.Inputs} {(plan.Inputs == 1 ? "input" : "inputs")}";
        if (output is null)
        {
            foreach (var line in manifest.Lines())
            {
                call.Say.Result(line);
            }
            call.Say.Notice($"{said}.");
            return ExitCodes.Done;
        }
        manifest.Write(output);
        return call.Done(
            new JsonObject
            {
                ["schema"] = "wframe.jobs.plan/1",
                ["manifest"] = Path.GetFullPath(output),
                ["kind"] = plan.Kind.ToString().ToLowerInvariant(),
                ["shards"] = plan.Shards.Count,
                ["inputs"] = plan.Inputs,
            },
            () => call.Say.Result($"{said} in {Path.GetFullPath(output)}")
        );
    }
}
