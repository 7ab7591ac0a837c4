using WFrame.Metrics;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Metrics;

/// <summary>
/// Cases of oracle/metrics/metrics.json. Synthetic arrays are committed; outputs of real images are read from ../shared.
/// </summary>
internal static class MetricsOracle
{
    /// <summary>Needed by every case of real images.</summary>
    public const string RealArrays = "oracle/metrics/arrays/cifar10-features.f32";

    private static readonly string Folder = Path.Exists(Path.Combine(OracleFolder.Current.Path, "metrics"))
        ? Path.Combine(OracleFolder.Current.Path, "metrics")
        : Path.Combine(OracleFolder.Committed, "metrics");

    private static readonly JsonElement Document = JsonDocument
        .Parse(File.ReadAllBytes(Path.Combine(Folder, "metrics.json")))
        .RootElement;

    public static JsonElement Section(string name) => Document.GetProperty(name);

    /// <summary>Row numbers of the cases of a metric: synthetic ones, or those of real images.</summary>
    public static TheoryData<int, string> Cases(string metric, bool real)
    {
        var data = new TheoryData<int, string>();
        var index = 0;
        foreach (var entry in Section(metric).EnumerateArray())
        {
            if (IsReal(entry) == real)
            {
                data.Add(index, Label(entry));
            }
            index++;
        }
        return data;
    }

    public static JsonElement Case(string metric, int index) => Section(metric)[index];

    public static FeatureMatrix Features(JsonElement entry, int side) =>
        Rows(Matrix(entry.GetProperty("features")[side].GetString()!), entry.GetProperty("rows")[side]);

    public static FeatureMatrix Features(JsonElement entry, string property, int side) =>
        Rows(Matrix(entry.GetProperty(property).GetString()!), entry.GetProperty("rows")[side]);

    public static FeatureMatrix Matrix(string name)
    {
        var shape = Shape(name);
        return new FeatureMatrix(MemoryMarshal.Cast<byte, float>(Bytes(name)).ToArray(), shape[0], shape[1]);
    }

    public static int[] Integers(string name) => MemoryMarshal.Cast<byte, int>(Bytes(name)).ToArray();

    public static int[] Shape(string name) =>
        [.. Array(name).GetProperty("shape").EnumerateArray().Select(e => e.GetInt32())];

    private static FeatureMatrix Rows(FeatureMatrix all, JsonElement range) =>
        range.ValueKind == JsonValueKind.Array ? all.Slice(range[0].GetInt32(), range[1].GetInt32()) : all;

    private static JsonElement Array(string name) => Section("arrays").GetProperty(name);

    private static byte[] Bytes(string name)
    {
        var file = Array(name).GetProperty("file").GetString()!;
        var own = Path.Combine(Folder, file);
        return File.ReadAllBytes(File.Exists(own) ? own : Path.Combine(Repository.Shared, "oracle", "metrics", file));
    }

    private static bool IsReal(JsonElement entry)
    {
        var array =
            entry.TryGetProperty("logits", out var logits) ? logits
            : entry.TryGetProperty("features", out var features) ? features[0]
            : entry.GetProperty("generated");
        var name = array.GetString()!;
        return !name.StartsWith("logits-", StringComparison.Ordinal)
            && !name.StartsWith("features-", StringComparison.Ordinal);
    }

    private static string Label(JsonElement entry)
    {
        var name = entry.GetProperty("name").GetString()!;
        return entry.TryGetProperty("splits", out var splits)
            ? $"{name}, {splits} splits, {(entry.GetProperty("shuffle").GetBoolean() ? "shuffled" : "in order")}"
            : name;
    }
}
