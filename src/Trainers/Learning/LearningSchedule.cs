namespace WFrame.Learning;

/// <summary>
/// Steps and learning rate of each iteration. Functions of the options, the iteration and the history alone, so that a resumed
/// training needs no state for them.
/// </summary>
/// <param name="Options">Settings of the training.</param>
/// <param name="Plateau">Iterations after which R fell no more and nothing but annealing is left; null while it falls.</param>
internal readonly record struct LearningSchedule(WFrameOptions Options, int? Plateau = null)
{
    /// <summary>The schedule of a training that has come so far.</summary>
    public static LearningSchedule Of(WFrameOptions options, IReadOnlyList<IterationRecord> history) =>
        new(options, options.Until == LearningEnd.Plateau ? Learning.Plateau.Of(history) : null);

    /// <summary>Iterations before annealing begins.</summary>
    public int Constant => Math.Min(Plateau ?? int.MaxValue, Math.Max(0, Options.Iterations - Annealed));

    /// <summary>Iterations in all.</summary>
    public int End => Constant + Annealed;

    private int Annealed => Math.Min(Options.AnnealingIterations, Options.Iterations);

    /// <summary>L of an iteration, 0-based.</summary>
    public int Steps(int iteration) =>
        iteration >= Constant && Options.AnnealingSteps > 0 ? Options.AnnealingSteps : Options.Steps;

    /// <summary>Langevin steps of the iterations from one on, 0-based, to before another.</summary>
    public long Steps(int from, int to)
    {
        var annealed = Math.Max(0, to - Math.Max(from, Constant));
        var constant = Math.Max(0, to - from) - annealed;
        return (constant * (long)Steps(0)) + (annealed * (long)Steps(Constant));
    }

    /// <summary>lambda of an iteration, 0-based; above zero in the last one too, or it would learn nothing.</summary>
    public double LearningRate(int iteration) =>
        iteration < Constant
            ? Options.LearningRate
            : Options.LearningRate * Math.Max(0, End - iteration) / (Annealed + 1);

    /// <summary>Whether both say the same of the first iterations.</summary>
    public bool AgreesWith(LearningSchedule other, int iterations) =>
        (Constant, End) == (other.Constant, other.End) || iterations <= Math.Min(Constant, other.Constant);
}
