using WFrame.Cli.Consoles;
using WFrame.Cli.Options;
using WFrame.Jobs;

namespace WFrame.Cli.Verbs.Jobs;

/// <summary>wframe jobs run and work: the shards of a manifest, all or some of them, on this machine.</summary>
internal static class RunVerbs
{
    private static readonly Setting<int> Index = Setting.Whole(
        "index",
        "I",
        "Which part of the batch this process does, 0..N-1: shards I, I+N, I+2N, ...",
        "SLURM_ARRAY_TASK_ID, JOB_COMPLETION_INDEX, else all",
        least: 0
    );

    private static readonly Setting<int> Of = Setting.Whole(
        "of",
        "N",
        "How many processes share the batch, 1 or more.",
        "SLURM_ARRAY_TASK_COUNT, JOB_COMPLETION_COUNT",
        least: 1
    );

    private static readonly Setting<bool> Stdin = Setting.Switch(
        "stdin",
        "Take numbers of shards from standard input, one a line, and answer a JSON line each; its end ends the process."
    );

    private static readonly Setting<int> ThreadsOfEach = Setting
        .Whole(
            "threads",
            "N",
            "CPU threads of each worker, 0 or more; 0: its share of the cores. The result does not depend on it.",
            "0"
        )
        .Of<EngineOptions>();

    public static Verb Run { get; } =
        new(
            "run",
            "Runs a manifest on this machine in worker processes; the same command goes on where it was stopped.",
            Execute,
            JobOptions.Output,
            QueueVerbs.Workers,
            JobOptions.Attempts,
            JobOptions.RetryFailed,
            JobOptions.Drain,
            JobOptions.Data,
            CommonOptions.Device,
            ThreadsOfEach
        )
        {
            Positional = JobOptions.ManifestFile,
            Examples =
            [
                "wframe jobs run manifest.jsonl --output batch --workers 8",
                "wframe jobs run manifest.jsonl --output batch --retry-failed",
            ],
        };

    public static Verb Work { get; } =
        new(
            "work",
            "Does one of several equal parts of a manifest in this process, for Slurm arrays, Kubernetes indices and the like; or, with --connection, shards of a queue until it is stopped.",
            WorkPart,
            [
                JobOptions.Output,
                Index,
                Of,
                Stdin,
                .. QueueVerbs.OfWork,
                QueueVerbs.Workers,
                JobOptions.Attempts,
                JobOptions.RetryFailed,
                JobOptions.Drain,
                JobOptions.Data,
                CommonOptions.Device,
                CommonOptions.Threads,
            ]
        )
        {
            Positional = JobOptions.ManifestFile,
            PositionalIsOptional = true,
            Examples =
            [
                "wframe jobs work manifest.jsonl --output /mnt/batch --index 3 --of 16",
                "wframe jobs work --output /mnt/batch --connection \"$DATABASE\" --workers 8",
            ],
        };

    private static int Execute(VerbCall call)
    {
        var manifest = JobOptions.Read(call);
        var workers = call.Value(QueueVerbs.Workers) ?? Environment.ProcessorCount;
        var options = call.Bind(
            new JobRunOptions
            {
                Output = call.Get(JobOptions.Output),
                Workers = workers,
                Command = JobOptions.WorkerCommand(call, workers)(call.Argument),
            }
        );
        return RunShards(call, manifest, options);
    }

    private static int WorkPart(VerbCall call)
    {
        if (QueueVerbs.IsAsked(call))
        {
            return call.Arguments.Count == 0
                ? QueueVerbs.Serve(call)
                : throw new UsageException(
                    "--connection takes shards from a queue, MANIFEST names them; give one of them."
                );
        }
        JobOptions.RequireManifest(call);
        var manifest = JobOptions.Read(call);
        var options = call.Bind(
            new JobRunOptions { Output = call.Get(JobOptions.Output), Work = JobOptions.Work(call) }
        );
        if (call.Get(Stdin))
        {
            return StdinWorker.Serve(call, manifest, options);
        }
        var index = ShardIndex.Find(call.Value(Index), call.Value(Of), Environment.GetEnvironmentVariable);
        return RunShards(
            call,
            manifest,
            index is { } part ? options with { Only = [.. part.Shards(manifest.Shards.Count)] } : options
        );
    }

    private static int RunShards(VerbCall call, Manifest manifest, JobRunOptions options)
    {
        var start = call.Terminal.Clock.GetTimestamp();
        var summary = call.Say.Progress.Run(
            "shards",
            report =>
                JobRun.Execute(
                    manifest,
                    options,
                    new Reporter<JobProgress>(p => report(new Stage("", p.Done, p.Total) { Note = Note(p) })),
                    call.Cancellation
                )
        );
        var seconds = call.Terminal.Clock.GetElapsedTime(start).TotalSeconds;
        JobSummaries.Print(call, summary, Path.GetFullPath(options.Output), seconds);
        return call.Cancellation.IsCancellationRequested && summary.Left > 0 ? ExitCodes.Interrupted : summary.Exit;
    }

    private static string Note(JobProgress progress)
    {
        IEnumerable<(int Count, string What)> told =
        [
            (progress.Failed, "failed"),
            (progress.Diverged, "diverged"),
            (progress.Retries, "tried again"),
        ];
        return string.Join(", ", told.Where(t => t.Count > 0).Select(t => $"{t.Count} {t.What}"));
    }
}
