using WFrame.Engines;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Testing;

/// <summary>
/// A case of reference values for energies over several layers: tests/oracle/taps, or the folder that WFRAME_ORACLE_TAPS
/// names. Trunk VGG-16 conv1_1..conv3_3.
/// </summary>
public sealed record TapOracle(string Folder, JsonElement Json)
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

    /// <summary>Fails unless F, Phi, G and P of every tap are within tolerance.</summary>
    /// <param name="results">What an engine gave.</param>
    /// <param name="reordered">True for engines that reorder the sums.</param>
    /// <returns>The largest error relative to the tolerance.</returns>
    public double AssertClose(EnergyResults results, bool reordered)
    {
        var (worst, tolerance) = (0.0, Tolerance(reordered));
        Close("Phi", results.Phi, Phi);
        Close("G", Compare.ToDouble(results.Gradient), Compare.ToDouble(Floats("G")));
        foreach (var tap in results.Layout.Taps)
        {
            var f = Of(results.Responses, results.Count, tap.Offset, tap.Length);
            var p = Of(results.Penalty, results.Count, tap.ThetaOffset, tap.ThetaLength);
            Close($"F {tap}", f, Compare.ToDouble(Floats("F", tap)));
            Close($"P {tap}", p, Compare.ToDouble(Floats("P", tap)));
        }
        return worst;

        void Close(string array, ReadOnlySpan<double> actual, ReadOnlySpan<double> expected)
        {
            var error = Compare.RelativeError(actual, expected);
            Assert.True(
                error <= tolerance,
                $"{Name}/{array}: error {error:g3} of max|.| is over the tolerance {tolerance:g3}."
            );
            worst = Math.Max(worst, error / tolerance);
        }
    }

    /// <summary>Values of an array of one tap: F, P or theta.</summary>
    public float[] Floats(string array, ResponseTap tap) =>
        Floats($"{array}_{tap.Layer.Replace("conv", "", StringComparison.Ordinal)}");

    public float[] Floats(string array) => MemoryMarshal.Cast<byte, float>(Bytes($"{array}.f32")).ToArray();

    public double[] Phi => MemoryMarshal.Cast<byte, double>(Bytes("Phi.f64")).ToArray();

    private static double[] Of(float[] values, int images, int offset, int length) =>
        [.. Compare.ToDouble(values).Chunk(values.Length / images).SelectMany(v => v[offset..(offset + length)])];

    private byte[] Bytes(string file) => File.ReadAllBytes(Path.Combine(Folder, file));
}
