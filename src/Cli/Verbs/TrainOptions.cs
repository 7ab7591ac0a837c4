using WFrame.Cli.Options;
using WFrame.Images.Geometry;
using WFrame.Runs;

namespace WFrame.Cli.Verbs;

/// <summary>The options of train, and how they become settings: preset, then --config, then the command line.</summary>
internal static class TrainOptions
{
    public static IReadOnlyList<OptionSpec> Specs { get; } =
    [
        new("output", "RUN", "Run folder to write: run.json, history.jsonl, samples, model.zip, report.html.")
        {
            Required = true,
        },
        new("preset", "NAME", $"The paper's settings: {string.Join(", ", Presets.Names)}; other options win over it."),
        new("method", "RULE", "wframe (Wasserstein penalty) or frame (without).", "wframe"),
        new("theta", "FORM", "spatial (objects, faces, scenes) or filter (textures; draws any size).", "spatial"),
        new("size", "PX", "Image size: one even number or HEIGHTxWIDTH, 2..4096 px.", "64 (cifar10: 32)"),
        new("iterations", "T", "Learning iterations, 1 or more.", "100"),
        new("steps", "L", "Langevin steps of an iteration, 1 or more.", "50"),
        new("step-size", "DELTA", "Langevin step size, above 0 and below 2.", "0.2"),
        new(
            "learning-rate",
            "LAMBDA",
            "Learning rate of theta, above 0; filter theta needs about 1e-3 of the spatial one.",
            "1e-3"
        ),
        new("penalty", "BETA", "Weight of the Wasserstein penalty, 0 or more.", "60"),
        new("reference-sigma", "S", "Standard deviation of the reference N(0, S^2), grey levels, above 0.", "1"),
        new("noise-sigma", "S", "Standard deviation of the Langevin noise, grey levels, 0 or more.", "0.01"),
        new("chains", "N", "Chains (synthesised images) of a model, 1 or more.", "9"),
        new(
            "crop",
            "PX",
            "Cut a centred square of PX pixels out of each image first (aligned CelebA: 148).",
            "largest centred box"
        ),
        new(
            "crops",
            "K",
            "Jittered crops (position, scale, mirror) of every image, 0..10000; 0 takes each image once.",
            "0"
        ),
        new("jitter", "J", "How far crops differ, as a fraction of the crop, 0..0.4.", "0.04"),
        new("by-class", null, "One model for each sub-folder of IMAGES."),
        new("models", "K", "Learn K models (of each class), 1 or more; needs --images-per-model.", "1"),
        new("images-per-model", "M", "Images of each model, drawn by seed without repeats, 1 or more.", "all"),
        new("clip-theta", "C", "Clamp theta to -C..C after each update, above 0.", "no clipping"),
        new("init", "START", "Where chains start: zero (mean grey), gaussian, uniform or data.", "zero"),
        new("seed", "N", "Seed of every random number, 0..2^64-1.", "1"),
        CommonOptions.Device,
        CommonOptions.Threads,
        CommonOptions.Trunk,
        new("checkpoint-every", "N", "Iterations between checkpoints, 1 or more; Ctrl-C writes one too.", "10"),
        new("resume", null, "Continue the run in --output from its checkpoint."),
        CommonOptions.Overwrite("an earlier run in --output"),
        CommonOptions.SkipBadImages,
    ];

    /// <summary>Settings of Algorithm 1.</summary>
    public static WFrameOptions Learning(VerbCall call)
    {
        var preset = call.Text("preset") is { } name ? Presets.Options(name) : new WFrameOptions();
        return preset with
        {
            Method = call.Choice("method", preset.Method),
            Theta = call.Choice("theta", preset.Theta),
            Iterations = call.Int("iterations") ?? preset.Iterations,
            Steps = call.Int("steps") ?? preset.Steps,
            StepSize = call.Number("step-size") ?? preset.StepSize,
            LearningRate = call.Number("learning-rate") ?? preset.LearningRate,
            Beta = call.Number("penalty") ?? preset.Beta,
            ReferenceSigma = call.Number("reference-sigma") ?? preset.ReferenceSigma,
            NoiseSigma = call.Number("noise-sigma") ?? preset.NoiseSigma,
            Chains = call.Int("chains") ?? preset.Chains,
            ClipTheta = call.Number("clip-theta") ?? preset.ClipTheta,
            Initialization = call.Choice("init", preset.Initialization),
            Seed = call.Seed() ?? preset.Seed,
        };
    }

    /// <summary>How images become pixels.</summary>
    public static PixelOptions Pixels(VerbCall call, ulong seed)
    {
        var preset = call.Text("preset");
        var size =
            call.Text("size") is { } text ? ImageSizes.Parse(text)
            : preset is null ? new ImageSize(64, 64)
            : Presets.Size(preset);
        return new PixelOptions
        {
            Size = size,
            CropSide = call.Int("crop", 1) ?? (preset is null ? null : Presets.Crop(preset)),
            Crops = call.Int("crops", 0) ?? 0,
            Jitter = call.Number("jitter") ?? 0.04,
            Seed = seed,
            SkipBadImages = call.Switch("skip-bad-images"),
        };
    }

    /// <summary>What to do with an earlier run.</summary>
    public static ExistingRun Existing(VerbCall call) =>
        (call.Switch("resume"), call.Switch("overwrite")) switch
        {
            (true, true) => throw new UsageException("--resume and --overwrite exclude each other; give one of them."),
            (true, _) => ExistingRun.Resume,
            (_, true) => ExistingRun.Overwrite,
            _ => ExistingRun.Refuse,
        };
}
