namespace WFrame.Cli.Verbs.Jobs;

/// <summary>What a cluster is to do, whatever its scheduler calls it.</summary>
internal sealed record ClusterTask
{
    public required string Name { get; init; }

    public required string Manifest { get; init; }

    public required string Output { get; init; }

    /// <summary>Folder of the data on the cluster's machines; null: that of the plan.</summary>
    public required string? Data { get; init; }

    /// <summary>Processes that share the batch.</summary>
    public required int Tasks { get; init; }

    public required int Cpus { get; init; }

    public required int Megabytes { get; init; }

    public required bool Gpu { get; init; }

    public required string Program { get; init; }

    public required string Time { get; init; }

    public required string Image { get; init; }

    public required string Claim { get; init; }

    public required int? Parallelism { get; init; }

    public required int Attempts { get; init; }

    /// <summary>The words after the program; an attempt of the scheduler is one of ours.</summary>
    public IEnumerable<string> Words =>
        [
            "jobs",
            "work",
            Manifest,
            "--output",
            Output,
            "--threads",
            $"{Cpus}",
            "--device",
            Gpu ? "cuda" : "auto",
            .. Data is null ? [] : new[] { "--data", Data },
        ];
}
