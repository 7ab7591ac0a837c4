namespace WFrame.Testing;

/// <summary>One case of an <see cref="OracleFolder"/>: settings, given arrays, expected arrays with tolerances.</summary>
public sealed class OracleCase(OracleFolder folder, JsonElement json)
{
    public string Name => json.GetProperty("name").GetString()!;

    public string Kind => json.GetProperty("kind").GetString()!;

    public JsonElement Params => json.GetProperty("params");

    /// <summary>Folder of the raw weights of the trunk; vgg16-conv4 when the case is silent.</summary>
    public string WeightsFolder =>
        folder.WeightsFolder(Params.TryGetProperty("weights", out var weights) ? weights.GetString()! : "vgg16-conv4");

    public double Number(string parameter) => Params.GetProperty(parameter).GetDouble();

    /// <summary>A number, or null where the parameter is null or absent.</summary>
    public double? OptionalNumber(string parameter) =>
        Params.TryGetProperty(parameter, out var value) && value.ValueKind == JsonValueKind.Number
            ? value.GetDouble()
            : null;

    public bool Has(string file) => json.GetProperty("files").TryGetProperty(file, out _);

    public int[] Shape(string file) => [.. File(file).GetProperty("shape").EnumerateArray().Select(e => e.GetInt32())];

    /// <summary>Values of an f32 file.</summary>
    public float[] Floats(string file) => MemoryMarshal.Cast<byte, float>(Bytes(file)).ToArray();

    /// <summary>Values of a file, f32 or f64, as doubles.</summary>
    public double[] Doubles(string file) =>
        File(file).GetProperty("dtype").GetString() == "f64"
            ? MemoryMarshal.Cast<byte, double>(Bytes(file)).ToArray()
            : [.. Floats(file).Select(v => (double)v)];

    /// <summary>Tolerances: one for the file, or one for each index of the first axis.</summary>
    /// <param name="file">Which expected array.</param>
    /// <param name="reordered">True for engines that reorder the sums (Winograd).</param>
    public double[] Tolerances(string file, bool reordered = false)
    {
        var entry = File(file);
        if (!reordered || !entry.TryGetProperty("tolerance_reordered", out var tolerance))
        {
            tolerance = entry.GetProperty("tolerance");
        }
        return tolerance.ValueKind == JsonValueKind.Array
            ? [.. tolerance.EnumerateArray().Select(e => e.GetDouble())]
            : [tolerance.GetDouble()];
    }

    /// <summary>Fails unless max|a-b| / max|b| is within tolerance, over the file or each index of the first axis.</summary>
    /// <returns>The largest error relative to its tolerance, for reports.</returns>
    public double AssertClose(string file, ReadOnlySpan<double> actual, bool reordered = false)
    {
        var expected = Doubles(file);
        Assert.Equal(expected.Length, actual.Length);
        var tolerances = Tolerances(file, reordered);
        var part = expected.Length / tolerances.Length;
        var worst = 0.0;
        for (var t = 0; t < tolerances.Length; t++)
        {
            var error = Compare.RelativeError(actual.Slice(t * part, part), expected.AsSpan(t * part, part));
            Assert.True(
                error <= tolerances[t],
                $"{Name}/{file}[{t}]: error {error:g3} of max|.| is over the tolerance {tolerances[t]:g3}."
            );
            worst = Math.Max(worst, error / tolerances[t]);
        }
        return worst;
    }

    /// <inheritdoc cref="AssertClose(string, ReadOnlySpan{double}, bool)"/>
    public double AssertClose(string file, ReadOnlySpan<float> actual, bool reordered = false) =>
        AssertClose(file, Compare.ToDouble(actual), reordered);

    private JsonElement File(string file) => json.GetProperty("files").GetProperty(file);

    private byte[] Bytes(string file) =>
        System.IO.File.ReadAllBytes(Path.Combine(folder.Path, File(file).GetProperty("file").GetString()!));
}
