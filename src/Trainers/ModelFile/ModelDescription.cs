using System.Text.Json.Serialization;
using WFrame.Learning;
using WFrame.Responses;

namespace WFrame.ModelFile;

/// <summary>Names of our entries in a model file.</summary>
internal static class ModelEntries
{
    /// <summary>Everything but the arrays: schema, size, options, components, history.</summary>
    public const string Description = "wframe/model.json";

    /// <summary>sha256 of every other entry.</summary>
    public const string Checksums = "wframe/checksums.json";

    /// <summary>What a texture is drawn from; of textures only.</summary>
    public const string Texture = "wframe/texture.json";

    public const string Trunk = "wframe/trunk.onnx";

    public const string TrunkCard = "wframe/trunk.json";

    /// <summary>Theta of a component, float32 little-endian, [C,h,w] or [C].</summary>
    public static string Theta(int component) => Of(component, "theta.f32");

    /// <summary>Final chains of a component, float32 little-endian, [M,3,H,W].</summary>
    public static string Chains(int component) => Of(component, "chains.f32");

    /// <summary>Mean direction of the responses to the training images, float32, shaped as theta; additional.</summary>
    public static string Direction(int component) => Of(component, "direction.f32");

    /// <summary>How the training images and the samples compare with it; additional.</summary>
    public static string Reference(int component) => Of(component, "reference.json");

    /// <summary>H_obs, float32, shaped as theta; additional.</summary>
    public static string Observed(int component) => Of(component, "observed.f32");

    /// <summary>The trial of new images, and the training images' mean responses; additional.</summary>
    public static string Sampling(int component) => Of(component, "sampling.json");

    /// <summary>Spread of directions and colours of a texture: mean, whitening, float32; additional.</summary>
    public static string Spreads(int component) => Of(component, "texture.f32");

    private static string Of(int component, string what) =>
        string.Create(CultureInfo.InvariantCulture, $"wframe/components/{component:d4}/{what}");
}

/// <summary>What the entry wframe/model.json says; the arrays lie in entries of their own.</summary>
internal sealed record ModelDescription
{
    public const string CurrentSchema = "wframe.model/1";

    public string? Schema { get; init; }

    public int Height { get; init; }

    public int Width { get; init; }

    public string? TrunkSha256 { get; init; }

    public JsonObject? Options { get; init; }

    /// <summary>The layers that the energy reads; absent where it is the trunk's last.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<Tap>? Taps { get; init; }

    public IReadOnlyList<ComponentDescription>? Components { get; init; }

    public IReadOnlyList<IterationRecord>? History { get; init; }

    internal sealed record ComponentDescription(string Name, int Chains, int Iterations, bool Diverged);
}

/// <summary>sha256 of every other entry: zip readers do not check their CRC.</summary>
internal sealed record ModelChecksums(IReadOnlyDictionary<string, string> Sha256);

/// <summary>Generated at build time, so that models and checkpoints are read where reflection is switched off (file-based programs).</summary>
[JsonSourceGenerationOptions(WriteIndented = true, PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ModelDescription))]
[JsonSerializable(typeof(WFrameOptions))]
[JsonSerializable(typeof(ModelChecksums))]
[JsonSerializable(typeof(StoredReference))]
[JsonSerializable(typeof(StoredSampling))]
[JsonSerializable(typeof(Checkpoint.CheckpointDescription))]
internal sealed partial class ModelJson : JsonSerializerContext;

/// <summary>Enumerations by name, the same line ends on every system.</summary>
internal static class StableJson
{
    // A class of its own: within ModelJson it could run before the generated defaults exist.
    public static ModelJson Model { get; } =
        new(
            new JsonSerializerOptions(ModelJson.Default.Options)
            {
                NewLine = "\n",
                Converters =
                {
                    new JsonStringEnumConverter<WFrameMethod>(JsonNamingPolicy.CamelCase),
                    new JsonStringEnumConverter<ThetaForm>(JsonNamingPolicy.CamelCase),
                    new JsonStringEnumConverter<PenaltyForm>(JsonNamingPolicy.CamelCase),
                    new JsonStringEnumConverter<LearningEnd>(JsonNamingPolicy.CamelCase),
                    new JsonStringEnumConverter<KeptIteration>(JsonNamingPolicy.CamelCase),
                    new JsonStringEnumConverter<ChainInitialization>(JsonNamingPolicy.CamelCase),
                },
            }
        );
}
