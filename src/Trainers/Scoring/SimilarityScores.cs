using WFrame.Learning;

namespace WFrame.Scoring;

/// <summary>Similarities of a batch, image by image, and where they stand. Images may be added by several threads.</summary>
/// <param name="references">What each component compares with.</param>
/// <param name="images">Number of images.</param>
internal sealed class SimilarityScores(ScoreReference[] references, int images)
{
    private readonly double[] _values = new double[images * references.Length];

    /// <summary>The mean directions that are compared with, one a component.</summary>
    public IReadOnlyList<float[]> Means { get; } = [.. references.Select(r => r.Direction)];

    /// <summary>Null where a component has nothing to compare with.</summary>
    /// <param name="components">All of a model.</param>
    /// <param name="images">Number of images.</param>
    public static SimilarityScores? For(IReadOnlyList<ModelComponent> components, int images)
    {
        ScoreReference[] references = [.. components.Select(c => c.Reference).OfType<ScoreReference>()];
        return references.Length == components.Count ? new(references, images) : null;
    }

    /// <summary>Adds an image.</summary>
    /// <param name="image">Its number.</param>
    /// <param name="cosines">To each of <see cref="Means"/>.</param>
    public void Add(int image, double[] cosines) => cosines.CopyTo(_values, image * references.Length);

    /// <summary>The scores with these columns.</summary>
    public ModelScores AddTo(ModelScores scores)
    {
        var isCalibrated = references.All(r => r.IsCalibrated);
        return scores with
        {
            Similarity = _values,
            Percentile = isCalibrated ? Each((reference, value) => reference.Percentile(value)) : null,
            P = isCalibrated ? Each((reference, value) => reference.P(value)) : null,
        };
    }

    private double[] Each(Func<ScoreReference, double, double> of) =>
        [.. _values.Select((value, i) => of(references[i % references.Length], value))];
}
