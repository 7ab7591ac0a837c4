using WFrame.Learning;

namespace WFrame;

/// <summary>Reported after each learning iteration.</summary>
/// <param name="Iteration">Iterations done.</param>
/// <param name="Iterations">Iterations in all.</param>
/// <param name="Records">One record for each component that is still learning.</param>
public sealed record WFrameProgress(int Iteration, int Iterations, IReadOnlyList<IterationRecord> Records);
