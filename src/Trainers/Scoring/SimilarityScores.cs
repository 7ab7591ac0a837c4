using System.Collections.Concurrent;
using WFrame.Learning;
using WFrame.Responses;

namespace WFrame.Scoring;

/// <summary>Similarities of a batch, image by image, and where they stand. Images may be added by several threads.</summary>
internal sealed class SimilarityScores
{
    private readonly ScoreReference[] _references;
    private readonly double[] _squares;
    private readonly ResponseLayout _layout;
    private readonly ConcurrentBag<ResponseDirections> _idle = [];
    private readonly double[] _values;

    private SimilarityScores(ScoreReference[] references, ResponseLayout layout, int images)
    {
        (_references, _layout, _values) = (references, layout, new double[images * references.Length]);
        _squares = [.. references.Select(r => Energy.Dot(r.Direction, r.Direction))];
    }

    /// <summary>Null where a component has nothing to compare with.</summary>
    /// <param name="components">All of a model.</param>
    /// <param name="layout">The taps, at the size of the images.</param>
    /// <param name="images">Number of images.</param>
    public static SimilarityScores? For(IReadOnlyList<ModelComponent> components, ResponseLayout layout, int images)
    {
        ScoreReference[] references = [.. components.Select(c => c.Reference).OfType<ScoreReference>()];
        return references.Length == components.Count ? new(references, layout, images) : null;
    }

    public void Add(int image, ReadOnlySpan<float> responses)
    {
        if (!_idle.TryTake(out var directions))
        {
            directions = new ResponseDirections(_layout);
        }
        var own = directions.Of(responses);
        var square = Energy.Dot(own, own);
        for (var k = 0; k < _references.Length; k++)
        {
            _values[(image * _references.Length) + k] = ResponseDirections.Cosine(
                own,
                square,
                _references[k].Direction,
                _squares[k]
            );
        }
        _idle.Add(directions);
    }

    /// <summary>The scores with these columns.</summary>
    public ModelScores AddTo(ModelScores scores)
    {
        var isCalibrated = _references.All(r => r.IsCalibrated);
        return scores with
        {
            Similarity = _values,
            Percentile = isCalibrated ? Each((reference, value) => reference.Percentile(value)) : null,
            P = isCalibrated ? Each((reference, value) => reference.P(value)) : null,
        };
    }

    private double[] Each(Func<ScoreReference, double, double> of) =>
        [.. _values.Select((value, i) => of(_references[i % _references.Length], value))];
}
