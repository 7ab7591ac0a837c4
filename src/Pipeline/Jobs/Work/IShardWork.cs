namespace WFrame.Jobs.Work;

/// <summary>Does the shards of one plan; what several of them need is made once. Used by one thread at a time.</summary>
internal interface IShardWork : IDisposable
{
    /// <summary>Does one shard.</summary>
    /// <param name="shard">The shard.</param>
    /// <param name="place">Where to write.</param>
    /// <param name="cancellation">Ends it early; what it leaves in its progress file is gone on from.</param>
    /// <returns>What to tell of the result besides its files; the same for the same shard, on any machine.</returns>
    ShardResult Do(Shard shard, ShardPlace place, CancellationToken cancellation);
}

/// <summary>What a shard came to.</summary>
/// <param name="Diverged">Whether a model left the finite numbers and is kept at its last good state: exit code 3.</param>
/// <param name="Details">For the result's description.</param>
internal sealed record ShardResult(bool Diverged, JsonObject Details);

/// <summary>Where a shard writes.</summary>
/// <param name="Results">An empty folder that becomes the result.</param>
/// <param name="Progress">A file for what a process that goes on with the shard needs; it may be there from an earlier one.</param>
internal sealed record ShardPlace(string Results, string Progress);
