namespace WFrame.Jobs;

/// <summary>How far a run is.</summary>
/// <param name="Done">Shards that came to an end in this run, with a result or without.</param>
/// <param name="Total">Shards that had none when it began.</param>
/// <param name="Failed">Of those done, set aside.</param>
/// <param name="Diverged">Of those done, with a model that diverged.</param>
/// <param name="Retries">Tries beyond the first ones.</param>
public readonly record struct JobProgress(int Done, int Total, int Failed, int Diverged, int Retries);

/// <summary>What a run came to.</summary>
public sealed record JobSummary
{
    /// <summary>Shards asked for; equal work counts once.</summary>
    public required int Shards { get; init; }

    /// <summary>Shards whose result was there before.</summary>
    public required int WereDone { get; init; }

    /// <summary>Results made in this run.</summary>
    public required int Done { get; init; }

    /// <summary>Numbers of the shards that hold a diverged model; their results are there.</summary>
    public required IReadOnlyList<int> Diverged { get; init; }

    /// <summary>Shards set aside, in this run or before, by number.</summary>
    public required IReadOnlyList<ShardFailure> Failed { get; init; }

    /// <summary>Shards that were not tried to the end, because the run was stopped.</summary>
    public required int Left { get; init; }

    /// <summary>Tries beyond the first ones.</summary>
    public required int Retries { get; init; }

    /// <summary>Why the run was given up early; null where it was not.</summary>
    public string? GivenUp { get; init; }

    /// <summary>Exit code of the run: 1 where something failed that may succeed later, 2 for bad input, 3 for divergence.</summary>
    public int Exit =>
        GivenUp is not null || Failed.Any(f => f.Exit is not (2 or 3)) ? 1
        : Failed.Any(f => f.Exit == 2) ? 2
        : Diverged.Count > 0 || Failed.Count > 0 ? 3
        : 0;
}
