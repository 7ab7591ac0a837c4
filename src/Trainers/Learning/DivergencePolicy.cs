using System.Numerics.Tensors;

namespace WFrame.Learning;

/// <summary>
/// When a component repeats an iteration with a smaller step, and when it is given up. Pure: a standing in, the next out.
/// </summary>
internal static class DivergencePolicy
{
    /// <summary>Restarts a component gets after iterations that left the finite numbers.</summary>
    public const int MostRestarts = 3;

    /// <summary>Beyond this many grey levels the next steps overflow: the step, not the model, is at fault, and a smaller one is tried.</summary>
    public const float LargestPixel = 1e6f;

    /// <summary>
    /// R, as a multiple of the mean observed response, beyond which chains have nothing to do with the data: the mean grey
    /// is at about 1, a collapsed FRAME below 1.
    /// </summary>
    public const double WorstDistance = 2;

    /// <summary>
    /// Iterations in a row beyond <see cref="WorstDistance"/> after which a component is given up; the first steps of a
    /// normal training overshoot for two or three.
    /// </summary>
    public const int MostIterationsBeyond = 10;

    /// <summary>Whether every pixel is finite and within <see cref="LargestPixel"/>.</summary>
    // The largest of numbers with a NaN is NaN, which no comparison holds for.
    public static bool InRange(ReadOnlySpan<float> pixels) =>
        MathF.Abs(TensorPrimitives.MaxMagnitude(pixels)) <= LargestPixel;

    /// <summary>After an iteration that left the finite numbers: half the step on a new noise sub-stream, or the end.</summary>
    public static Standing AfterOverflow(Standing standing) =>
        standing.Restarts == MostRestarts
            ? standing with
            {
                Diverged = true,
            }
            : standing with
            {
                Restarts = standing.Restarts + 1,
                StepSize = standing.StepSize / 2,
            };

    /// <summary>After an iteration that stayed finite.</summary>
    /// <param name="standing">Standing before it.</param>
    /// <param name="iteration">Its number, 1-based.</param>
    /// <param name="distance">R of its chains.</param>
    /// <param name="observed">Mean response of the observed images over filters.</param>
    /// <param name="grey">R of the mean grey: a state beyond it is worse than not to have learned.</param>
    public static Standing AfterIteration(
        Standing standing,
        int iteration,
        double distance,
        double observed,
        double grey
    )
    {
        var beyond = distance <= WorstDistance * observed ? 0 : standing.BeyondWorst + 1;
        return standing with
        {
            BeyondWorst = beyond,
            Diverged = beyond == MostIterationsBeyond,
            LastGoodIteration = distance <= grey ? iteration : standing.LastGoodIteration,
        };
    }
}

/// <summary>How a component stands with <see cref="DivergencePolicy"/>.</summary>
/// <param name="StepSize">delta in force; halved at each restart.</param>
/// <param name="Restarts">Restarts so far; also the noise sub-stream.</param>
/// <param name="BeyondWorst">Iterations in a row beyond <see cref="DivergencePolicy.WorstDistance"/>.</param>
/// <param name="LastGoodIteration">The last iteration no farther from the data than the mean grey, 1-based; 0 at the start.</param>
/// <param name="Diverged">Given up, at its last good state.</param>
internal sealed record Standing(
    double StepSize,
    int Restarts = 0,
    int BeyondWorst = 0,
    int LastGoodIteration = 0,
    bool Diverged = false
);
