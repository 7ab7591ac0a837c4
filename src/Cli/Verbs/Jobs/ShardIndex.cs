namespace WFrame.Cli.Verbs.Jobs;

/// <summary>Which part of a batch one of several processes does: shard s belongs to index s modulo the number of them.</summary>
/// <param name="Index">0-based.</param>
/// <param name="Of">How many there are.</param>
internal readonly record struct ShardIndex(int Index, int Of)
{
    private const string TaskId = "SLURM_ARRAY_TASK_ID";
    private const string TaskCount = "SLURM_ARRAY_TASK_COUNT";
    private const string TaskMin = "SLURM_ARRAY_TASK_MIN";
    private const string CompletionIndex = "JOB_COMPLETION_INDEX";

    /// <summary>Kubernetes tells the index alone; the Job that wframe jobs kubernetes writes tells the number too.</summary>
    public const string CompletionCount = "JOB_COMPLETION_COUNT";

    public IEnumerable<int> Shards(int all)
    {
        for (long shard = Index; shard < all; shard += Of)
        {
            yield return (int)shard;
        }
    }

    /// <summary>The index that is given, or else the one that Slurm or Kubernetes tells; null where there is none.</summary>
    /// <param name="index">--index.</param>
    /// <param name="of">--of.</param>
    /// <param name="variable">Reads a variable of the environment.</param>
    /// <exception cref="UsageException">One of a pair is there without the other, or they do not go together.</exception>
    public static ShardIndex? Find(int? index, int? of, Func<string, string?> variable)
    {
        if (index is not null || of is not null)
        {
            var alone = of is null && Number(CompletionIndex, variable) is null ? "--of" : "--index";
            return index is { } i && of is { } n ? Checked(i, n, "--index", "--of")
                // The number of a Job's indices may be said here.
                : index is null && Number(CompletionIndex, variable) is { } completion
                    ? Checked(completion, of!.Value, CompletionIndex, "--of")
                : throw Alone(index is null ? "--of" : "--index", index is null ? "--index" : alone);
        }
        return Pair(TaskId, TaskCount, variable, Number(TaskMin, variable) ?? 0)
            ?? Pair(CompletionIndex, CompletionCount, variable, 0);
    }

    private static ShardIndex? Pair(string index, string of, Func<string, string?> variable, int first) =>
        (Number(index, variable), Number(of, variable)) switch
        {
            ({ } i, { } n) => Checked(i - first, n, index, of),
            (null, null) => null,
            (null, _) => throw Alone(of, index),
            (_, null) => throw Alone(index, of),
        };

    private static int? Number(string name, Func<string, string?> variable) =>
        variable(name) is not { Length: > 0 } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number
        : throw new UsageException($"{name} {text} is no whole number; unset it, or give --index and --of.");

    private static ShardIndex Checked(int index, int of, string indexName, string ofName) =>
        of < 1
            ? throw new UsageException(
                $"{ofName} {of} is too small; give how many processes share the batch, 1 or more."
            )
        : index < 0 || index >= of
            ? throw new UsageException($"{indexName} {index} does not go with {ofName} {of}; an index is 0..{of - 1}.")
        : new ShardIndex(index, of);

    private static UsageException Alone(string given, string missing) =>
        new(
            $"{given} is set and {missing} is not; they go together: which part of the batch, and of how many. Give --index and --of."
        );
}
