namespace WFrame.Learning;

/// <summary>The iteration of the lowest R so far. A function of the history, so that a resumed training finds the same.</summary>
/// <param name="State">theta and chains after it.</param>
/// <param name="Iteration">Its number, 1-based.</param>
/// <param name="Lowest">The lowest R so far, smoothed; of the iteration itself up to 5 % more.</param>
internal sealed record BestIteration(LearningState State, int Iteration, double Lowest)
{
    /// <summary>R moves by as much without getting better or worse; theta of a later iteration has seen more.</summary>
    private const double Tie = 1.05;

    /// <summary>R swings from one iteration to the next; the median of so many does not.</summary>
    private const int Window = 5;

    /// <summary>The best one after another iteration.</summary>
    /// <param name="best">The best one before it; null before the first.</param>
    /// <param name="state">The state after it.</param>
    /// <param name="records">Records of the component so far, the last one's at the end; one or more.</param>
    public static BestIteration After(BestIteration? best, LearningState state, IReadOnlyList<IterationRecord> records)
    {
        double[] drawn = [.. records.Select(r => r.NewImagesDistance).OfType<double>()];
        double[] recent = [.. records.TakeLast(Window).Select(r => r.ResponseDistance).Order()];
        var distance = recent[recent.Length / 2] + (drawn.Length > 0 ? drawn[^1] : 0);
        // With the first new images R begins to count both, and no longer compares with what it was.
        var isFirst = best is null || drawn.Length == 1 && records[^1].NewImagesDistance is not null;
        var lowest = isFirst ? distance : Math.Min(best!.Lowest, distance);
        return isFirst || distance <= Tie * lowest
            ? new(state, records[^1].Iteration, lowest)
            : best! with
            {
                Lowest = lowest,
            };
    }
}
