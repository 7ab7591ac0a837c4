using System.CommandLine;
using WFrame.Cli.Options;
using WFrame.Jobs;

namespace WFrame.Cli.Verbs.Jobs;

/// <summary>Options that several of the verbs share.</summary>
internal static class JobOptions
{
    public static Argument<string[]> ManifestFile => Verb.Takes("MANIFEST", "File that wframe jobs plan wrote.");

    public static Setting<string> Output { get; } =
        CommonOptions.Output(
            "FOLDER",
            "Folder of the results, shared by all who work on the batch; what is done there is not done again."
        );

    public static Setting<string> Results { get; } =
        Setting.Text("results", "FOLDER", "Folder of the results: --output of wframe jobs run.").Mandatory();

    /// <summary>The same for verbs that can do without.</summary>
    public static Setting<string> ResultsIfAny { get; } =
        Setting.Text("results", "FOLDER", "Folder of the results: --output of wframe jobs run.");

    public static Setting<int> Attempts { get; } =
        Setting.Whole(
            "attempts",
            "N",
            "Tries of a shard whose process is killed or exits with 1, 1 or more, those not counted that came further; then it is set aside. Exit codes 2 and 3 are never tried again.",
            "5"
        );

    public static Setting<bool> RetryFailed { get; } =
        Setting.Switch("retry-failed", "Try again the shards that were set aside.");

    public static Setting<double> Drain { get; } =
        Setting.Number(
            "drain",
            "S",
            "Seconds that shards under way may take to end after Ctrl-C or SIGTERM, 0 or more; then they leave a checkpoint.",
            "20"
        );

    public static Setting<string> Data { get; } =
        Setting
            .Text(
                "data",
                "FOLDER",
                "Folder that the relative paths of the manifest start from on this machine.",
                "where it was planned"
            )
            .Of<WorkOptions>();

    /// <summary>The manifest of the call.</summary>
    public static Manifest Read(VerbCall call) => Manifest.Read(call.Argument);

    /// <summary>For verbs that can do without in other cases.</summary>
    public static void RequireManifest(VerbCall call)
    {
        if (call.Arguments.Count == 0)
        {
            throw new UsageException(
                "MANIFEST is missing: give the file that wframe jobs plan wrote, or the database of a queue with --connection."
            );
        }
    }

    /// <summary>Data, device and threads.</summary>
    public static WorkOptions Work(VerbCall call) =>
        call.Bind(new WorkOptions { Engine = call.Bind(new EngineOptions()) });

    /// <summary>What starts a worker process for a manifest; each of several has its share of the cores.</summary>
    public static Func<string, IReadOnlyList<string>> WorkerCommand(VerbCall call, int workers)
    {
        var work = Work(call);
        var threads = work.Engine.Threads > 0 ? work.Engine.Threads : Math.Max(1, Environment.ProcessorCount / workers);
        return manifest =>
            [
                .. Self.Command,
                "jobs",
                "work",
                manifest,
                "--stdin",
                "--output",
                call.Get(Output),
                "--device",
                work.Engine.Device,
                "--threads",
                $"{threads}",
                .. work.Data is { } data ? new[] { "--data", data } : [],
            ];
    }
}
