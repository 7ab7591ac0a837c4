using WFrame.Responses;

namespace WFrame.Metrics;

/// <summary>Mean of each filter over positions and images, accumulated batch by batch in double.</summary>
/// <param name="channels">Number of filters C.</param>
public sealed class ResponseMean(int channels)
{
    private readonly double[] _sums = new double[channels];

    /// <summary>Images seen.</summary>
    public int Images { get; private set; }

    /// <summary>Adds responses [N,C,h,w]; every image counts alike, whatever its map size.</summary>
    /// <exception cref="ArgumentException">The length is no multiple of one image, or the filters differ in number.</exception>
    public void Add(ReadOnlySpan<float> responses, ResponseTap tap)
    {
        if (tap.Channels != _sums.Length || responses.Length % tap.Length != 0)
        {
            throw new ArgumentException(
                $"{responses.Length} responses of {tap.Channels} filters given, {_sums.Length} filters expected.",
                nameof(responses)
            );
        }
        for (var start = 0; start < responses.Length; start += tap.Length)
        {
            for (var k = 0; k < _sums.Length; k++)
            {
                var sum = 0.0;
                foreach (var value in responses.Slice(start + (k * tap.Positions), tap.Positions))
                {
                    sum += value;
                }
                _sums[k] += sum / tap.Positions;
            }
            Images++;
        }
    }

    /// <summary>The means, [C].</summary>
    /// <exception cref="UsageException">No image was added.</exception>
    public double[] Values()
    {
        if (Images == 0)
        {
            throw new UsageException("Response distance: a set has no image; give at least one.");
        }
        return Array.ConvertAll(_sums, s => s / Images);
    }
}
