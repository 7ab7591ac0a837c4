using WFrame.Jobs.Running;

namespace WFrame.Jobs;

/// <summary>Runs the shards of a manifest on this machine: what is done is skipped, what fails is tried again or set aside.</summary>
public static class JobRun
{
    /// <summary>Runs what is not done yet.</summary>
    /// <param name="manifest">The batch.</param>
    /// <param name="options">Where to, with how many workers.</param>
    /// <param name="progress">Told after each shard, from any thread.</param>
    /// <param name="cancellation">
    /// No further shard is begun; those under way have <see cref="JobRunOptions.Drain"/> seconds, then leave their state behind.
    /// </param>
    /// <returns>What it came to; a run that was cancelled says how many shards are left.</returns>
    /// <exception cref="UsageException">A number of a shard does not exist.</exception>
    /// <exception cref="IOException">The output cannot be written.</exception>
    public static JobSummary Execute(
        Manifest manifest,
        JobRunOptions options,
        IProgress<JobProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var folder = new JobFolder(options.Output);
        folder.RemoveAbandoned();
        if (options.Only?.FirstOrDefault(n => n < 0 || n >= manifest.Shards.Count, -1) is >= 0 and var unknown)
        {
            throw new UsageException(
                $"Shard {unknown} does not exist; the manifest has 0..{manifest.Shards.Count - 1}."
            );
        }
        var shards = (options.Only is { } only ? only.Order().Select(n => manifest.Shards[n]) : manifest.Shards)
            .DistinctBy(s => s.Id)
            .ToArray();
        using var board = new ShardBoard(shards, folder, options, progress);
        using var hard = new CancellationTokenSource();
        using var soft = cancellation.Register(() =>
        {
            board.Stop();
            hard.CancelAfter(TimeSpan.FromSeconds(options.Drain));
        });
        var threads = Enumerable
            .Range(0, Math.Min(options.Workers, Math.Max(1, board.Waiting)))
            .Select(i => new Thread(() => Work(board, manifest, folder, options, hard.Token)) { Name = $"shards {i}" })
            .ToArray();
        Array.ForEach(threads, thread => thread.Start());
        Array.ForEach(threads, thread => thread.Join());
        board.Rethrow();
        return board.Summary();
    }

    private static IShardWorker Worker(Manifest manifest, JobFolder folder, JobRunOptions options)
    {
        if (options.Command is { } command)
        {
            return new ChildWorker(command, folder);
        }
        var (work, engine) = (options.Work, options.Work.Engine);
        if (options.Workers > 1 && engine.Threads == 0)
        {
            // Each has its share of the cores.
            var share = Math.Max(1, Environment.ProcessorCount / options.Workers);
            work = work with { Engine = engine with { Threads = share } };
        }
        // Disposed with the one that counts for it.
#pragma warning disable CA2000
        return new CountingWorker(new InProcessWorker(manifest, folder, work), folder, options.Attempts);
#pragma warning restore CA2000
    }

    private static void Work(
        ShardBoard board,
        Manifest manifest,
        JobFolder folder,
        JobRunOptions options,
        CancellationToken cancellation
    )
    {
        try
        {
            using var worker = Worker(manifest, folder, options);
            while (board.Take() is { } shard)
            {
                board.Give(shard, worker.Do(shard, cancellation));
            }
        }
        // Told by the thread that waits for all.
#pragma warning disable CA1031
        catch (Exception failure)
#pragma warning restore CA1031
        {
            board.Fail(failure);
        }
    }
}
