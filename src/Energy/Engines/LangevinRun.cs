using WFrame.Noise;

namespace WFrame.Engines;

/// <summary>Coefficients of one affine step x &lt;- State*x + Gradient*G + Noise*Z.</summary>
/// <param name="State">Factor of x.</param>
/// <param name="Gradient">Factor of G = dPhi/dx.</param>
/// <param name="Noise">Factor of the standard normal Z.</param>
public readonly record struct LangevinCoefficients(float State, float Gradient, float Noise);

/// <summary>Names a chain independently of the batch it is in, so batching never changes its noise.</summary>
/// <param name="Model">Index of the model (component), 0-based.</param>
/// <param name="Chain">Index of the chain within its model, 0-based.</param>
public readonly record struct ChainId(int Model, int Chain);

/// <summary>What <see cref="IEnergyEngine.Langevin"/> is asked to do.</summary>
/// <param name="Coefficients">The step.</param>
/// <param name="Noise">Source of Z.</param>
/// <param name="Chains">Identity of each chain of the batch, N entries.</param>
/// <param name="Iteration">Learning iteration the steps belong to, for the noise.</param>
/// <param name="FirstStep">Number of the first step within the iteration, 0-based, for the noise.</param>
/// <param name="Steps">How many steps to take.</param>
public sealed record LangevinRun(
    LangevinCoefficients Coefficients,
    INoiseSource Noise,
    IReadOnlyList<ChainId> Chains,
    int Iteration,
    int FirstStep,
    int Steps
);
