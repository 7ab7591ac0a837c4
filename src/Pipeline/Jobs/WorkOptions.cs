namespace WFrame.Jobs;

/// <summary>How shards are done on this machine; no result depends on it.</summary>
public sealed record WorkOptions
{
    /// <summary>Where to compute.</summary>
    public EngineOptions Engine { get; init; } = new();

    /// <summary>Folder that the relative paths of the manifest start from on this machine; null: that of the plan.</summary>
    public string? Data { get; init; }

    /// <summary>
    /// Between the states that a training leaves for who goes on with it, in seconds, above 0; longer where writing them would
    /// take more than a hundredth of the time.
    /// </summary>
    /// <exception cref="UsageException">It is not above 0.</exception>
    public double CheckpointSeconds
    {
        get;
        init => field = Check.Between(value, 0);
    } = 5;
}
