namespace WFrame;

/// <summary>
/// Lines 13 and 14 of Algorithm 1 with lambda on the whole bracket (Eq. 18) and the norm averaged over d values:
/// <code>theta &lt;- theta + lambda * [ (H_obs - H_syn) - (beta/2) ((1 - gamma) P_prev + gamma P) / d ]</code>
/// followed by weight clipping, theta &lt;- clamp(theta, -c, c). FRAME is beta = 0.
/// </summary>
/// <param name="LearningRate">lambda.</param>
/// <param name="Beta">Weight of the Wasserstein penalty.</param>
/// <param name="Dimension">d: 3HW, or that of 32 px (<see cref="PenaltyForm"/>).</param>
/// <param name="Clip">c, or null for no clipping.</param>
internal readonly record struct ThetaUpdate(double LearningRate, double Beta, int Dimension, double? Clip)
{
    /// <summary>The next theta, computed in double and rounded once; the present one stays as it is, unless it is what is written to.</summary>
    /// <param name="theta">Parameters of one model, [C,h,w] or [C].</param>
    /// <param name="observed">H_obs, mean responses of the observed images, same shape.</param>
    /// <param name="synthesized">H_syn, mean responses of the chains.</param>
    /// <param name="previousPenaltyGradient">P of the iteration before, 0 at first.</param>
    /// <param name="penaltyGradient">P of this iteration, mean over chains.</param>
    /// <param name="gamma">Interpolation between the two, in [0,1].</param>
    /// <param name="into">Receives the result, as long as theta, and may be any of the arguments; null for a new array.</param>
    /// <returns>Null when a result is not finite; <paramref name="into"/> then holds a part of it.</returns>
    public float[]? Next(
        ReadOnlySpan<float> theta,
        ReadOnlySpan<float> observed,
        ReadOnlySpan<float> synthesized,
        ReadOnlySpan<float> previousPenaltyGradient,
        ReadOnlySpan<float> penaltyGradient,
        double gamma,
        float[]? into = null
    )
    {
        var weight = Beta / 2 / Dimension;
        var limit = Clip ?? double.PositiveInfinity;
        var next = into ?? new float[theta.Length];
        for (var i = 0; i < next.Length; i++)
        {
            var mixed = ((1 - gamma) * previousPenaltyGradient[i]) + (gamma * penaltyGradient[i]);
            var moved = theta[i] + (LearningRate * ((double)observed[i] - synthesized[i] - (weight * mixed)));
            next[i] = (float)Math.Clamp(moved, -limit, limit);
            // Before the clamp: it would make a finite number of an infinite one.
            if (!double.IsFinite(moved) || !float.IsFinite(next[i]))
            {
                return null;
            }
        }
        return next;
    }
}
