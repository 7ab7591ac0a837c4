namespace WFrame.Jobs;

/// <summary>What is common to some shards, and the shards: one header line of a manifest and the lines below it.</summary>
public sealed record JobPlan
{
    /// <summary>What the shards do.</summary>
    public required JobKind Kind { get; init; }

    /// <summary>Which workers take them: cpu, gpu or eval.</summary>
    public string Queue { get; init; } = "cpu";

    /// <summary>Folder that relative paths start from; another machine may have the same files elsewhere.</summary>
    public required string Folder { get; init; }

    /// <summary>The arguments that list the inputs; of samples none.</summary>
    public IReadOnlyList<string> Images { get; init; } = [];

    /// <summary>How many inputs there are in all.</summary>
    public required int Inputs { get; init; }

    /// <summary>File of the weights that are used: model, trunk or classifier; null for the built-in trunk.</summary>
    public string? Weights { get; init; }

    /// <summary>sha256 of the weights, lower-case hexadecimal.</summary>
    public required string WeightsSha256 { get; init; }

    /// <summary>Everything else that decides the result.</summary>
    public required string Options { get; init; }

    /// <summary>The shards, in order.</summary>
    public IReadOnlyList<Shard> Shards { get; init; } = [];

    /// <summary>The options as JSON.</summary>
    internal JsonObject ReadOptions() => JsonNode.Parse(Options)!.AsObject();

    /// <summary>Columns of numbers of a scoring's rows; a plan of an earlier version names none and has two.</summary>
    internal IReadOnlyList<string> ScoreColumns() =>
        ReadOptions()["columns"] is JsonArray columns ? [.. columns.Select(c => (string)c!)] : ["score", "phi"];

    /// <summary>The shard with its id, which covers what it shares with the others and leaves out where files lie.</summary>
    internal Shard Identified(Shard shard) =>
        shard with
        {
            Id = Convert.ToHexStringLower(
                SHA256.HashData(
                    Encoding.UTF8.GetBytes(
                        string.Join(
                            '\n',
                            Manifest.Schema,
                            Kind.Name(),
                            WeightsSha256,
                            Options,
                            shard.Content().ToJsonString()
                        )
                    )
                )
            ),
        };

    /// <summary>sha256 of a file of weights.</summary>
    /// <exception cref="UsageException">It does not exist.</exception>
    internal static string HashOf(string path)
    {
        if (!File.Exists(path))
        {
            throw new UsageException($"{path} does not exist; give an existing file.");
        }
        using var stream = File.OpenRead(path);
        return Convert.ToHexStringLower(SHA256.HashData(stream));
    }

    /// <summary>A path of the plan on this machine.</summary>
    /// <param name="path">As it is in the plan.</param>
    /// <param name="data">Folder that relative paths start from here; null: that of the plan.</param>
    internal string Locate(string path, string? data) => Path.Combine(data ?? Folder, path);
}
