using WFrame.Responses;

namespace WFrame.Scoring;

/// <summary>Similarities of a batch, image by image, and where they stand; nothing where a component has no reference.</summary>
/// <param name="references">Of each component.</param>
/// <param name="layout">The taps, at the size of the images.</param>
/// <param name="images">Number of images.</param>
internal sealed class SimilarityScores(IReadOnlyList<ScoreReference?> references, ResponseLayout layout, int images)
{
    private readonly ScoreReference[]? _references = references.Any(r => r is null)
        ? null
        : [.. references.OfType<ScoreReference>()];
    private readonly ResponseDirections _directions = new(layout);
    private readonly float[] _own = new float[layout.ThetaLength];
    private readonly double[] _values = new double[images * references.Count];

    public void Add(int image, ReadOnlySpan<float> responses)
    {
        if (_references is null)
        {
            return;
        }
        _directions.Of(responses, _own);
        for (var k = 0; k < _references.Length; k++)
        {
            _values[(image * _references.Length) + k] = ResponseDirections.Cosine(_own, _references[k].Direction);
        }
    }

    /// <summary>The scores with these columns.</summary>
    public ModelScores AddTo(ModelScores scores)
    {
        if (_references is null)
        {
            return scores;
        }
        var isCalibrated = _references.All(r => r.IsCalibrated);
        return scores with
        {
            Similarity = _values,
            Percentile = isCalibrated ? Each((reference, value) => reference.Percentile(value)) : null,
            P = isCalibrated ? Each((reference, value) => reference.P(value)) : null,
        };
    }

    private double[] Each(Func<ScoreReference, double, double> of) =>
        [.. _values.Select((value, i) => of(_references![i % _references.Length], value))];
}
