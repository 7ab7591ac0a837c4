namespace WFrame.Jobs.Running;

/// <summary>
/// Counts on disk how often a shard was begun and not ended: one that kills the process that does it is set aside by a
/// later process, and the shards behind it have their turn.
/// </summary>
internal sealed class CountingWorker(IShardWorker worker, JobFolder folder, int attempts) : IShardWorker
{
    public ShardOutcome Do(Shard shard, CancellationToken cancellation)
    {
        if (folder.Begin(shard) is var tries && tries > attempts)
        {
            folder.End(shard);
            return new ShardOutcome(
                shard.Number,
                ShardOutcome.Killed,
                0,
                $"the process that did it was killed {tries - 1} times."
            );
        }
        var outcome = worker.Do(shard, cancellation);
        folder.End(shard);
        return outcome;
    }

    public void Dispose() => worker.Dispose();
}
