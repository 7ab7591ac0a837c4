using System.CommandLine;
using WFrame.Cli.Options;
using WFrame.Cli.Output;
using WFrame.Runs;

namespace WFrame.Cli.Verbs.Train;

/// <summary>The options of train, and how they become a request: preset, then --config, then the command line.</summary>
internal static class TrainOptions
{
    private static readonly Setting<string> Output = CommonOptions.Output(
        "RUN",
        "Run folder to write: run.json, history.jsonl, samples, model.zip, report.html."
    );

    /// <summary>The preset that is taken where none is named.</summary>
    private const string Usual = "annealed";

    private static readonly Setting<string> Preset = Setting.Text(
        "preset",
        "NAME",
        "annealed, texture: ours; celeba, bedroom, cifar10: the constants that the paper prints. Other options win over it.",
        Usual
    );

    private static readonly Setting<string> From = Setting
        .Text(
            "from",
            "MODEL",
            "Go on from a model.zip or run folder, with other settings, images or size: its chains and theta.",
            "grey chains, theta 0"
        )
        .For("FromModel");

    private static readonly Setting<int> Levels = new(
        "levels",
        "N",
        "Coarse to fine: N sizes, each twice the one before, 1 or more; auto goes down to 32 px.",
        "auto (other presets: 1)",
        (option, text) => text == "auto" ? 0 : Setting.ParseWhole(option, text, least: 1)
    );

    private static readonly Setting<int> Steps = Setting.Whole(
        "steps",
        "L",
        "Langevin steps of an iteration, 1 or more.",
        "5"
    );

    private static readonly Setting<int> AnnealingIterations = Setting.Whole(
        "annealing-iterations",
        "A",
        "The last A of T iterations lower lambda linearly towards zero, 0 or more.",
        "a third of T (other presets: 0)"
    );

    private static readonly Setting<int> AnnealingSteps = Setting.Whole(
        "annealing-steps",
        "L",
        "Langevin steps of an annealed iteration, 1 or more; 0 takes --steps.",
        "20, or --steps where that is given"
    );

    /// <summary>Iterations of which the last third anneals where nobody says how many.</summary>
    private const int AnnealedShare = 3;

    private static readonly Setting<bool> Resume = Setting.Switch(
        "resume",
        "Continue the run in --output from its checkpoint."
    );

    /// <summary>The port that --serve takes where none is given.</summary>
    private const int UsualPort = 5081;

    private static readonly Setting<int> Serve = new(
        "serve",
        "[PORT]",
        "Show the report while it trains at http://127.0.0.1:PORT/, for browsers on this machine only; 1..65535.",
        $"no page; {UsualPort} without PORT",
        null
    )
    {
        Arity = ArgumentArity.ZeroOrOne,
        CustomParser = result =>
            result.Tokens is [var token] && token.Value != "true" ? ServedPort(token.Value) : UsualPort,
    };

    private static readonly Setting<bool> Overwrite = CommonOptions.Overwrite("an earlier run in --output");

    /// <summary>What decides how and from which pixels a model is learned; bound to the members that they name.</summary>
    public static IReadOnlyList<Option> Learning { get; } =
    [
        Preset,
        Setting.Choice<WFrameMethod>("method", "RULE", "wframe (Wasserstein penalty) or frame (without).", "wframe"),
        Setting.Choice<ThetaForm>(
            "theta",
            "FORM",
            "spatial (objects, faces, scenes) or filter (textures; draws any size).",
            "spatial"
        ),
        Setting.Size("Image size: one even number or HEIGHTxWIDTH, 2..4096 px.", "64 (cifar10: 32)"),
        Setting.Whole("iterations", "T", "Learning iterations, 1 or more; with --until plateau at most so many.", "60"),
        Setting.Choice<LearningEnd>(
            "until",
            "END",
            "iterations: anneal at the end of T; plateau: as soon as R has not fallen for ten iterations.",
            "iterations"
        ),
        Steps,
        AnnealingIterations,
        AnnealingSteps,
        Setting.Whole(
            "trial-steps",
            "L",
            "Langevin steps that new images are drawn by at the end, to find how many are best, 0..2000.",
            "a quarter of the training's, 120 at least, 400 at most"
        ),
        Setting.Whole(
            "trial-every",
            "N",
            "Draw three new images after every N iterations and record their R, 0 or more; 0 never.",
            "20 (presets of the paper: 0)"
        ),
        Setting.Choice<KeptIteration>(
            "keep",
            "WHICH",
            "Iteration that is the model where R has risen again: the last, or the best by R of chains and new images.",
            "best (presets of the paper: last)"
        ),
        Setting.Number("step-size", "DELTA", "Langevin step size, above 0 and below 2.", "0.2"),
        Setting.Number(
            "learning-rate",
            "LAMBDA",
            "Learning rate of theta, above 0; filter theta needs about 1e-3 of the spatial one.",
            "2e-3"
        ),
        Setting
            .Number("penalty", "BETA", "Weight of the Wasserstein penalty, 0 or more.", "60")
            .For(nameof(WFrameOptions.Beta)),
        Setting.Choice<PenaltyForm>(
            "penalty-form",
            "FORM",
            "Penalty on the mean or the sum over an image's values; both are equal at 32 px.",
            "sum (other presets: mean)"
        ),
        Setting.Number(
            "reference-sigma",
            "S",
            "Standard deviation of the reference N(0, S^2), grey levels, above 0.",
            "1"
        ),
        Setting.Number("noise-sigma", "S", "Standard deviation of the Langevin noise, grey levels, 0 or more.", "0.01"),
        Setting.Whole("chains", "N", "Chains (synthesised images) of a model, 1 or more.", "9"),
        CommonOptions.Crop(
            "Cut a centred square of PX pixels out of each image first (aligned CelebA: 148).",
            "largest centred box"
        ),
        Setting.Whole(
            "crops",
            "K",
            "Jittered crops (position, scale, mirror) of every image, 0..10000; 0 takes each image once.",
            "0"
        ),
        Setting.Number("jitter", "J", "How far crops differ, as a fraction of the crop, 0..0.4.", "0.04"),
        Setting.Choice<CropMirroring>(
            "mirroring",
            "WHICH",
            "Crops that are mirrored: half of them, or none; a face that looks to one side comes out better with none.",
            "half"
        ),
        Setting.Number("clip-theta", "C", "Clamp theta to -C..C after each update, above 0.", "no clipping"),
        Setting
            .Choice<ChainInitialization>(
                "init",
                "START",
                "Where chains start: zero (mean grey), gaussian, uniform or data.",
                "zero"
            )
            .For(nameof(WFrameOptions.Initialization)),
        Setting.Seed("Seed of every random number, 0..2^64-1."),
    ];

    /// <summary>All of them; those without a name of their own here are bound to the members that they name.</summary>
    public static IEnumerable<Option> All { get; } =
    [
        Output,
        .. Learning,
        From,
        Levels,
        Setting.Switch("by-class", "One model for each sub-folder of IMAGES."),
        Setting.Whole("models", "K", "Learn K models (of each class), 1 or more; needs --images-per-model.", "1"),
        Setting.Whole(
            "images-per-model",
            "M",
            "Images of each model, drawn by seed without repeats, 1 or more.",
            "all"
        ),
        CommonOptions.Device,
        CommonOptions.Threads,
        CommonOptions.Tf32,
        CommonOptions.Trunk,
        Setting.Whole(
            "checkpoint-every",
            "N",
            "Iterations between checkpoints, 1 or more; Ctrl-C writes one too.",
            "10"
        ),
        Resume,
        Overwrite,
        Serve,
        CommonOptions.MaxPixels,
        CommonOptions.SkipBadImages,
    ];

    /// <summary>The port to show the report at; null where nobody asked.</summary>
    public static int? Port(VerbCall call) => call.Value(Serve) is { } port ? (port == 0 ? UsualPort : port) : null;

    /// <summary>What a command line asks for.</summary>
    public static TrainingRequest Request(VerbCall call)
    {
        var (options, pixels) = Bound(call);
        return call.Bind(
            new TrainingRequest
            {
                Images = call.Arguments,
                Options = options,
                From = call.Text(From) is { } from
                    ? InputFiles.ImageModel(InputFiles.Model(from), "leave out --from")
                    : null,
                Levels = PresetOf(call) == Usual ? 0 : 1,
                Engine = call.Engine,
                Pixels = pixels,
                Grouping = call.Bind(new ComponentGrouping()),
                Output = call.Get(Output),
                Existing = Existing(call.Get(Resume), call.Get(Overwrite)),
                CommandOptions = call.Echo,
                CommandLine = call.CommandLine,
            }
        );
    }

    /// <summary>The settings of Algorithm 1 and of its pixels: preset, then what is given.</summary>
    public static (WFrameOptions Options, PixelOptions Pixels) Bound(VerbCall call)
    {
        var preset = PresetOf(call);
        var options = call.Bind(Presets.Options(preset));
        if (preset == Usual)
        {
            options = options with
            {
                AnnealingIterations = call.Value(AnnealingIterations) ?? options.Iterations / AnnealedShare,
                AnnealingSteps = call.Value(AnnealingSteps) ?? (call.Value(Steps) is null ? options.AnnealingSteps : 0),
            };
        }
        var pixels = new PixelOptions
        {
            Size = Presets.Size(preset),
            CropSide = Presets.Crop(preset),
            Seed = options.Seed,
        };
        return (options, call.Bind(pixels));
    }

    private static string PresetOf(VerbCall call) => call.Text(Preset) ?? Usual;

    private static int ServedPort(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535
            ? port
            : throw new UsageException(
                $"--serve {text} is not allowed: give a port of 1..65535, or put --serve last to take {UsualPort}."
            );

    private static ExistingRun Existing(bool resume, bool overwrite) =>
        (resume, overwrite) switch
        {
            (true, true) => throw new UsageException("--resume and --overwrite exclude each other; give one of them."),
            (true, _) => ExistingRun.Resume,
            (_, true) => ExistingRun.Overwrite,
            _ => ExistingRun.Refuse,
        };
}
