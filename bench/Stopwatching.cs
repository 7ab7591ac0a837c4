using System.Diagnostics;

namespace WFrame.Bench;

/// <summary>Times of single actions.</summary>
internal static class Stopwatching
{
    /// <summary>Wall time of one run.</summary>
    public static double Milliseconds(Action action)
    {
        var start = Stopwatch.GetTimestamp();
        action();
        return Stopwatch.GetElapsedTime(start).TotalMilliseconds;
    }

    /// <summary>The smallest of several: what remains when nobody else is on the processor.</summary>
    public static double Least(int rounds, Action action)
    {
        var least = double.PositiveInfinity;
        for (var round = 0; round < rounds; round++)
        {
            least = Math.Min(least, Milliseconds(action));
        }
        return least;
    }
}
