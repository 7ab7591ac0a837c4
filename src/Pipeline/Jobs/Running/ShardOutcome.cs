namespace WFrame.Jobs.Running;

/// <summary>What became of one attempt at a shard.</summary>
/// <param name="Shard">Number of the shard.</param>
/// <param name="Exit">Exit code: 0 done, 1 failed, 2 bad input, 3 diverged, 130 interrupted; others: the process was killed.</param>
/// <param name="Seconds">Wall-clock seconds; 0 where the result was there.</param>
/// <param name="Message">What went wrong, in a sentence; null where nothing did.</param>
/// <param name="WasDone">Whether the result was there before.</param>
internal sealed record ShardOutcome(int Shard, int Exit, double Seconds, string? Message, bool WasDone = false)
{
    /// <summary>
    /// Whether the attempt left a later state than it found. Kills then say nothing of the shard, however many they are: on
    /// machines that are taken away at any time a long shard meets more of them than a broken one is tried.
    /// </summary>
    public bool Advanced { get; init; }

    /// <summary>All was done.</summary>
    public const int Done = 0;

    /// <summary>The environment failed; another try may succeed.</summary>
    public const int Failed = 1;

    /// <summary>The input cannot be used; no other try would succeed.</summary>
    public const int BadInput = 2;

    /// <summary>A model diverged; it would again.</summary>
    public const int Diverged = 3;

    /// <summary>Asked to stop.</summary>
    public const int Interrupted = 130;

    /// <summary>Its process was killed as often as it may be tried.</summary>
    public const int Killed = 137;

    /// <summary>Whether the result is there.</summary>
    public bool HasResult => Exit is Done || (Exit is Diverged && Message is null);

    /// <summary>Whether another try may come to another end.</summary>
    public bool MayRetry => Exit is not (Done or BadInput or Diverged or Interrupted);

    /// <summary>
    /// A shard that failed here while another process made its result is done: that process may have taken the state away
    /// from which this one was to go on.
    /// </summary>
    internal ShardOutcome OrThatOfAnother(Shard shard, JobFolder folder) =>
        HasResult || !folder.IsDone(shard)
            ? this
            : new ShardOutcome(Shard, (int)folder.Describe(shard)["exit"]!, 0, null, WasDone: true);

    /// <summary>The exit code of a failure, as the command has it.</summary>
    internal static int ExitOf(Exception failure) =>
        failure switch
        {
            UsageException or InvalidContentException => BadInput,
            DivergedException => Diverged,
            OperationCanceledException => Interrupted,
            _ => Failed,
        };
}
