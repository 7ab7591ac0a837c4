namespace WFrame.Cli.Options;

/// <summary>Options of every verb, and those that several share.</summary>
internal static class CommonOptions
{
    public static OptionSpec Json { get; } =
        new("json", null, "Print the result as one JSON object on standard output.");

    public static OptionSpec Config { get; } =
        new(
            "config",
            "FILE",
            "Take options from a JSON object (long names as keys), or from the run.json of an earlier run; the command line wins."
        );

    public static OptionSpec Verbosity { get; } =
        new(
            "verbosity",
            "LEVEL",
            "quiet (errors only), minimal (progress and notices) or diagnostic (every step; stack traces).",
            "minimal"
        );

    /// <summary>Options of every verb.</summary>
    public static IReadOnlyList<OptionSpec> All { get; } = [Json, Config, Verbosity];

    public static OptionSpec Overwrite(string what) => new("overwrite", null, $"Replace {what} if it exists.");

    public static OptionSpec Device { get; } =
        new("device", "DEVICE", "Where to compute: auto, cpu, ort-cpu, cuda or cuda:N.", "auto");

    public static OptionSpec Threads { get; } =
        new("threads", "N", "CPU threads, 0 or more; 0: one a core. The result does not depend on it.", "0");

    public static OptionSpec Trunk { get; } =
        new(
            "trunk",
            "FILE",
            "Frozen trunk (ONNX chain of Conv, Relu, MaxPool, AveragePool, with its card beside it).",
            "VGG-16 conv1_1..conv2_2"
        );

    public static OptionSpec SkipBadImages { get; } =
        new("skip-bad-images", null, "Leave out images that cannot be used, and list them, instead of stopping.");

    public static ArgumentSpec Images { get; } =
        new(
            "IMAGES",
            "Files, folders, globs, a folder with one sub-folder a class, cifar10:FOLDER (binary batches), @list.txt.",
            Many: true
        );
}

/// <summary>How much is said on standard error.</summary>
internal enum Verbosity
{
    Quiet,
    Minimal,
    Diagnostic,
}
