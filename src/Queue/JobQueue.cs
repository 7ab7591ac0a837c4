using System.Collections.Concurrent;
using System.Runtime.ExceptionServices;
using Hangfire;
using Hangfire.States;
using Hangfire.Storage;
using WFrame.Jobs;

namespace WFrame.Queue;

/// <summary>Puts the shards of a manifest into the queue, counts them, takes them out.</summary>
/// <param name="connection">The database.</param>
internal sealed class JobQueue(QueueConnection connection)
{
    /// <summary>Which job does a shard: a field a shard, so that two submits of a manifest give one job each.</summary>
    private static string Jobs(string manifest) => $"wframe:{manifest}";

    /// <summary>Shards whose jobs are noted at once: so many may be queued twice, and done once, where submitting is interrupted.</summary>
    private const int Page = 250;

    private const int AtOnce = 8;

    /// <summary>Submits the shards that have no result and no job that is alive.</summary>
    /// <param name="manifest">The batch.</param>
    /// <param name="folder">Where the results are.</param>
    /// <param name="retryFailed">Submits what was set aside too.</param>
    /// <param name="progress">Told shards looked at.</param>
    /// <param name="cancellation">Checked before each shard.</param>
    /// <returns>Jobs made, shards already queued, shards done, shards set aside.</returns>
    public (int Submitted, int Queued, int Done, int SetAside) Submit(
        Manifest manifest,
        JobFolder folder,
        bool retryFailed,
        Action<int> progress,
        CancellationToken cancellation
    )
    {
        var name = SubmittedManifest.Keep(folder.Path, manifest);
        var client = new BackgroundJobClient(connection.Storage);
        using var storage = connection.Storage.GetConnection();
        // The other one waits, and then finds all in the queue.
        using var turn = storage.AcquireDistributedLock($"wframe:submit:{name}", TimeSpan.FromMinutes(10));
        var known = storage.GetAllEntriesFromHash(Jobs(name)) ?? [];
        var (submitted, queued, done, aside) = (0, 0, 0, 0);
        foreach (var page in manifest.Shards.Chunk(Page))
        {
            var wanted = new List<Shard>();
            foreach (var shard in page)
            {
                cancellation.ThrowIfCancellationRequested();
                if (folder.IsDone(shard))
                {
                    done++;
                }
                else if (known.TryGetValue($"{shard.Number}", out var job) && IsAlive(storage, job))
                {
                    queued++;
                }
                else if (!retryFailed && folder.Failure(shard) is not null)
                {
                    aside++;
                }
                else
                {
                    wanted.Add(shard);
                }
            }
            var made = new ConcurrentDictionary<string, string>();
            try
            {
                Make(wanted, made);
            }
            finally
            {
                if (!made.IsEmpty)
                {
                    storage.SetRangeInHash(Jobs(name), made);
                }
            }
            submitted += made.Count;
            progress(submitted + queued + done + aside);
        }
        return (submitted, queued, done, aside);

        void Make(List<Shard> shards, ConcurrentDictionary<string, string> made)
        {
            // Each waits for the database a few times, so several at once are faster on one core too.
            var parallel = new ParallelOptions { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellation };
            try
            {
                _ = Parallel.ForEach(
                    shards,
                    parallel,
                    shard =>
                    {
                        folder.Forgive(shard);
                        var queue = manifest.PlanOf(shard.Number).Queue;
                        made[$"{shard.Number}"] = client.Create(
                            // Tries after the first go to the same queue.
                            Hangfire.Common.Job.FromExpression<ShardJob>(
                                j => j.Do(name, shard.Number, null!, CancellationToken.None),
                                queue
                            ),
                            new EnqueuedState(queue)
                        );
                    }
                );
            }
            catch (AggregateException several)
            {
                ExceptionDispatchInfo.Throw(several.InnerExceptions[0]);
            }
        }
    }

    /// <summary>Takes out what waits; what is under way ends.</summary>
    /// <returns>Jobs taken out.</returns>
    public int Cancel(Manifest manifest)
    {
        var name = SubmittedManifest.NameOf(manifest);
        var client = new BackgroundJobClient(connection.Storage);
        using var storage = connection.Storage.GetConnection();
        var cancelled = 0;
        foreach (var job in (storage.GetAllEntriesFromHash(Jobs(name)) ?? []).Values)
        {
            var state = storage.GetStateData(job)?.Name;
            if (
                (
                    state == EnqueuedState.StateName
                    || state == ScheduledState.StateName
                    || state == FailedState.StateName
                ) && client.ChangeState(job, new DeletedState(), state)
            )
            {
                cancelled++;
            }
        }
        return cancelled;
    }

    /// <summary>Jobs by state, and workers that are alive.</summary>
    public IReadOnlyDictionary<string, long> Count()
    {
        var monitor = connection.Storage.GetMonitoringApi();
        var counts = monitor.GetStatistics();
        return new Dictionary<string, long>
        {
            ["enqueued"] = counts.Enqueued,
            ["waitingToBeTriedAgain"] = counts.Scheduled,
            ["underWay"] = counts.Processing,
            ["succeeded"] = counts.Succeeded,
            ["failed"] = counts.Failed,
            ["cancelled"] = counts.Deleted,
            ["workers"] = monitor.Servers().Sum(s => s.WorkersCount),
            ["machines"] = monitor.Servers().Count,
        };
    }

    private static bool IsAlive(IStorageConnection storage, string job) =>
        storage.GetStateData(job)?.Name is { } state
        && state != DeletedState.StateName
        && state != FailedState.StateName
        && state != SucceededState.StateName;
}
