namespace WFrame;

/// <summary>
/// Lines 13 and 14 of Algorithm 1 with lambda on the whole bracket (Eq. 18) and the norm averaged over d = 3HW values:
/// <code>theta &lt;- theta + lambda * [ (H_obs - H_syn) - (beta/2) ((1 - gamma) P_prev + gamma P) / d ]</code>
/// followed by weight clipping, theta &lt;- clamp(theta, -c, c). FRAME is beta = 0.
/// </summary>
/// <param name="LearningRate">lambda.</param>
/// <param name="Beta">Weight of the Wasserstein penalty.</param>
/// <param name="Dimension">d = 3HW.</param>
/// <param name="Clip">c, or null for no clipping.</param>
public readonly record struct ThetaUpdate(double LearningRate, double Beta, int Dimension, double? Clip)
{
    /// <summary>Updates theta in place; computed in double, rounded once.</summary>
    /// <param name="theta">Parameters of one model, [C,h,w] or [C].</param>
    /// <param name="observed">H_obs, mean responses of the observed images, same shape.</param>
    /// <param name="synthesized">H_syn, mean responses of the chains.</param>
    /// <param name="previousPenalty">P of the iteration before, 0 at first.</param>
    /// <param name="penalty">P of this iteration, mean over chains.</param>
    /// <param name="gamma">Interpolation between the two, in [0,1].</param>
    /// <returns>False when a result is not finite; theta is then unusable and must be restored by the caller.</returns>
    public bool Apply(
        Span<float> theta,
        ReadOnlySpan<float> observed,
        ReadOnlySpan<float> synthesized,
        ReadOnlySpan<float> previousPenalty,
        ReadOnlySpan<float> penalty,
        double gamma
    )
    {
        var weight = Beta / 2 / Dimension;
        var limit = Clip ?? double.PositiveInfinity;
        var finite = true;
        for (var i = 0; i < theta.Length; i++)
        {
            var mixed = ((1 - gamma) * previousPenalty[i]) + (gamma * penalty[i]);
            var next = theta[i] + (LearningRate * ((double)observed[i] - synthesized[i] - (weight * mixed)));
            theta[i] = (float)Math.Clamp(next, -limit, limit);
            finite &= float.IsFinite(theta[i]);
        }
        return finite;
    }
}
