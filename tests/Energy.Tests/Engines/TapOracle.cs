using WFrame.Responses;
using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Engines;

/// <summary>
/// A case of reference values for energies over several layers: tests/oracle/taps, or the folder that WFRAME_ORACLE_TAPS
/// names. Trunk VGG-16 conv1_1..conv3_3.
/// </summary>
internal sealed record TapOracle(string Folder, JsonElement Json)
{
    private static string Root { get; } =
        Environment.GetEnvironmentVariable("WFRAME_ORACLE_TAPS") is { Length: > 0 } named
            ? Path.GetFullPath(named, Repository.Root)
            : Path.Combine(OracleFolder.Committed, "taps");

    /// <summary>The cases.</summary>
    public static IReadOnlyList<TapOracle> All { get; } =
    [
        .. JsonDocument
            .Parse(File.ReadAllBytes(Path.Combine(Root, "index.json")))
            .RootElement.EnumerateArray()
            .Select(c => new TapOracle(Path.Combine(Root, c.GetProperty("case").GetString()!), c.Clone())),
    ];

    public string Name => Path.GetFileName(Folder);

    public bool AveragePooling => Json.GetProperty("pooling").GetString() == "average";

    public ImageSize Size => new(Json.GetProperty("height").GetInt32(), Json.GetProperty("width").GetInt32());

    public PixelBatch X => new(Floats("x"), Json.GetProperty("n").GetInt32(), Size);

    public Trunk Trunk()
    {
        var trunk = RawWeights.Read(OracleFolder.Current.WeightsFolder("vgg16-conv3"));
        TrunkLayer Pooled(TrunkLayer layer) =>
            layer is MaxPoolLayer pool && AveragePooling
                ? new AveragePoolLayer
                {
                    Name = pool.Name,
                    Window = pool.Window,
                    CountIncludesPadding = false,
                }
                : layer;
        return new(trunk.Name, [.. trunk.Layers.Select(Pooled)], trunk.Mean);
    }

    public Theta Theta(Trunk trunk)
    {
        Tap[] taps =
        [
            .. Json.GetProperty("taps")
                .EnumerateArray()
                .Select(tap => new Tap(
                    tap.GetProperty("layer").GetString()!,
                    tap.GetProperty("theta").GetString() == "filter" ? ThetaForm.Filter : ThetaForm.Spatial
                )),
        ];
        var layout = trunk.Layout(Size, taps, Json.GetProperty("periodic").GetBoolean() ? Tiling.XY : Tiling.None);
        return new(layout, 1, [.. layout.Taps.SelectMany(tap => Floats("theta", tap))]);
    }

    public double Tolerance(bool reordered) =>
        Json.GetProperty(reordered ? "tolerance_reordered" : "tolerance").GetDouble();

    /// <summary>Values of an array of one tap: F, P or theta.</summary>
    public float[] Floats(string array, ResponseTap tap) =>
        Floats($"{array}_{tap.Layer.Replace("conv", "", StringComparison.Ordinal)}");

    public float[] Floats(string array) => MemoryMarshal.Cast<byte, float>(Bytes($"{array}.f32")).ToArray();

    public double[] Phi => MemoryMarshal.Cast<byte, double>(Bytes("Phi.f64")).ToArray();

    private byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(Folder, file));
}
