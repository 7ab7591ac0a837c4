namespace WFrame.Learning;

/// <summary>The iteration of the lowest R so far. A function of the history, so that a resumed training finds the same.</summary>
/// <param name="State">theta and chains after it.</param>
/// <param name="Iteration">Its number, 1-based.</param>
/// <param name="Lowest">The lowest R so far, smoothed; of the iteration itself up to 5 % more.</param>
internal sealed record BestIteration(LearningState State, int Iteration, double Lowest)
{
    /// <summary>R moves by as much without getting better or worse; theta of a later iteration has seen more.</summary>
    private const double Tie = 1.05;

    /// <summary>
    /// A training has turned when R is this many times its lowest; below that the last iteration is the model: its theta has
    /// settled, and new images leave one from the middle of a training sooner.
    /// </summary>
    public const double Turned = 1.5;

    /// <summary>The best one after another iteration.</summary>
    /// <param name="best">The best one before it; null before the first.</param>
    /// <param name="state">The state after it.</param>
    /// <param name="records">Records of the component so far, the last one's at the end; one or more.</param>
    public static BestIteration After(BestIteration? best, LearningState state, IReadOnlyList<IterationRecord> records)
    {
        // The median alone lags: where R rises it would choose the last iteration before it follows.
        var above = Math.Max(0, records[^1].ResponseDistance - Smoothed(records));
        var distance = Distance(records) + above;
        // With the first new images R begins to count both, and no longer compares with what it was.
        var isFirst =
            best is null
            || records[^1].NewImagesDistance is not null && records.Count(r => r.NewImagesDistance is not null) == 1;
        var lowest = isFirst ? distance : Math.Min(best!.Lowest, distance);
        return isFirst || distance <= Tie * lowest
            ? new(state, records[^1].Iteration, lowest)
            : best! with
            {
                Lowest = lowest,
            };
    }

    /// <summary>Whether a training that has come so far has lost what it had learned.</summary>
    public bool HasTurned(IReadOnlyList<IterationRecord> records) => Distance(records) > Turned * Lowest;

    private static double Distance(IReadOnlyList<IterationRecord> records) =>
        Smoothed(records) + (records.LastOrDefault(r => r.NewImagesDistance is not null)?.NewImagesDistance ?? 0);

    private static double Smoothed(IReadOnlyList<IterationRecord> records) =>
        SmoothedDistance.Of(records.Select(r => r.ResponseDistance));
}
