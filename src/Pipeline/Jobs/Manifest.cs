using System.Text.Encodings.Web;
using WFrame.Files;

namespace WFrame.Jobs;

/// <summary>
/// A batch as a file: a header line for each plan, and below it one line a shard. Several manifests one behind the other
/// are one manifest, so that plans with different options can be run together.
/// </summary>
public sealed class Manifest
{
    /// <summary>Version of the file.</summary>
    public const string Schema = "wframe.jobs/1";

    private static readonly JsonSerializerOptions Line = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Numbers the shards through all plans.</summary>
    public Manifest(params IEnumerable<JobPlan> plans)
    {
        var number = 0;
        Plans =
        [
            .. plans.Select(plan => plan with { Shards = [.. plan.Shards.Select(s => s with { Number = number++ })] }),
        ];
        Shards = [.. Plans.SelectMany(plan => plan.Shards)];
        Starts = [.. Plans.Select(plan => plan.Shards.Count == 0 ? 0 : plan.Shards[0].Number)];
    }

    /// <summary>The plans.</summary>
    public IReadOnlyList<JobPlan> Plans { get; }

    /// <summary>The shards of all plans, by number.</summary>
    public IReadOnlyList<Shard> Shards { get; }

    private int[] Starts { get; }

    /// <summary>The plan of a shard, by the shard's number.</summary>
    public JobPlan PlanOf(int shard)
    {
        var index = Array.BinarySearch(Starts, shard);
        return Plans[index >= 0 ? index : ~index - 1];
    }

    /// <summary>Reads a manifest and checks all of it.</summary>
    /// <exception cref="UsageException">The file does not exist.</exception>
    /// <exception cref="InvalidContentException">It is no manifest, of another version, cut or altered; all problems are told.</exception>
    public static Manifest Read(string path)
    {
        if (Directory.Exists(path) || !File.Exists(path))
        {
            var what = Directory.Exists(path) ? "is a folder" : "does not exist";
            throw new UsageException($"Manifest {path} {what}; give a file that wframe jobs plan wrote.");
        }
        using var reader = new StreamReader(path, new UTF8Encoding(false, throwOnInvalidBytes: true));
        return new ManifestReader(path).Read(reader);
    }

    /// <summary>Writes the manifest, completely or not at all.</summary>
    public void Write(string path) => AtomicFile.WriteText(path, string.Concat(Lines().Select(l => l + "\n")));

    /// <summary>The lines of the file.</summary>
    public IEnumerable<string> Lines() =>
        Plans.SelectMany(plan =>
            new[] { Header(plan) }.Concat(plan.Shards.Select(Row)).Select(line => line.ToJsonString(Line))
        );

    private static JsonObject Header(JobPlan plan) =>
        new()
        {
            ["schema"] = Schema,
            ["kind"] = plan.Kind.Name(),
            ["shards"] = plan.Shards.Count,
            ["queue"] = plan.Queue,
            ["folder"] = plan.Folder,
            ["images"] = new JsonArray([.. plan.Images.Select(i => JsonValue.Create(i))]),
            ["inputs"] = plan.Inputs,
            ["weights"] = plan.Weights,
            ["sha256"] = plan.WeightsSha256,
            ["options"] = plan.ReadOptions(),
        };

    private static JsonObject Row(Shard shard)
    {
        var row = shard.Content();
        row.Insert(0, "id", shard.Id);
        return row;
    }
}
