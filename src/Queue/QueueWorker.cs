using Hangfire;
using Hangfire.Common;
using WFrame.Jobs;

namespace WFrame.Queue;

/// <summary>Takes shards from the queue until it is asked to stop, or until nothing is left.</summary>
internal sealed class QueueWorker
{
    /// <summary>Queues in the order in which they are emptied.</summary>
    public required IReadOnlyList<string> Queues { get; init; }

    /// <summary>Shards at the same time.</summary>
    public required int Workers { get; init; }

    /// <summary>Tries of a shard.</summary>
    public required int Attempts { get; init; }

    /// <summary>Seconds before the second try; each further one waits twice as long.</summary>
    public required double Backoff { get; init; }

    /// <summary>What shards under way may take to end when the worker is asked to stop.</summary>
    public required TimeSpan Drain { get; init; }

    /// <summary>Ends when the queue is empty.</summary>
    public required bool UntilEmpty { get; init; }

    public void Run(
        QueueConnection connection,
        string output,
        Func<string, IReadOnlyList<string>> command,
        CancellationToken cancellation
    )
    {
        var folder = new JobFolder(output);
        folder.RemoveAbandoned();
        using var hard = new CancellationTokenSource();
        using var workers = new ShardWorkers(output, command, Attempts, hard.Token);
        var filters = new JobFilterCollection
        {
            { new AdvancedShards(TimeSpan.FromSeconds(Wait(0))), -1 },
            new AutomaticRetryAttribute
            {
                Attempts = Attempts - 1,
                DelaysInSeconds = [.. Enumerable.Range(0, Math.Max(1, Attempts - 1)).Select(Wait)],
                ExceptOn = [typeof(ShardRefusedException)],
                LogEvents = false,
                OnAttemptsExceeded = AttemptsExceededAction.Fail,
            },
        };
        using var server = new BackgroundJobServer(
            new BackgroundJobServerOptions
            {
                ServerName = $"{Environment.MachineName}:{Environment.ProcessId}",
                Queues = [.. Queues],
                WorkerCount = Workers,
                Activator = new Activator(workers),
                FilterProvider = filters,
                SchedulePollingInterval = TimeSpan.FromSeconds(1),
                HeartbeatInterval = TimeSpan.FromSeconds(10),
                StopTimeout = Drain,
                ShutdownTimeout = Drain,
            },
            connection.Storage
        );
        WaitForEnd(connection, cancellation);
        server.SendStop();
        hard.CancelAfter(Drain);
        _ = server.WaitForShutdown(Drain + TimeSpan.FromSeconds(60));
        // Of worker processes that were killed meanwhile.
        workers.Dispose();
        folder.RemoveAbandoned();
    }

    private void WaitForEnd(QueueConnection connection, CancellationToken cancellation)
    {
        while (!cancellation.WaitHandle.WaitOne(TimeSpan.FromSeconds(1)))
        {
            if (UntilEmpty && IsEmpty(connection))
            {
                return;
            }
        }
    }

    private static bool IsEmpty(QueueConnection connection)
    {
        try
        {
            var counts = connection.Storage.GetMonitoringApi().GetStatistics();
            return counts.Enqueued + counts.Scheduled + counts.Processing == 0;
        }
        // The database is away: it will be back, and the server waits for it too.
        catch (Exception e) when (e is Npgsql.NpgsqlException or TimeoutException or InvalidOperationException)
        {
            return false;
        }
    }

    private int Wait(int retry) => (int)Math.Ceiling(Math.Min(60, Backoff * Math.Pow(2, retry)));

    private sealed class Activator(ShardWorkers workers) : JobActivator
    {
        public override object ActivateJob(Type jobType) => new ShardJob(workers);
    }
}
