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
    public static double Least(int rounds, Action action) => Enumerable.Range(0, rounds).Min(_ => Milliseconds(action));

    /// <summary>Times two actions by turns, three warm-ups apart.</summary>
    public static (Timing First, Timing Second) Alternate(int rounds, Action first, Action second)
    {
        var pairs = Enumerable.Range(-3, rounds + 3).Select(_ => (A: Milliseconds(first), B: Milliseconds(second)));
        var timed = pairs.Skip(3).ToArray();
        return (Timing.Of(timed.Select(p => p.A)), Timing.Of(timed.Select(p => p.B)));
    }
}

/// <summary>Smallest and middle of several times, in milliseconds.</summary>
internal readonly record struct Timing(double Min, double Median)
{
    public static Timing Of(IEnumerable<double> times)
    {
        double[] sorted = [.. times.Order()];
        return new Timing(sorted[0], sorted[sorted.Length / 2]);
    }
}
