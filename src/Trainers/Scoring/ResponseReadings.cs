using System.Collections.Concurrent;

namespace WFrame.Scoring;

/// <summary>Readings of several images at once, whose memory is used again for later ones.</summary>
/// <param name="create">Makes one more.</param>
internal sealed class ResponseReadings(Func<ResponseReading> create)
{
    private readonly ConcurrentBag<ResponseReading> _idle = [];

    /// <summary>Reads the responses of an image; may be called by several threads.</summary>
    /// <param name="responses">F of one image.</param>
    /// <param name="use">What was read, until it returns.</param>
    public void Read(ReadOnlySpan<float> responses, Action<ResponseReading> use)
    {
        if (!_idle.TryTake(out var reading))
        {
            reading = create();
        }
        reading.Read(responses);
        use(reading);
        _idle.Add(reading);
    }
}
