namespace WFrame.Responses;

/// <summary>Mean of each filter over positions and images, accumulated image by image in double.</summary>
/// <param name="layout">The taps of the images that are added.</param>
public sealed class ResponseMean(ResponseLayout layout)
{
    private readonly double[][] _sums = [.. layout.Taps.Select(tap => new double[tap.Channels])];
    private int _images;

    /// <summary>Adds F of one image.</summary>
    public void Add(ReadOnlySpan<float> responses)
    {
        for (var t = 0; t < _sums.Length; t++)
        {
            var (tap, positions) = (layout.Taps[t], layout.Taps[t].Positions);
            for (var k = 0; k < tap.Channels; k++)
            {
                _sums[t][k] += Energy.Sum(responses.Slice(tap.Offset + (k * positions), positions)) / positions;
            }
        }
        _images++;
    }

    /// <summary>The means of each tap's filters, in the order of the layout, [C] each.</summary>
    /// <exception cref="UsageException">No image was added.</exception>
    public IReadOnlyList<double[]> Values() =>
        _images > 0
            ? [.. _sums.Select(sums => Array.ConvertAll(sums, sum => sum / _images))]
            : throw new UsageException("Response distance: a set has no image; give at least one.");
}
