using System.Collections.Immutable;

namespace WFrame.Learning;

/// <summary>Everything that changes while a training runs: what a checkpoint must hold. Immutable.</summary>
/// <param name="Iteration">Iterations done.</param>
/// <param name="Components">The components, in order.</param>
/// <param name="History">Records by iteration, then by component.</param>
internal sealed record TrainingState(
    int Iteration,
    ImmutableArray<ComponentState> Components,
    ImmutableList<IterationRecord> History
);
