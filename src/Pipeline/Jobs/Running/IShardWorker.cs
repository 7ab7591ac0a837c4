namespace WFrame.Jobs.Running;

/// <summary>Does one shard at a time, in this process or in one of its own.</summary>
internal interface IShardWorker : IDisposable
{
    /// <summary>Does a shard; whatever happens becomes its outcome.</summary>
    ShardOutcome Do(Shard shard, CancellationToken cancellation);
}
