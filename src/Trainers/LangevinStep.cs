using WFrame.Engines;

namespace WFrame;

/// <summary>
/// Line 8 of Algorithm 1, the Euler-Maruyama step of size (delta*sigma)^2 that leaves exp(Phi) q invariant as delta -> 0:
/// <code>x &lt;- x + (delta^2/2) (sigma^2 G - x) + delta * s * Z,   Z ~ N(0, I)</code>
/// As printed (G - x/sigma^2, noise sigma) it equals this at sigma = 1 and overflows at the printed sigma = 0.01, hence
/// the two roles of sigma are apart: sigma is the prior (<see cref="WFrameOptions.ReferenceSigma"/>), s the noise
/// (<see cref="WFrameOptions.NoiseSigma"/>). At theta = 0 the chain is AR(1) with coefficient 1 - delta^2/2 and
/// stationary variance s^2 / (1 - delta^2/4).
/// </summary>
internal static class LangevinStep
{
    /// <summary>The step as x &lt;- State*x + Gradient*G + Noise*Z.</summary>
    /// <param name="delta">Step size delta.</param>
    /// <param name="referenceSigma">sigma of the reference, in grey levels.</param>
    /// <param name="noiseSigma">s of the noise, in grey levels.</param>
    public static LangevinCoefficients Coefficients(double delta, double referenceSigma, double noiseSigma)
    {
        var half = delta * delta / 2;
        return new LangevinCoefficients(
            (float)(1 - half),
            (float)(half * referenceSigma * referenceSigma),
            (float)(delta * noiseSigma)
        );
    }
}
