using Hangfire.States;

namespace WFrame.Queue;

/// <summary>Queues a shard again that failed after it had come further; tries are counted anew from there.</summary>
/// <param name="wait">Until it is tried again.</param>
internal sealed class AdvancedShards(TimeSpan wait) : IElectStateFilter
{
    public void OnStateElection(ElectStateContext context)
    {
        if (context.CandidateState is FailedState { Exception: ShardFailedException { Advanced: true } failure })
        {
            context.SetJobParameter(ShardJob.Retries, 0);
            context.CandidateState = new ScheduledState(wait) { Reason = failure.Message };
        }
    }
}
