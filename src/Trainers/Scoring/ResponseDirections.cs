using System.Numerics.Tensors;
using WFrame.Graphs;
using WFrame.Responses;

namespace WFrame.Scoring;

/// <summary>
/// Which filters answer at each position, whatever the contrast there: F_p / (|F_p| + floor), the floor a tenth of the mean
/// length. How much texture a picture has is not what tells one kind of pictures from another, and in F it outweighs what
/// does. Of a filter tap the mean over positions is taken, so that it fits every size.
/// </summary>
/// <param name="layout">The taps, at the size of the images.</param>
internal sealed class ResponseDirections(ResponseLayout layout)
{
    /// <summary>Positions of weak responses count little: their direction is noise.</summary>
    public const float Floor = SimilarityNodes.Floor;

    private readonly float[] _lengths = new float[layout.Taps.Max(tap => tap.Positions)];
    private readonly float[] _directions = new float[layout.Length];

    /// <summary>Numbers of an image, as many as of theta.</summary>
    public int Length => layout.ThetaLength;

    /// <summary>The directions of all positions, shaped as F; overwritten by the next call.</summary>
    /// <param name="responses">F of one image.</param>
    public ReadOnlyMemory<float> Everywhere(ReadOnlySpan<float> responses)
    {
        foreach (var tap in layout.Taps)
        {
            var lengths = Lengths(responses, tap);
            TensorPrimitives.Add(lengths, FloorOf(lengths), lengths);
            for (var k = 0; k < tap.Channels; k++)
            {
                var (at, n) = (tap.Offset + (k * tap.Positions), tap.Positions);
                TensorPrimitives.Divide(responses.Slice(at, n), lengths, _directions.AsSpan(at, n));
            }
        }
        return _directions;
    }

    /// <summary>What similarity compares: the directions of spatial taps, and their means over positions of filter taps.</summary>
    /// <param name="responses">F of one image.</param>
    /// <param name="result">Receives <see cref="Length"/> numbers.</param>
    public void Of(ReadOnlySpan<float> responses, Span<float> result)
    {
        var directions = Everywhere(responses).Span;
        foreach (var tap in layout.Taps)
        {
            var own = directions.Slice(tap.Offset, tap.Length);
            if (tap.Form == ThetaForm.Spatial)
            {
                own.CopyTo(result.Slice(tap.ThetaOffset, tap.Length));
                continue;
            }
            for (var k = 0; k < tap.Channels; k++)
            {
                var sum = Energy.Sum(own.Slice(k * tap.Positions, tap.Positions));
                result[tap.ThetaOffset + k] = (float)(sum / tap.Positions);
            }
        }
    }

    /// <summary>What is added to the lengths of a tap's responses; 1 where all are 0, so that directions stay 0.</summary>
    public static float FloorOf(ReadOnlySpan<float> lengths)
    {
        var floor = Floor * TensorPrimitives.Sum(lengths) / lengths.Length;
        return floor > 0 ? floor : 1;
    }

    /// <summary>The cosine between two of them, 0..1 because responses are not negative; 0 where one is 0 everywhere.</summary>
    public static double Cosine(ReadOnlySpan<float> first, ReadOnlySpan<float> second)
    {
        var square = Energy.Dot(first, first) * Energy.Dot(second, second);
        return square > 0 ? Energy.Dot(first, second) / Math.Sqrt(square) : 0;
    }

    private Span<float> Lengths(ReadOnlySpan<float> responses, ResponseTap tap)
    {
        var lengths = _lengths.AsSpan(0, tap.Positions);
        lengths.Clear();
        for (var k = 0; k < tap.Channels; k++)
        {
            var map = responses.Slice(tap.Offset + (k * tap.Positions), tap.Positions);
            TensorPrimitives.MultiplyAdd(map, map, lengths, lengths);
        }
        TensorPrimitives.Sqrt(lengths, lengths);
        return lengths;
    }
}
