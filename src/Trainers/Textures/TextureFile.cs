using System.Text.Json.Serialization;
using WFrame.Files;
using WFrame.Textures.Drawing;
using WFrame.Textures.Spectra;
using WFrame.Trunks;

namespace WFrame.Textures;

/// <summary>What a texture's file says: JSON, since it is some thousand numbers.</summary>
internal sealed record TextureFile
{
    public const string CurrentSchema = "wframe.texture-model/1";

    public string? Schema { get; init; }

    public string? TrunkSha256 { get; init; }

    public IReadOnlyList<LevelStatistics>? Levels { get; init; }

    /// <summary>The texture in a file.</summary>
    /// <param name="path">Its name.</param>
    /// <param name="bytes">The JSON.</param>
    /// <param name="trunk">The trunk it was learned with; null: the model's.</param>
    /// <param name="model">What the file holds beside it; null of earlier versions.</param>
    /// <exception cref="InvalidContentException">It is no texture, of another version or trunk, or damaged.</exception>
    public static WFrameTexture Read(string path, byte[] bytes, Trunk? trunk, WFrameModel? model = null)
    {
        TextureFile? file;
        try
        {
            StrictJson.Require(bytes);
            file = JsonSerializer.Deserialize(bytes, TextureJson.Default.TextureFile);
        }
        catch (JsonException e)
        {
            throw Bad("it is not the JSON of one", e);
        }
        if (file?.Schema != CurrentSchema)
        {
            throw Bad($"its schema is {file?.Schema ?? "missing"} where {CurrentSchema} is expected");
        }
        if (trunk is not null && file.TrunkSha256 != trunk.Sha256)
        {
            throw Bad(
                $"it belongs to the trunk with sha256 {file.TrunkSha256}, given is {trunk.Name} with {trunk.Sha256}"
            );
        }
        if (trunk is null && model is null)
        {
            throw Bad("an earlier version wrote it without its trunk, which is needed too");
        }
        var averaging = trunk?.WithAveragePools() ?? model!.Trunk;
        if (
            file.Levels is not { Count: >= 1 and <= TexturePlan.MostLevels }
            || !file.Levels.All(level => Fits(level, averaging))
        )
        {
            throw Bad("its numbers are missing, out of range or not as many as its layers have filters");
        }
        return new(averaging, file.TrunkSha256!, [.. file.Levels], model);

        InvalidContentException Bad(string why, Exception? inner = null) =>
            new($"{path} is not a usable texture: {why}; learn it again.", inner);
    }

    public static byte[] Write(IReadOnlyList<LevelStatistics> levels, string trunkSha256) =>
        JsonSerializer.SerializeToUtf8Bytes(
            new TextureFile
            {
                Schema = CurrentSchema,
                TrunkSha256 = trunkSha256,
                Levels = levels,
            },
            TextureJson.Default.TextureFile
        );

    private static bool Fits(LevelStatistics? level, Trunk trunk)
    {
        if (level is not { Layers: [_, ..], Pixels: { Mean.Length: 3, Covariance.Length: 9 }, Quantiles.Length: 3 })
        {
            return false;
        }
        int[] channels =
        [
            .. level.Layers.Select(layer => trunk.Taps.FirstOrDefault(tap => tap.Layer == layer).Channels),
        ];
        return Array.TrueForAll(channels, c => c > 0)
            && level.Layers.Distinct().Count() == channels.Length
            && Finite(level.Observed, channels.Sum())
            && Finite(level.Scales, channels.Sum())
            && Array.TrueForAll(level.Scales, s => s > 0)
            && Finite(level.Pixels.Mean, 3)
            && Finite(level.Pixels.Covariance, 9)
            && Finite(level.Pixels.Differences, 3 * PixelStatistics.Lags.Count)
            && Array.TrueForAll(level.Pixels.Differences, d => d >= 0)
            && (
                level.Power is null
                || (
                    level.Power.Length == 3
                    && Array.TrueForAll(
                        level.Power,
                        axis => Finite(axis, RadialPower.Bands) && Array.TrueForAll(axis, p => p >= 0)
                    )
                )
            )
            && Array.TrueForAll(
                level.Quantiles,
                q => q is [_, ..] && Array.TrueForAll(q, float.IsFinite) && Ascends(q)
            );
    }

    private static bool Finite(double[]? values, int count) =>
        values?.Length == count && Array.TrueForAll(values, double.IsFinite);

    private static bool Ascends(float[] values) => values.Zip(values.Skip(1)).All(pair => pair.First <= pair.Second);
}

/// <summary>Generated at build time, as those of other files.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TextureFile))]
[JsonSerializable(typeof(DrawingDescription))]
internal sealed partial class TextureJson : JsonSerializerContext;
