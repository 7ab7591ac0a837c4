using System.CommandLine;
using WFrame.Cli.Consoles;
using WFrame.Cli.Options;
using WFrame.Jobs;
using WFrame.Queue;

namespace WFrame.Cli.Verbs.Jobs;

/// <summary>wframe jobs submit, cancel and dashboard, and the queue's side of work and status: a batch shared by machines through PostgreSQL.</summary>
/// <remarks>Bodies that name the queue's types are methods of their own, so that other verbs load nothing of it.</remarks>
internal static class QueueVerbs
{
    private const string Variable = "WFRAME_CONNECTION";
    private const string PasswordVariable = "WFRAME_DASHBOARD_PASSWORD";

    public static Setting<string> Connection { get; } =
        Setting.Text(
            "connection",
            "TEXT",
            "The PostgreSQL database: \"Host=db;Database=wframe;Username=wframe;Password=...\"; others on the machine can read a command line, a variable not.",
            Variable
        );

    private static readonly Setting<string> Queues = Setting.Text(
        "queues",
        "LIST",
        "Queues to take shards from, separated by commas; those named first are emptied first.",
        "cpu,eval"
    );

    public static Setting<int> Workers { get; } =
        Setting.Whole("workers", "W", "Shards at the same time, a process each, 1 or more.", "one a core", least: 1);

    private static readonly Setting<bool> UntilEmpty = Setting.Switch(
        "until-empty",
        "End when no shard waits, runs or is to be tried again."
    );

    private static readonly Setting<int> Lost = Setting.Whole(
        "lost-after",
        "S",
        "Seconds without a sign of life after which another machine takes a shard, 5 or more; however long the shard takes, a worker that lives keeps it.",
        "300",
        least: 5
    );

    /// <summary>Options of work that concern the queue alone.</summary>
    public static IReadOnlyList<Option> OfWork { get; } = [Connection, Queues, UntilEmpty, Lost];

    private static readonly Setting<int> Port = Setting.Whole(
        "port",
        "N",
        "Port to serve on, 1..65535.",
        "5080",
        least: 1
    );

    private static readonly Setting<string> Bind = Setting.Text(
        "bind",
        "ADDRESS",
        "Address to serve on; any but a loopback one shows the batch to the network, in clear text: put a proxy with TLS before it.",
        "127.0.0.1"
    );

    public static Verb Submit { get; } =
        new(
            "submit",
            "Puts the shards of a manifest into the queue of a PostgreSQL database, those that are done or queued left out.",
            RunSubmit,
            JobOptions.Output,
            Connection,
            JobOptions.RetryFailed
        )
        {
            Positional = JobOptions.ManifestFile,
            Examples = ["wframe jobs submit manifest.jsonl --output /mnt/batch --connection \"$DATABASE\""],
        };

    public static Verb Cancel { get; } =
        new(
            "cancel",
            "Takes the shards of a manifest that wait out of the queue; what is done stays.",
            RunCancel,
            Connection
        )
        {
            Positional = JobOptions.ManifestFile,
            Examples = ["wframe jobs cancel manifest.jsonl"],
        };

    public static Verb Dashboard { get; } =
        new(
            "dashboard",
            $"Serves a page of the queue and, with --results, one of the shards; the password is in {PasswordVariable}.",
            RunDashboard,
            Connection,
            JobOptions.ResultsIfAny,
            Port,
            Bind
        )
        {
            Examples = ["wframe jobs dashboard --results /mnt/batch --port 8080"],
        };

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int RunSubmit(VerbCall call)
    {
        var manifest = JobOptions.Read(call);
        using var connection = Open(call);
        var folder = new JobFolder(call.Get(JobOptions.Output));
        var (submitted, queued, done, aside) = QueueConnection.Try(() =>
            call.Say.Progress.Run(
                "submitting",
                report =>
                    new JobQueue(connection).Submit(
                        manifest,
                        folder,
                        call.Get(JobOptions.RetryFailed),
                        n => report(new Stage("", n, manifest.Shards.Count)),
                        call.Cancellation
                    )
            )
        );
        return call.Done(
            new JsonObject
            {
                ["schema"] = "wframe.jobs.submit/1",
                ["output"] = folder.Path,
                ["submitted"] = submitted,
                ["queuedBefore"] = queued,
                ["doneBefore"] = done,
                ["setAside"] = aside,
            }
        );
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Serve(VerbCall call)
    {
        var queues = Names(call.Text(Queues) ?? "cpu,eval");
        var workers = call.Value(Workers) ?? Environment.ProcessorCount;
        using var connection = Open(call);
        var output = Path.GetFullPath(call.Get(JobOptions.Output));
        var options = call.Bind(new JobRunOptions { Output = output });
        var worker = new QueueWorker
        {
            Queues = queues,
            Workers = workers,
            Attempts = options.Attempts,
            Backoff = options.Backoff,
            Drain = TimeSpan.FromSeconds(options.Drain),
            UntilEmpty = call.Get(UntilEmpty),
        };
        call.Say.Notice($"{workers} workers take shards of {string.Join(", ", queues)}; Ctrl-C ends them in order.");
        var command = JobOptions.WorkerCommand(call, workers);
        worker.Run(connection, output, command, call.Cancellation);
        return call.Cancellation.IsCancellationRequested ? ExitCodes.Interrupted : ExitCodes.Done;
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    public static int Count(VerbCall call)
    {
        using var connection = Open(call);
        var json = new JsonObject { ["schema"] = "wframe.jobs.queue/1" };
        foreach (var (state, count) in QueueConnection.Try(new JobQueue(connection).Count))
        {
            json[state] = count;
        }
        return call.Done(json);
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int RunCancel(VerbCall call)
    {
        var manifest = JobOptions.Read(call);
        using var connection = Open(call);
        return call.Done(
            new JsonObject
            {
                ["schema"] = "wframe.jobs.cancel/1",
                ["cancelled"] = QueueConnection.Try(() => new JobQueue(connection).Cancel(manifest)),
            }
        );
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static int RunDashboard(VerbCall call)
    {
        var password = Environment.GetEnvironmentVariable(PasswordVariable);
        if (string.IsNullOrEmpty(password))
        {
            throw new UsageException(
                $"{PasswordVariable} is not set; set it to the password that browsers are to be asked for."
            );
        }
        var port = call.Value(Port) ?? 5080;
        if (!Uri.TryCreate($"http://{call.Text(Bind) ?? "127.0.0.1"}:{port}/", UriKind.Absolute, out var address))
        {
            throw new UsageException(
                $"--bind {call.Text(Bind)} with --port {port} is no address; give one as 127.0.0.1 and 5080."
            );
        }
        using var connection = Open(call);
        var results = call.Text(JobOptions.ResultsIfAny) is { } folder
            ? new JobFolder(Output.InputFiles.ResultFolder(folder))
            : null;
        new WFrame.Queue.Dashboard(connection, results, password).Serve(
            address,
            () =>
                call.Say.Notice(
                    $"serving {address}{(results is null ? "" : $" and {address}shards")}; Ctrl-C ends it."
                ),
            call.Cancellation
        );
        return ExitCodes.Done;
    }

    /// <summary>Whether a database is named, by the option or, where nothing else is, by the variable.</summary>
    public static bool IsAsked(VerbCall call) =>
        call.Has(Connection)
        || (call.Arguments.Count == 0 && !string.IsNullOrEmpty(Environment.GetEnvironmentVariable(Variable)));

    private static QueueConnection Open(VerbCall call)
    {
        var text = call.Text(Connection) ?? Environment.GetEnvironmentVariable(Variable);
        return string.IsNullOrEmpty(text)
            ? throw new UsageException(
                $"--connection is missing; give the PostgreSQL database there or in {Variable}, as \"Host=db;Database=wframe;Username=wframe;Password=...\"."
            )
            : QueueConnection.Open(text, TimeSpan.FromSeconds(call.Value(Lost) ?? 300));
    }

    private static string[] Names(string list)
    {
        var names = list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);
        return names.Length > 0 && names.All(n => n is "cpu" or "gpu" or "eval")
            ? names
            : throw new UsageException(
                $"--queues {list} is not allowed; name some of cpu, gpu, eval, separated by commas."
            );
    }
}
