using System.Collections.Immutable;

namespace WFrame.Learning;

/// <summary>What an iteration hands to the next one. Nothing writes to it once it is made, so it can be kept and shared.</summary>
/// <param name="Theta">theta, [C,h,w] or [C].</param>
/// <param name="Chains">x, [M,3,H,W].</param>
/// <param name="PenaltyGradient">P of the iteration that made it, shaped as theta; 0 at the start.</param>
internal sealed record LearningState(float[] Theta, PixelBatch Chains, float[] PenaltyGradient);

/// <summary>One component of a training: what it learns from and how far it has come. An iteration makes the next.</summary>
internal sealed record ComponentState
{
    public required int Index { get; init; }

    public required string Name { get; init; }

    /// <summary>H_obs.</summary>
    public required float[] ObservedMean { get; init; }

    /// <summary>Mean of each filter over positions and observed images.</summary>
    public required double[] ObservedChannelMeans { get; init; }

    /// <summary>R of the mean grey, where chains start unless told otherwise.</summary>
    public required double GreyDistance { get; init; }

    /// <summary>Where the next iteration starts.</summary>
    public required LearningState Current { get; init; }

    /// <summary>The state after the last iteration whose chains were no farther from the data than the mean grey; the start before that.</summary>
    public required LearningState LastGood { get; init; }

    public required Standing Standing { get; init; }

    /// <summary>What the model will be, if the best iteration is kept; null before the first, and where the last one is.</summary>
    public BestIteration? Best { get; init; }

    /// <summary>After an iteration that stayed finite.</summary>
    public ComponentState Commit(LearningState next, IterationRecord record)
    {
        var observed = ObservedChannelMeans.Average();
        var standing = DivergencePolicy.AfterIteration(
            Standing,
            record.Iteration,
            record.ResponseDistance,
            observed,
            GreyDistance
        );
        var lastGood = standing.LastGoodIteration == record.Iteration ? next : LastGood;
        return this with { Current = standing.Diverged ? lastGood : next, LastGood = lastGood, Standing = standing };
    }

    /// <summary>After an iteration that left the finite numbers: it is as if it had not been, but for the standing.</summary>
    public ComponentState Reject()
    {
        var standing = DivergencePolicy.AfterOverflow(Standing);
        return this with { Current = standing.Diverged ? LastGood : Current, Standing = standing };
    }
}

/// <summary>Everything that changes while a training runs: what a checkpoint must hold. Immutable.</summary>
/// <param name="Iteration">Iterations done.</param>
/// <param name="Components">The components, in order.</param>
/// <param name="History">Records by iteration, then by component.</param>
internal sealed record TrainingState(
    int Iteration,
    ImmutableArray<ComponentState> Components,
    ImmutableList<IterationRecord> History
);
