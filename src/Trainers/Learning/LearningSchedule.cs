namespace WFrame.Learning;

/// <summary>
/// Steps and learning rate of each iteration. Functions of the options and the iteration alone, so that a resumed training
/// needs no state for them.
/// </summary>
internal readonly record struct LearningSchedule(WFrameOptions Options)
{
    /// <summary>Iterations before annealing begins.</summary>
    public int Constant => Math.Max(0, Options.Iterations - Options.AnnealingIterations);

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
    public double LearningRate(int iteration)
    {
        if (iteration < Constant)
        {
            return Options.LearningRate;
        }
        var annealed = Options.Iterations - Constant;
        return Options.LearningRate * Math.Max(0, Options.Iterations - iteration) / (annealed + 1);
    }

    /// <summary>Whether both say the same of the first iterations.</summary>
    public bool AgreesWith(LearningSchedule other, int iterations) =>
        Options.Iterations == other.Options.Iterations || iterations <= Math.Min(Constant, other.Constant);
}
