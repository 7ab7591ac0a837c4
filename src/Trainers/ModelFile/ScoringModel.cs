using System.Reflection;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;
using WFrame.Files;
using WFrame.Graphs;
using WFrame.Learning;
using WFrame.Ort;
using WFrame.Responses;
using WFrame.Scoring;
using WFrame.Trunks;

namespace WFrame.ModelFile;

/// <summary>ML.NET's own ONNX estimator over a graph in memory.</summary>
internal static class StockOnnx
{
    /// <exception cref="UsageException">The application has no native part of ONNX Runtime.</exception>
    public static OnnxScoringEstimator Estimator(MLContext context, string[] outputs, string[] inputs, byte[] onnx)
    {
        OrtNatives.Require();
        using var stream = new MemoryStream(onnx);
        return context.Transforms.ApplyOnnxModel(outputs, inputs, stream);
    }
}

/// <summary>
/// The stock ML.NET form of a learned model: one <see cref="OnnxTransformer"/> that carries the trunk and theta in its
/// ONNX bytes, so that any process with ML.NET's ONNX package can score.
/// </summary>
internal static class ScoringModel
{
    public const string PixelsColumn = "Pixels";
    public const string ScoreColumn = "Score";
    public const string PhiColumn = "Phi";
    public const string SimilarityColumn = "Similarity";
    public const string MapColumn = "Map";

    /// <summary>The columns of a trained model.</summary>
    public static string[] OfScores => [ScoreColumn, PhiColumn, SimilarityColumn, MapColumn];

    /// <summary>Protocol buffers, and with them ONNX files, end at 2 GiB; the rest is the trunk's share.</summary>
    private const long LargestTheta = (1L << 31) - (64 << 20);

    /// <summary>The scoring graph with theta of every component frozen in.</summary>
    /// <param name="model">Theta, size, sigma.</param>
    /// <param name="trunk">The model's trunk; layer names may differ, they show in the graph.</param>
    /// <exception cref="UsageException">There is more theta than an ONNX file can hold.</exception>
    public static byte[] Onnx(WFrameModel model, Trunk trunk)
    {
        var (components, length) = (model.Components.Count, (long)model.Components[0].Theta.Length);
        if (components * length * sizeof(float) > LargestTheta)
        {
            throw new UsageException(
                $"{components} components of {length} numbers exceed the 2 GB of one model file; split them over several models."
            );
        }
        var theta = new Theta(model.Layout(trunk, model.Size), components);
        var directions = HasSimilarity(model) ? new Theta(theta.Layout, components) : null;
        for (var k = 0; k < components; k++)
        {
            model.Components[k].Theta.CopyTo(theta.Group(k));
            if (directions is not null)
            {
                model.Components[k].Reference!.Direction.CopyTo(directions.Group(k));
            }
        }
        return GradientGraphs.Score(
            trunk,
            theta,
            model.Size,
            model.Options.ReferenceSigma,
            directions: directions,
            texture: directions is not null && model.HasTextures && HasMap(model) ? Texture(model, trunk) : null
        );
    }

    /// <summary>
    /// Whether the graph tells similarities: the model must know what to compare with, and both it and theta must fit into a
    /// file.
    /// </summary>
    public static bool HasSimilarity(WFrameModel model) =>
        model.Components.All(c => c.Reference is not null)
        && 2L * model.Components.Count * model.Components[0].Theta.Length * sizeof(float) <= LargestTheta;

    /// <summary>Whether the graph maps where images are unlike: of textures it cannot where an earlier version stored them.</summary>
    private static bool HasMap(WFrameModel model) =>
        model.Options.Theta == ThetaForm.Spatial
        || model.Components.All(c =>
            c.Reference?.Texture is { Colours: null, Spread.Mean.Length: var d }
            && (long)model.Components.Count * d * d * sizeof(float) <= LargestTheta / 2
        );

    private static TextureReading Texture(WFrameModel model, Trunk trunk) =>
        new PositionGrid(model.Size).Reading(trunk, [.. model.Components.Select(c => c.Reference!.Texture!)]);

    private static string[] Columns(WFrameModel model) =>
        !HasSimilarity(model) ? OfScores[..2]
        : HasMap(model) ? OfScores
        : OfScores[..3];

    /// <summary>The transformer; it owns a native session and a temporary file, so dispose it.</summary>
    /// <exception cref="UsageException">The application has no native part of ONNX Runtime.</exception>
    public static OnnxTransformer Create(MLContext context, WFrameModel model, Trunk trunk) =>
        StockOnnx
            .Estimator(context, Columns(model), [PixelsColumn], Onnx(model, trunk))
            .Fit(EmptyInput(context, model.Size));

    /// <summary>The entries of the ML.NET model zip, name to content, in ordinal order, as ML.NET would save <see cref="Create"/>.</summary>
    /// <remarks>
    /// ML.NET saves no ONNX transformer without opening it, which needs native parts, and nothing at all without temporary
    /// files. What it stores beside the graph depends on the names of the columns alone (Model.key, written once and embedded
    /// here) or, like the schema and the version, on no transformer at all.
    /// </remarks>
    public static SortedDictionary<string, byte[]> Entries(WFrameModel model, Trunk trunk)
    {
        var context = new MLContext();
        using var schema = new MemoryStream();
        context.Data.SaveAsBinary(EmptyInput(context, model.Size), schema, keepHidden: true);
        var version = typeof(MLContext).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>();
        var onnx = Onnx(model, trunk);
        // What it was made of is several times theta; the bytes are copied once more below.
        LargeMemory.Release(model.Components[0].Theta.Length);
        return new(StringComparer.Ordinal)
        {
            ["Schema"] = schema.ToArray(),
            ["TrainingInfo/Version.txt"] = Encoding.UTF8.GetBytes(version!.InformationalVersion + "\n"),
            ["TransformerChain/Model.key"] = EmbeddedFile.Read(
                typeof(ScoringModel).Assembly,
                !HasSimilarity(model) ? "TransformerChain.Model.key"
                    : HasMap(model) ? "TransformerChain.Map.Model.key"
                    : "TransformerChain.Similarity.Model.key"
            ),
            ["TransformerChain/OnnxModel"] = [.. BitConverter.GetBytes(onnx.Length), .. onnx],
        };
    }

    /// <summary>A data view without rows whose pixel column is a vector [3,H,W].</summary>
    public static IDataView EmptyInput(MLContext context, ImageSize size, string name = PixelsColumn)
    {
        var definition = SchemaDefinition.Create(typeof(PixelRow));
        var column = definition[nameof(PixelRow.Pixels)];
        column.ColumnName = name;
        column.ColumnType = new VectorDataViewType(NumberDataViewType.Single, 3, size.Height, size.Width);
        return context.Data.LoadFromEnumerable(Array.Empty<PixelRow>(), definition);
    }

    /// <summary>Describes the input to ML.NET.</summary>
    private sealed class PixelRow
    {
        public float[] Pixels { get; set; } = [];
    }
}
