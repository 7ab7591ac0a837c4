using WFrame.Learning;

namespace WFrame.Experiments;

/// <summary>How a training ended.</summary>
public enum LearningOutcome
{
    /// <summary>Fewer than <see cref="LearningSummary.FewestIterations"/> iterations: no telling yet.</summary>
    TooShort,

    /// <summary>None of the others.</summary>
    Stable,

    /// <summary>
    /// The energy Phi of the chains ended <see cref="LearningSummary.CollapseFall"/> or more below its maximum, or R at
    /// <see cref="LearningSummary.CollapseRise"/> times its minimum or more: what was learned was lost again.
    /// </summary>
    Collapsed,

    /// <summary>Values left the finite numbers at least once (the trainer then halves the step size or gives up).</summary>
    Diverged,
}

/// <summary>What the experiments read off one component's learning history.</summary>
/// <param name="history">One record or more, in order of iteration.</param>
/// <param name="options">The options it was learned with.</param>
/// <exception cref="ArgumentException">There is no record.</exception>
public sealed class LearningSummary(IReadOnlyList<IterationRecord> history, WFrameOptions options)
{
    /// <summary>Fall of Phi, as a fraction of its maximum, from which a run counts as collapsed.</summary>
    public const double CollapseFall = 0.2;

    /// <summary>Rise of R, as a multiple of its minimum, from which a run counts as collapsed.</summary>
    public const double CollapseRise = 2;

    /// <summary>Iterations from which a run can be judged: twice as long as the overshoot lasts.</summary>
    public const int FewestIterations = 20;

    /// <summary>
    /// Iterations at the start that the largest Phi leaves out: the first steps of theta overshoot and Phi with them.
    /// </summary>
    /// <param name="iterations">Length of the history; of a short one the first quarter is left out.</param>
    public static int Overshoot(int iterations) => Math.Min(10, iterations / 4);

    /// <summary>
    /// The same of iterations of few Langevin steps: those of the first hundred, for chains forget where they
    /// began by a fiftieth a step, and theta with them; a third of the history at most.
    /// </summary>
    /// <param name="iterations">Length of the history.</param>
    /// <param name="steps">Langevin steps of an iteration.</param>
    public static int Overshoot(int iterations, int steps) =>
        Math.Max(Overshoot(iterations), Math.Min((100 + steps - 1) / steps, iterations / 3));

    /// <summary>R at the end.</summary>
    public double FinalDistance { get; } =
        history.Count > 0
            ? history[^1].ResponseDistance
            : throw new ArgumentException("A learning summary needs one record or more.", nameof(history));

    /// <summary>Smallest R of all iterations.</summary>
    public double BestDistance { get; } = history.Min(r => r.ResponseDistance);

    /// <summary>Mean |change of R| from one iteration to the next over the last half: how unsteady it is.</summary>
    public double Unsteadiness { get; } =
        history
            .Zip(history.Skip(1), (a, b) => Math.Abs(b.ResponseDistance - a.ResponseDistance))
            .Skip(history.Count / 2)
            .DefaultIfEmpty(0)
            .Average();

    /// <summary>Largest mean Phi of the chains after the <see cref="Overshoot(int, int)"/>.</summary>
    public double HighestPhi { get; } =
        history.Skip(Overshoot(history.Count, options.Steps)).Max(r => r.PhiSynthesized);

    /// <summary>Mean Phi of the chains at the end.</summary>
    public double FinalPhi { get; } = history[^1].PhiSynthesized;

    /// <summary>Root mean square of G at the end.</summary>
    public double FinalGradientRms { get; } = history[^1].GradientRms;

    /// <summary>Euclidean norm of theta at the end.</summary>
    public double FinalThetaNorm { get; } = history[^1].ThetaNorm;

    /// <summary>Iterations done.</summary>
    public int Iterations { get; } = history.Count;

    /// <summary>Iteration of the first divergence: a halved step size or an early end; null when there was none.</summary>
    public int? DivergedAt { get; } =
        history.FirstOrDefault(r => r.StepSize < options.StepSize)?.Iteration
        ?? (history.Count < options.Iterations ? history.Count + 1 : null);

    /// <summary>(highest - final) / |highest| of Phi; 0 while it still rises.</summary>
    public double PhiFall => HighestPhi == 0 ? 0 : (HighestPhi - FinalPhi) / Math.Abs(HighestPhi);

    /// <summary>How it ended.</summary>
    public LearningOutcome Outcome =>
        DivergedAt is not null ? LearningOutcome.Diverged
        : Iterations < FewestIterations ? LearningOutcome.TooShort
        : PhiFall >= CollapseFall || FinalDistance >= CollapseRise * BestDistance ? LearningOutcome.Collapsed
        : LearningOutcome.Stable;
}
