using System.CommandLine;
using WFrame.Cli.Output;
using WFrame.Trunks;

namespace WFrame.Cli.Options;

/// <summary>Options of every verb, and those that several share.</summary>
internal static class CommonOptions
{
    public static Setting<bool> Json { get; } =
        Setting.Switch("json", "Print the result as one JSON object on standard output.");

    public static Setting<string> Config { get; } =
        Setting.Text(
            "config",
            "FILE",
            "Take options from a JSON object (long names as keys), or from the run.json of an earlier run; the command line wins."
        );

    public static Setting<Verbosity> Verbosity { get; } =
        Setting.Choice<Verbosity>(
            "verbosity",
            "LEVEL",
            "quiet (errors only), minimal (progress and notices) or diagnostic (every step; stack traces).",
            "minimal"
        );

    public static IReadOnlyList<Option> OfEveryVerb { get; } = [Json, Config, Verbosity];

    public static Setting<string> Device { get; } =
        Setting
            .Text("device", "DEVICE", "Where to compute: auto, cpu, ort-cpu, cuda or cuda:N.", "auto")
            .Of<EngineOptions>();

    public static Setting<int> Threads { get; } =
        Setting
            .Whole("threads", "N", "CPU threads, 0 or more; 0: one a core. The result does not depend on it.", "0")
            .Of<EngineOptions>();

    public static Setting<bool> Tf32 { get; } =
        Setting
            .Switch(
                "tf32",
                "Let an NVIDIA card multiply with 10 bits of each factor instead of 23: faster, less exact, by how much bench/device-check.sh measures; only with --device cuda."
            )
            .Of<EngineOptions>();

    public static Setting<Trunk> Trunk { get; } =
        new(
            "trunk",
            "FILE",
            "Frozen trunk (ONNX chain of Conv, Relu, MaxPool, AveragePool, with its card beside it).",
            "VGG-16 conv1_1..conv2_2",
            (option, file) => Trunks.Trunk.Load(InputFiles.Existing(file, option))
        );

    public static Setting<bool> SkipBadImages { get; } =
        Setting.Switch("skip-bad-images", "Leave out images that cannot be used, and list them, instead of stopping.");

    public static Setting<int> MaxPixels { get; } =
        Setting.Whole(
            "max-pixels",
            "N",
            "Largest picture that is decoded, in pixels, 1 to 700000000; about 14 bytes of memory each.",
            "100000000"
        );

    public static Argument<string[]> Model => Verb.Takes("MODEL", "model.zip of a training, or its run folder.");

    public static Setting<int> Crop(string help, string @default) =>
        Setting.Whole("crop", "PX", help, @default).For(nameof(PixelOptions.CropSide));

    public static Setting<string> Output(string value, string help) => Setting.Text("output", value, help).Mandatory();

    public static Setting<bool> Overwrite(string what) => Setting.Switch("overwrite", $"Replace {what} if it exists.");
}

/// <summary>How much is said on standard error.</summary>
internal enum Verbosity
{
    Quiet,
    Minimal,
    Diagnostic,
}
