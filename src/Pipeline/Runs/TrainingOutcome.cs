using WFrame.Learning;

namespace WFrame.Runs;

/// <summary>What a training run ended with.</summary>
/// <param name="Run">The run folder.</param>
/// <param name="Model">The learned model.</param>
/// <param name="Last">Last record of each component that has one.</param>
/// <param name="Diverged">Whether any component was given up; it then holds its last good iteration.</param>
/// <param name="Seconds">Wall-clock seconds of this process's share of the run.</param>
/// <param name="Engine">What ran.</param>
public sealed record TrainingOutcome(
    RunFolder Run,
    WFrameModel Model,
    IReadOnlyList<IterationRecord> Last,
    bool Diverged,
    double Seconds,
    string Engine
)
{
    /// <summary>Mean of a recorded value over the components.</summary>
    public double Mean(Func<IterationRecord, double> value) => Last.Count == 0 ? 0 : Last.Average(value);
}
