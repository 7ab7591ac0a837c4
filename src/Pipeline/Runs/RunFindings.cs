using WFrame.Learning;

namespace WFrame.Runs;

/// <summary>What went wrong in a training, told from its history.</summary>
internal enum Trouble
{
    /// <summary>A component left the finite numbers for good.</summary>
    Diverged,

    /// <summary>The penalty took theta, or the gradient that it gives, back to near zero.</summary>
    Crushed,

    /// <summary>R was lower and rose again.</summary>
    Turned,

    /// <summary>R has hardly fallen.</summary>
    Stuck,

    /// <summary>R falls no more: what is left is the noise of the chains and of learning at this lambda.</summary>
    NoiseFloor,
}

/// <summary>One trouble of one component.</summary>
/// <param name="Trouble">Which.</param>
/// <param name="Component">Whose.</param>
/// <param name="What">What happened, with its numbers.</param>
/// <param name="Advice">What to change.</param>
internal sealed record Finding(Trouble Trouble, string Component, string What, string Advice);

/// <summary>
/// Reads a history as somebody would who has seen many: thresholds on smoothed curves, as found on runs of photographs
/// of 16 to 64 px. A good run has no finding.
/// </summary>
/// <param name="options">How it was learned.</param>
/// <param name="name">How a member of the options is called where the sentences are read.</param>
internal sealed class RunFindings(WFrameOptions options, Func<string, string> name)
{
    /// <summary>With fewer records than this nothing is said: every run begins with a jump.</summary>
    private const int Fewest = 8;

    /// <summary>R has turned when it is this many times its smoothed minimum, as for what is kept,</summary>
    private const double TurnedFactor = BestIteration.Turned;

    /// <summary>and the rise is at least this part of the way that it had fallen.</summary>
    private const double TurnedShare = 0.05;

    /// <summary>Stuck: more than this part of the first R is left.</summary>
    private const double StuckShare = 0.8;

    /// <summary>Crushed: less than this part of the largest |theta| is left,</summary>
    private const double CrushedShare = 0.3;

    /// <summary>or the contrast that |grad Phi| holds was above this part of the training images' and is below now.</summary>
    private const double FadedShare = 0.25;

    /// <summary>or the penalty takes more than this part of the pull of the images (a good run: a quarter).</summary>
    private const double TakenShare = 0.6;

    /// <summary>Noise of fewer grey levels than this hides nothing.</summary>
    private const double AudibleNoise = 0.5;

    /// <summary>Level: the medians of the last two quarters differ by less than this part.</summary>
    private const double LevelShare = 0.05;

    /// <summary>A shorter run is no plateau.</summary>
    private const int FewestOfLevel = 40;

    /// <summary>Whether the chains came from a model: their first R is small already, and need not fall.</summary>
    public bool GoesOn { get; init; }

    /// <summary>The trouble of a component, if it has any: the deepest one, since one brings others with it.</summary>
    /// <param name="component">Name.</param>
    /// <param name="stopped">The last good iteration of one that was given up; null of others.</param>
    /// <param name="history">Its records in order.</param>
    /// <param name="observedRms">Root mean square of the training images' values, grey levels from the trunk's mean.</param>
    /// <param name="kept">The iteration that is the model, where it is not the last one.</param>
    public Finding? Of(
        string component,
        int? stopped,
        IReadOnlyList<IterationRecord> history,
        double observedRms,
        int? kept = null
    )
    {
        if (stopped is not null)
        {
            return new(
                Trouble.Diverged,
                component,
                $"Diverged: it left the finite numbers and was stopped at its last good iteration, {stopped}.",
                $"Lower {name(nameof(options.LearningRate))} ({Number(options.LearningRate)}) or {name(nameof(options.StepSize))} ({Number(options.StepSize)})."
            );
        }
        if (history.Count < Fewest)
        {
            return null;
        }
        var distance = Smoothed(history, r => r.ResponseDistance);
        return Crushed(component, history, observedRms)
            ?? Turned(component, history, distance, kept)
            ?? Stuck(component, history, distance)
            ?? NoiseFloor(component, history, distance);
    }

    private Finding? Crushed(string component, IReadOnlyList<IterationRecord> history, double observedRms)
    {
        // Chains at rest have G = x / sigma^2, so G tells how much of a picture is left.
        var picture = options.ReferenceSigma * options.ReferenceSigma / observedRms;
        var shown = Smoothed(history, r => r.GradientRms * picture);
        var theta = Smoothed(history, r => r.ThetaNorm);
        var thetaLeft = theta.Max() is > 0 and var most ? theta[^1] / most : 1;
        var hasFaded = shown.Max() > FadedShare && shown[^1] < FadedShare;
        // Along theta itself the data pull with Phi(observed) - Phi(chains), the penalty with twice its value.
        var half = history.Skip(history.Count / 2).ToArray();
        var gain = half.Average(r => r.PhiObserved - r.PhiSynthesized);
        var taken = gain > 0 ? 2 * half.Average(r => r.Penalty) / gain : 0;
        if (options.EffectiveBeta <= 0 || !(hasFaded || thetaLeft < CrushedShare || taken > TakenShare))
        {
            return null;
        }
        var what =
            hasFaded ? Text($"|grad Phi| holds {shown[^1]:0 %} of the contrast of the training images, which fade")
            : thetaLeft < CrushedShare ? Text($"|theta| fell to {thetaLeft:0 %} of its largest value")
            : Text($"it takes {taken:0 %} of what the images give, and R stays at {history[^1].ResponseDistance:0.0}");
        return new(
            Trouble.Crushed,
            component,
            $"Theta is crushed by the penalty: {what}.",
            $"Lower {name(nameof(options.Beta))} ({Number(options.Beta)}) or {name(nameof(options.LearningRate))} ({Number(options.LearningRate)})."
        );
    }

    private Finding? Turned(string component, IReadOnlyList<IterationRecord> history, double[] distance, int? kept)
    {
        var best = Array.IndexOf(distance, distance.Min());
        var (least, last) = (distance[best], distance[^1]);
        if (last < TurnedFactor * least || last - least < TurnedShare * (distance[0] - least) || best == 0)
        {
            return null;
        }
        var iteration = history[best].Iteration;
        var annealed =
            options.AnnealingIterations > 0
                ? ""
                : $", or let lambda fall over the last ones with {name(nameof(options.AnnealingIterations))}";
        var told = kept is { } number ? Text($" Iteration {number} was kept.") : "";
        return new(
            Trouble.Turned,
            component,
            Text($"The chains turned: R was {least:0.0} near iteration {iteration} and rose to {last:0.0}.{told}"),
            $"Stop at {name(nameof(options.Iterations))} {iteration}, lower {name(nameof(options.LearningRate))} ({Number(options.LearningRate)}){annealed}."
        );
    }

    private Finding? Stuck(string component, IReadOnlyList<IterationRecord> history, double[] distance)
    {
        var (first, last) = (history[0].ResponseDistance, distance[^1]);
        if (GoesOn || last < StuckShare * first)
        {
            return null;
        }
        return new(
            Trouble.Stuck,
            component,
            Text($"It is stuck: R was {first:0.0} in the first iteration and is {last:0.0} still."),
            $"Raise {name(nameof(options.LearningRate))} ({Number(options.LearningRate)}) or {name(nameof(options.Iterations))} ({options.Iterations})."
        );
    }

    private Finding? NoiseFloor(string component, IReadOnlyList<IterationRecord> history, double[] distance)
    {
        var isNoisy = options.NoiseSigma >= AudibleNoise;
        var quarter = distance.Length / 4;
        var (third, last) = (Median(distance[(2 * quarter)..(3 * quarter)]), Median(distance[(3 * quarter)..]));
        if (
            history.Count < FewestOfLevel
            || Math.Abs(third - last) > LevelShare * last
            || options.AnnealingIterations > 0 && !isNoisy
        )
        {
            return null;
        }
        // Where the smoothed curve first reached what it does not leave any more.
        var since = history[Array.FindIndex(distance, r => r <= (1 + LevelShare) * Math.Max(third, last))].Iteration;
        return new(
            Trouble.NoiseFloor,
            component,
            Text(
                $"R is level near {last:0.0} since about iteration {since}, its noise floor: more of the same will not lower it."
            ),
            isNoisy
                ? $"The chains carry Langevin noise of {Number(options.NoiseSigma)} grey levels: lower {name(nameof(options.NoiseSigma))} (the paper has 0.01)."
                : $"Let lambda fall over the last iterations with {name(nameof(options.AnnealingIterations))}, lower {name(nameof(options.Beta))} ({Number(options.EffectiveBeta)}), or save time with fewer {name(nameof(options.Iterations))}."
        );
    }

    private static double Median(double[] values) => values.Order().ElementAt((values.Length - 1) / 2);

    /// <summary>Running median: one iteration that jumps is no trend.</summary>
    private static double[] Smoothed(IReadOnlyList<IterationRecord> history, Func<IterationRecord, double> value)
    {
        var reach = Math.Max(1, history.Count / 40);
        double[] values = [.. history.Select(value)];
        return
        [
            .. values.Select((_, i) => Median(values[Math.Max(0, i - reach)..Math.Min(values.Length, i + reach + 1)])),
        ];
    }

    private static string Number(double value) => value.ToString("G3", CultureInfo.InvariantCulture);

    private static string Text(FormattableString text) => FormattableString.Invariant(text);
}
