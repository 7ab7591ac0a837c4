using System.Globalization;

namespace WFrame.Experiments;

/// <summary>The command line that all experiments share.</summary>
public sealed record ExperimentOptions
{
    /// <summary>What <c>--help</c> prints.</summary>
    public const string Help = """
        --data FOLDER      images: celeba/, bedroom/, cat/, cifar10/CLASS/, textures/ (required)
        --output DIR       where results.json, the table and the pictures go (required)
        --quick            a small version that shows that everything runs; its numbers prove nothing
        --seeds 1,2,3      seeds, one repetition each (1,2,3; with --quick 1)
        --size, --iterations, --steps, --models N    instead of the setting's own
        --only A,B         only these parts (data sets, or the studies of figure3)
        --inception FILE   ONNX classifier with its card beside it (table1)
        --peers DIR        folder of samples of another program, or of sub-folders named as the data sets (figure6)
        --device NAME, --threads N                   as in wframe train
        --overwrite        replace the results of an earlier run in --output
        """;

    /// <summary>Folder of images.</summary>
    public required string Data { get; init; }

    /// <summary>Folder to write.</summary>
    public required string Output { get; init; }

    /// <summary>The small version.</summary>
    public bool Quick { get; init; }

    /// <summary>Seeds, at least one, each once.</summary>
    public IReadOnlyList<ulong> Seeds { get; init; } = [1, 2, 3];

    /// <summary>Image side in pixels; null: the experiment's own.</summary>
    public int? Size { get; init; }

    /// <summary>Learning iterations T; null: the experiment's own.</summary>
    public int? Iterations { get; init; }

    /// <summary>Langevin steps L of an iteration; null: the experiment's own.</summary>
    public int? Steps { get; init; }

    /// <summary>Models of each kind; null: the experiment's own.</summary>
    public int? Models { get; init; }

    /// <summary>Parts to run; empty for all.</summary>
    public IReadOnlyList<string> Only { get; init; } = [];

    /// <summary>ONNX classifier; null where none was given.</summary>
    public string? Inception { get; init; }

    /// <summary>Samples of another program; null where none were given.</summary>
    public string? Peers { get; init; }

    /// <summary>Where to compute.</summary>
    public EngineOptions Engine { get; init; } = new();

    /// <summary>Whether results of an earlier run may be replaced.</summary>
    public bool Overwrite { get; init; }

    /// <summary>Reads a command line.</summary>
    /// <exception cref="UsageException">An option is unknown, has no value or a wrong one, or a required one is missing.</exception>
    public static ExperimentOptions Parse(IReadOnlyList<string> args)
    {
        var given = OptionReader.Read(
            args,
            flags: ["--quick", "--overwrite"],
            valued:
            [
                "--data",
                "--output",
                "--seeds",
                "--size",
                "--iterations",
                "--steps",
                "--models",
                "--only",
                "--inception",
                "--peers",
                "--device",
                "--threads",
            ]
        );
        var quick = given.ContainsKey("--quick");
        return new ExperimentOptions
        {
            Data = Required("--data", "the folder of images"),
            Output = Required("--output", "the folder to write"),
            Quick = quick,
            Seeds = ReadSeeds(given.GetValueOrDefault("--seeds", quick ? "1" : "1,2,3")),
            Size = Number("--size", 2),
            Iterations = Number("--iterations", 1),
            Steps = Number("--steps", 1),
            Models = Number("--models", 1),
            Only = given.TryGetValue("--only", out var only) ? only.Split(',') : [],
            Inception = given.GetValueOrDefault("--inception"),
            Peers = given.GetValueOrDefault("--peers"),
            Engine = new()
            {
                Device = given.GetValueOrDefault("--device", "auto"),
                Threads = Number("--threads", 0) ?? 0,
            },
            Overwrite = given.ContainsKey("--overwrite"),
        };

        string Required(string option, string what) =>
            given.TryGetValue(option, out var value)
                ? value
                : throw new UsageException($"{option} is missing: give {what} (--help lists the options).");

        int? Number(string option, int least) =>
            !given.TryGetValue(option, out var text) ? null
            : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= least ? n
            : throw new UsageException($"{option} {text} is not allowed: give a whole number of at least {least}.");
    }

    private static ulong[] ReadSeeds(string text)
    {
        var parts = text.Split(',');
        var seeds = parts
            .Select(p =>
                ulong.TryParse(p, NumberStyles.None, CultureInfo.InvariantCulture, out var s) ? s : (ulong?)null
            )
            .OfType<ulong>()
            .Distinct()
            .ToArray();
        return seeds.Length == parts.Length
            ? seeds
            : throw new UsageException(
                $"--seeds {text} is not allowed: give different whole numbers with commas between, such as 1,2,3."
            );
    }
}
