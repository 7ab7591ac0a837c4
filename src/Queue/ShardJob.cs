using Hangfire.Server;
using WFrame.Jobs.Running;

namespace WFrame.Queue;

/// <summary>What the queue holds of a shard: names and numbers, no paths, which differ from machine to machine.</summary>
internal sealed class ShardJob(ShardWorkers workers)
{
    /// <summary>Key under which a job tells the exit code of its shard.</summary>
    public const string Exit = "exit";

    /// <summary>Key under which Hangfire counts tries after the first.</summary>
    public const string Retries = "RetryCount";

    /// <summary>Does the shard.</summary>
    /// <param name="manifest">sha256 of the manifest, which lies with the results.</param>
    /// <param name="shard">Number of the shard.</param>
    /// <param name="context">Hangfire's.</param>
    /// <param name="cancellation">The worker is asked to stop.</param>
    /// <exception cref="ShardRefusedException">It would fail again.</exception>
    /// <exception cref="ShardFailedException">It may succeed another time.</exception>
    public int Do(string manifest, int shard, PerformContext context, CancellationToken cancellation)
    {
        var outcome = workers.Do(manifest, shard, context.GetJobParameter<int>(Retries), cancellation);
        if (outcome.HasResult)
        {
            return outcome.Exit;
        }
        if (outcome.Exit == ShardOutcome.Interrupted)
        {
            // Hangfire puts the job back where the worker stops.
            cancellation.ThrowIfCancellationRequested();
        }
        throw outcome.MayRetry
            ? new ShardFailedException($"exit {outcome.Exit}: {outcome.Message}", outcome.Advanced)
            : new ShardRefusedException($"exit {outcome.Exit}: {outcome.Message}");
    }
}

/// <summary>A shard failed and may succeed another time.</summary>
#pragma warning disable CA1064, CA1032 // Only Hangfire sees them.
internal sealed class ShardFailedException(string message, bool advanced = false) : Exception(message)
{
    /// <summary>Whether it came further than the try before.</summary>
    public bool Advanced => advanced;
}

/// <summary>A shard failed and would fail again.</summary>
internal sealed class ShardRefusedException(string message) : Exception(message);
#pragma warning restore CA1064, CA1032
