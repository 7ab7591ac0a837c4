namespace WFrame.Learning;

/// <summary>R swings from one iteration to the next; the median of so many does not.</summary>
internal static class SmoothedDistance
{
    public const int Window = 5;

    /// <summary>Median of the last R; of fewer at the beginning.</summary>
    public static double Of(IEnumerable<double> distances)
    {
        double[] recent = [.. distances.TakeLast(Window).Order()];
        return recent[recent.Length / 2];
    }
}
