namespace WFrame.Learning;

/// <summary>Whether R still falls. A function of the history alone, so that a resumed training finds the same.</summary>
internal static class Plateau
{
    /// <summary>Iterations without a lower R that end the search.</summary>
    private const int Patience = 10;

    /// <summary>Lower counts only below this part of the lowest so far.</summary>
    private const double Lower = 0.98;

    /// <summary>The number of iterations after which R, the mean over the components, fell no more; null if it still falls.</summary>
    /// <param name="history">Records by iteration, then by component.</param>
    public static int? Of(IReadOnlyList<IterationRecord> history)
    {
        double[] distances = [.. history.GroupBy(r => r.Iteration).Select(g => g.Average(r => r.ResponseDistance))];
        var (lowest, at) = (double.PositiveInfinity, 0);
        for (var done = SmoothedDistance.Window; done <= distances.Length; done++)
        {
            var median = SmoothedDistance.Of(distances[..done]);
            if (median < Lower * lowest)
            {
                (lowest, at) = (median, done);
            }
            else if (done - at >= Patience)
            {
                return done;
            }
        }
        return null;
    }
}
