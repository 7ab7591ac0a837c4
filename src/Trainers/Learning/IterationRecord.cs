using System.Text.Json.Serialization;

namespace WFrame.Learning;

/// <summary>What is recorded of one component at one learning iteration; all values are finite.</summary>
public sealed record IterationRecord
{
    /// <summary>Iteration, 1-based.</summary>
    public required int Iteration { get; init; }

    /// <summary>Name of the component.</summary>
    public required string Component { get; init; }

    /// <summary>R = mean over filters of |mean F_k(syn) - mean F_k(obs)|, F_k averaged over positions and images.</summary>
    public required double ResponseDistance { get; init; }

    /// <summary>
    /// R of three new images, drawn from blends of the chains after the iteration; null where none were
    /// (<see cref="WFrameOptions.TrialEvery"/>).
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? NewImagesDistance { get; init; }

    /// <summary>Mean of Phi over the chains, theta before the update.</summary>
    public required double PhiSynthesized { get; init; }

    /// <summary>Mean of Phi over the observed images, theta before the update.</summary>
    public required double PhiObserved { get; init; }

    /// <summary>Root mean square of G over chains, channels and pixels.</summary>
    public required double GradientRms { get; init; }

    /// <summary>(beta/2) * mean |G|^2 / d, what the Wasserstein penalty takes off the objective.</summary>
    public required double Penalty { get; init; }

    /// <summary>Euclidean norm of theta after the update.</summary>
    public required double ThetaNorm { get; init; }

    /// <summary>Step size delta in force (halved after a divergence).</summary>
    public required double StepSize { get; init; }

    /// <summary>Seconds since the training began, this process only.</summary>
    public required double Seconds { get; init; }

    /// <summary>Whether every value is; one read from a file might not be.</summary>
    internal bool IsFinite =>
        double.IsFinite(
            ResponseDistance
                + PhiSynthesized
                + PhiObserved
                + GradientRms
                + Penalty
                + ThetaNorm
                + StepSize
                + Seconds
                + (NewImagesDistance ?? 0)
        );
}
