namespace WFrame.Jobs;

/// <summary>A batch as it is asked for. <see cref="Plan"/> cuts it into shards.</summary>
public abstract record Job
{
    /// <summary>Shards to cut it into, 1 or more; null chooses.</summary>
    /// <exception cref="UsageException">It is less than 1.</exception>
    public int? Shards
    {
        get;
        init => field = value is { } shards ? Check.AtLeast(shards, 1) : null;
    }

    /// <summary>Folder that relative paths start from.</summary>
    public string Folder { get; init; } = Environment.CurrentDirectory;

    /// <summary>Which workers take the shards: cpu, gpu or eval; null chooses by the kind.</summary>
    /// <exception cref="UsageException">It is none of them.</exception>
    public string? Queue
    {
        get;
        init =>
            field =
                value is null || JobKinds.Queues.Contains(value)
                    ? value
                    : throw new UsageException(
                        $"Queue {value} is unknown: choose one of {string.Join(", ", JobKinds.Queues)}.",
                        nameof(Queue)
                    );
    }

    /// <summary>Lists and hashes the inputs, and cuts them into shards; nothing is computed or written.</summary>
    /// <param name="notice">Told sentences that the user should see once.</param>
    /// <param name="progress">Told inputs hashed and inputs in all.</param>
    /// <param name="cancellation">Checked before each file.</param>
    /// <exception cref="UsageException">Something asked for does not exist or does not go together.</exception>
    /// <exception cref="InvalidContentException">A model, trunk or list cannot be used.</exception>
    public abstract JobPlan Plan(
        Action<string>? notice = null,
        Action<int, int>? progress = null,
        CancellationToken cancellation = default
    );

    /// <summary>Full path of an optional file.</summary>
    private protected string? At(string? path) => path is null ? null : Path.Combine(Folder, path);

    /// <summary>Cuts parts into shards of about equally many parts, in order.</summary>
    /// <param name="plan">The plan so far.</param>
    /// <param name="parts">All parts.</param>
    /// <param name="shards">How many shards are wanted; no more than parts are made.</param>
    /// <param name="digest">Hash of the inputs of a range; may be null where the weights are all.</param>
    private protected static JobPlan Cut(
        JobPlan plan,
        IReadOnlyList<ShardPart> parts,
        int shards,
        Func<int, int, string>? digest
    )
    {
        var (made, first, part) = (new List<Shard>(), 0, 0);
        shards = Math.Min(shards, parts.Count);
        for (var s = 0; s < shards; s++)
        {
            var end = (int)((s + 1L) * parts.Count / shards);
            ShardPart[] own = [.. parts.Skip(part).Take(end - part)];
            var count = own.Sum(p => p.Count);
            made.Add(
                plan.Identified(
                    new Shard
                    {
                        Number = s,
                        Id = "",
                        First = first,
                        Count = count,
                        Inputs = digest?.Invoke(first, count) ?? "",
                        FirstPart = part,
                        Parts = own,
                    }
                )
            );
            (first, part) = (first + count, end);
        }
        return plan with { Shards = made };
    }
}
