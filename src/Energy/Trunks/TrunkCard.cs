using System.Text.Encodings.Web;
using System.Text.Json.Serialization;
using WFrame.Files;

namespace WFrame.Trunks;

/// <summary>What a trunk file's card says: which file it is, what goes in, what is inside, whose it is.</summary>
internal sealed record TrunkCard
{
    public const string CurrentSchema = "wframe.trunk-card/1";
    private static readonly TrunkCardJson Json = new(
        new JsonSerializerOptions(TrunkCardJson.Default.Options)
        {
            NewLine = "\n",
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        }
    );

    public string? Schema { get; init; }

    public string? Name { get; init; }

    public string? Sha256 { get; init; }

    public InputContract? Input { get; init; }

    public IReadOnlyList<string>? Layers { get; init; }

    public string? Licence { get; init; }

    public string? Attribution { get; init; }

    public string? Source { get; init; }

    /// <summary>Reads a card.</summary>
    /// <exception cref="InvalidContentException">Not a card, of another schema, or without sha256 or a mean of three finite numbers.</exception>
    public static TrunkCard Parse(string name, byte[] bytes)
    {
        TrunkCard? card;
        try
        {
            StrictJson.Require(bytes);
            card = JsonSerializer.Deserialize(bytes, Json.TrunkCard);
        }
        catch (JsonException e)
        {
            throw new InvalidContentException(
                $"{name} is not a trunk card: its JSON cannot be read ({e.Message.TrimEnd('.')}).",
                e
            );
        }
        return
            card is { Schema: CurrentSchema, Sha256.Length: 64, Input.Mean: { Count: 3 } mean }
            && mean.All(float.IsFinite)
            ? card
            : throw new InvalidContentException(
                $"{name} is not a trunk card: schema {CurrentSchema}, a sha256 and an input mean of 3 numbers are needed."
            );
    }

    /// <summary>The card of a trunk, with what the trunk knows of its origin.</summary>
    public static TrunkCard Of(Trunk trunk, string sha256)
    {
        return new()
        {
            Schema = CurrentSchema,
            Name = trunk.Name,
            Sha256 = sha256,
            Input = new()
            {
                Layout = "NCHW",
                Channels = "BGR",
                Range = [0, 255],
                Mean = trunk.Mean,
            },
            Layers = [.. trunk.Layers.Select(Describe)],
            Licence = trunk.Origin?.Licence,
            Attribution = trunk.Origin?.Attribution,
            Source = trunk.Origin?.Source,
        };
    }

    public byte[] ToJson() => [.. JsonSerializer.SerializeToUtf8Bytes(this, Json.TrunkCard), (byte)'\n'];

    private static string Describe(TrunkLayer layer) =>
        layer switch
        {
            ConvolutionLayer c => $"{c.Name}: Conv {c.In}->{c.Out}, {Describe(c.Window)}",
            MaxPoolLayer p => $"{p.Name}: MaxPool, {Describe(p.Window)}",
            AveragePoolLayer p => $"{p.Name}: AveragePool, {Describe(p.Window)}",
            _ => $"{layer.Name}: Relu",
        };

    private static string Describe(Window w) =>
        $"kernel {w.Height}x{w.Width}, stride {w.StrideY}x{w.StrideX}, pads {w.Top} {w.Left} {w.Bottom} {w.Right}";

    internal sealed record InputContract
    {
        public string? Layout { get; init; }

        public string? Channels { get; init; }

        public IReadOnlyList<float>? Range { get; init; }

        public IReadOnlyList<float>? Mean { get; init; }
    }
}

/// <summary>Generated at build time, so that cards are read where reflection is switched off (file-based programs).</summary>
[JsonSourceGenerationOptions(
    WriteIndented = true,
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull
)]
[JsonSerializable(typeof(TrunkCard))]
internal sealed partial class TrunkCardJson : JsonSerializerContext;
