using Microsoft.ML;
using Microsoft.ML.Data;
using WFrame.ModelFile;

namespace WFrame.MLNet;

/// <summary>The shape of the columns that scoring adds.</summary>
internal static class ScoreColumns
{
    public static SchemaShape Append(MLContext context, SchemaShape input, string featureColumn)
    {
        var before =
            featureColumn == ScoringModel.PixelsColumn
                ? input
                : context.Transforms.CopyColumns(ScoringModel.PixelsColumn, featureColumn).GetOutputSchema(input);
        return AppendVectors(context, before, ScoringModel.OfScores);
    }

    /// <summary>A shape with more vectors of float32. Columns of a shape cannot be made directly; a stock estimator makes them.</summary>
    public static SchemaShape AppendVectors(MLContext context, SchemaShape input, params string[] names)
    {
        foreach (var name in names)
        {
            var output = SchemaDefinition.Create(typeof(Row));
            output[nameof(Row.Vector)].ColumnName = name;
            input = context
                .Transforms.CustomMapping<Nothing, Row>((_, _) => { }, null, outputSchemaDefinition: output)
                .GetOutputSchema(input);
        }
        return input;
    }

    private sealed class Nothing;

    /// <summary>A shape says that a vector has a known size, not which: 1 stands for any.</summary>
    private sealed class Row
    {
        [VectorType(1)]
        public float[]? Vector { get; set; }
    }
}
