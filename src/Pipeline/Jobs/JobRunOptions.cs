namespace WFrame.Jobs;

/// <summary>How a batch is run on one machine.</summary>
public sealed record JobRunOptions
{
    /// <summary>Folder of the results; several runs, on several machines too, may share it.</summary>
    public required string Output { get; init; }

    /// <summary>Shards that are done at the same time, 1 or more.</summary>
    /// <exception cref="UsageException">It is less than 1.</exception>
    public int Workers
    {
        get;
        init => field = Check.AtLeast(value, 1);
    } = 1;

    /// <summary>
    /// Program and arguments that start a worker process, which takes numbers of shards from its standard input; null: the
    /// shards are done in this process, where a native crash ends everything.
    /// </summary>
    public IReadOnlyList<string>? Command { get; init; }

    /// <summary>Numbers of the shards to do; null: all.</summary>
    public IReadOnlyCollection<int>? Only { get; init; }

    /// <summary>
    /// Tries of a shard whose environment fails or whose process is killed, 1 or more; then it is set aside. A try that left a
    /// later state than it found begins the count anew.
    /// </summary>
    /// <exception cref="UsageException">It is less than 1.</exception>
    public int Attempts
    {
        get;
        init => field = Check.AtLeast(value, 1);
    } = 5;

    /// <summary>Seconds before the second try; each further one waits twice as long, a minute at most. 0 or more.</summary>
    /// <exception cref="UsageException">It is negative.</exception>
    public double Backoff
    {
        get;
        init => field = Check.NotNegative(value);
    } = 1;

    /// <summary>Tries again what was set aside.</summary>
    public bool RetryFailed { get; init; }

    /// <summary>Seconds that the shards under way may take to end after a request to stop, 0 or more; then they leave their state behind.</summary>
    /// <exception cref="UsageException">It is negative.</exception>
    public double Drain
    {
        get;
        init => field = Check.NotNegative(value);
    } = 20;

    /// <summary>How each shard is done; for worker processes their command says it.</summary>
    public WorkOptions Work { get; init; } = new();
}
