using System.IO.Compression;
using System.Text.Json.Serialization;
using WFrame.Files;
using WFrame.Scoring;
using WFrame.Scoring.Shapes;
using WFrame.Trunks;

namespace WFrame.ModelFile;

/// <summary>What scores of a component are compared with, in two entries of its own; older files have none.</summary>
internal static class ReferenceEntries
{
    public static void Write(int component, ScoreReference reference, Action<string, byte[]> add)
    {
        var stored = new StoredReference(
            StoredReference.CurrentSchema,
            reference.LeftOut,
            reference.Samples,
            reference.FirstPhi,
            reference.CropSide,
            reference.Texture is { Colours: not null } earlier ? earlier.LeftOut : null,
            reference.Texture is { Colours: null, Shapes: null } own ? own.LeftOut : null,
            reference.Texture is { Shapes: { } shapes } shaped
                ? new StoredShapes(shaped.LeftOut, shapes.Scale, shapes.Offset)
                : null
        );
        add(ModelEntries.Direction(component), MemoryMarshal.AsBytes(reference.Direction.AsSpan()).ToArray());
        if (reference.Texture is { } texture)
        {
            float[] all =
            [
                .. texture.Spread.Mean,
                .. texture.Spread.Whitening,
                .. texture.Colours?.Mean ?? [],
                .. texture.Colours?.Whitening ?? [],
            ];
            add(ModelEntries.Spreads(component), MemoryMarshal.AsBytes(all.AsSpan()).ToArray());
        }
        add(
            ModelEntries.Reference(component),
            JsonSerializer.SerializeToUtf8Bytes(stored, StableJson.Model.StoredReference)
        );
    }

    /// <summary>Null where the file has none, or one of a later version.</summary>
    /// <exception cref="InvalidDataException">It is damaged.</exception>
    public static ScoreReference? Read(ZipArchive zip, int component, int length, Trunk trunk)
    {
        if (zip.GetEntry(ModelEntries.Reference(component)) is null)
        {
            return null;
        }
        var json = ZipEntries.ReadBytes(zip, ModelEntries.Reference(component));
        StrictJson.Require(json);
        var stored = JsonSerializer.Deserialize(json, StableJson.Model.StoredReference);
        if (stored?.Schema != StoredReference.CurrentSchema)
        {
            return null;
        }
        return
            stored is { LeftOut: not null, Samples: not null, CropSide: null or > 0 }
            && double.IsFinite(stored.FirstPhi)
            && (stored.Deviations ?? [])
                .Concat(stored.Departures ?? [])
                .Concat(stored.Shapes?.LeftOut ?? [])
                .All(d => d is > 0 and <= double.MaxValue)
            && (stored.Shapes is null || IsWhole(stored.Shapes))
            && stored.LeftOut.Concat(stored.Samples).All(s => s is >= -1.001 and <= 1.001)
            ? new ScoreReference
            {
                Direction = ZipEntries.ReadFloats(zip, ModelEntries.Direction(component), length),
                LeftOut = stored.LeftOut,
                Samples = stored.Samples,
                FirstPhi = stored.FirstPhi,
                CropSide = stored.CropSide,
                Texture =
                    stored.Shapes is { } shapes
                        ? Texture(zip, component, shapes.LeftOut, trunk) with
                        {
                            Shapes = new FlatShapes(shapes.Scale, shapes.Offset),
                        }
                    : stored.Departures is { } departures ? Texture(zip, component, departures, trunk)
                    : stored.Deviations is { } deviations ? EarlierTexture(zip, component, deviations, trunk)
                    : null,
            }
            : throw new InvalidDataException(
                $"{ModelEntries.Reference(component)} lacks something, or a number in it is out of range"
            );
    }

    private static bool IsWhole(StoredShapes shapes) =>
        shapes is { LeftOut: not null, Scale: not null, Offset: not null }
        && new[] { shapes.Scale, shapes.Offset }.All(numbers =>
            numbers.Count == FlatShape.All.Count && numbers.All(float.IsFinite)
        );

    private static TextureStatistics Texture(ZipArchive zip, int component, IReadOnlyList<double> leftOut, Trunk trunk)
    {
        var n = PositionFeatures.Directions(trunk) + PositionFeatures.Colours;
        var all = ZipEntries.ReadFloats(zip, ModelEntries.Spreads(component), n * (n + 1L));
        return new TextureStatistics(new GaussianSpread(all[..n], all[n..])) { LeftOut = leftOut };
    }

    // Directions and colours each with a spread of its own.
    private static TextureStatistics EarlierTexture(
        ZipArchive zip,
        int component,
        IReadOnlyList<double> leftOut,
        Trunk trunk
    )
    {
        var (d, c) = (PositionFeatures.Directions(trunk), PositionFeatures.Colours);
        var all = ZipEntries.ReadFloats(zip, ModelEntries.Spreads(component), (d * (d + 1L)) + (c * (c + 1)));
        return new TextureStatistics(Spread(0, d), Spread(d * (d + 1), c)) { LeftOut = leftOut };

        GaussianSpread Spread(int at, int n) => new(all[at..(at + n)], all[(at + n)..(at + n + (n * n))]);
    }
}

/// <summary>reference.json of a component.</summary>
/// <param name="Schema">Name and version.</param>
/// <param name="LeftOut">Similarity of each training image to the others.</param>
/// <param name="Samples">Similarity of the chains.</param>
/// <param name="FirstPhi">Phi of the first chain.</param>
/// <param name="CropSide">Side of the square cut out of pictures.</param>
/// <param name="Deviations">
/// Of earlier versions, deviation of each training image of a texture from the others; directions and colours each have a
/// spread then.
/// </param>
/// <param name="Departures">
/// Of earlier versions and of small images, deviation of each training image of a texture from the others, with painted
/// departures known and no shapes.
/// </param>
/// <param name="Shapes">Of a texture, with painted departures and shapes known.</param>
internal sealed record StoredReference(
    string Schema,
    IReadOnlyList<double> LeftOut,
    IReadOnlyList<double> Samples,
    double FirstPhi,
    int? CropSide,
    IReadOnlyList<double>? Deviations = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] IReadOnlyList<double>? Departures = null,
    [property: JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)] StoredShapes? Shapes = null
)
{
    public const string CurrentSchema = "wframe.reference/1";
}

/// <summary>Flat shapes of a texture, and what deviates with them.</summary>
/// <param name="LeftOut">Deviation of each training image from the others.</param>
/// <param name="Scale">Of each shape.</param>
/// <param name="Offset">Of each shape.</param>
internal sealed record StoredShapes(
    IReadOnlyList<double> LeftOut,
    IReadOnlyList<float> Scale,
    IReadOnlyList<float> Offset
);
