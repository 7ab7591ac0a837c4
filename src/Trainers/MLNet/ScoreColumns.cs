using Microsoft.ML;
using Microsoft.ML.Data;

namespace WFrame.Trainers;

/// <summary>The shape of the columns that scoring adds.</summary>
internal static class ScoreColumns
{
    /// <summary>The shape after scoring. Columns of a shape cannot be made directly, so a stock estimator makes them.</summary>
    public static SchemaShape Append(MLContext context, SchemaShape input, string featureColumn)
    {
        var before =
            featureColumn == ScoringModel.PixelsColumn
                ? input
                : context.Transforms.CopyColumns(ScoringModel.PixelsColumn, featureColumn).GetOutputSchema(input);
        return context.Transforms.CustomMapping<Nothing, Row>((_, _) => { }, null).GetOutputSchema(before);
    }

    private sealed class Nothing;

    /// <summary>A shape says that a vector has a known size, not which: 1 stands for the number of components.</summary>
    private sealed class Row
    {
        [VectorType(1)]
        public float[]? Score { get; set; }

        [VectorType(1)]
        public float[]? Phi { get; set; }
    }
}
