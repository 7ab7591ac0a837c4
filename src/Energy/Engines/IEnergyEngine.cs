using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Engines;

/// <summary>
/// The one seam for speed: evaluates a trunk and theta on a batch of images. Implementations agree on every decision
/// at kinks (ReLU'(0) = 0; the first maximum of a pooling window wins) and differ only in rounding. An engine owns its
/// native memory and scratch buffers, and uses several threads inside. Those that <see cref="EngineFactory"/> makes may be
/// shared: calls from several threads take turns (two engines of fewer threads each are no slower), disposal waits for the
/// call that runs, and every later one gets an <see cref="ObjectDisposedException"/>.
/// </summary>
public interface IEnergyEngine : IDisposable
{
    /// <summary>What runs, for reports: "cpu (AVX-512, 2 threads)", "ort-cpu (2 sessions of 1 thread)", "cuda:0".</summary>
    string Description { get; }

    /// <summary>The trunk whose responses are evaluated.</summary>
    Trunk Trunk { get; }

    /// <summary>Filter responses F(x) of all taps.</summary>
    /// <param name="x">Images, [N,3,H,W].</param>
    /// <param name="layout">The taps, at the size of the images; the form of theta does not matter.</param>
    /// <param name="responses">Receives F, [N, Length of the layout]: tap after tap within an image.</param>
    /// <param name="cancellation">Checked between images or chunks.</param>
    void Responses(
        PixelBatch x,
        ResponseLayout layout,
        Memory<float> responses,
        CancellationToken cancellation = default
    );

    /// <summary>
    /// What theta is multiplied with: F of a spatial tap, and of a filter tap the sum of F over positions, taken in double.
    /// So Phi is the dot product of theta and these, and what a filter tap needs of a large image takes no memory.
    /// </summary>
    /// <param name="x">Images, [N,3,H,W].</param>
    /// <param name="layout">The taps, at the size of the images.</param>
    /// <param name="statistics">Receives them, [N, ThetaLength of the layout].</param>
    /// <param name="cancellation">Checked between images or chunks.</param>
    void Statistics(
        PixelBatch x,
        ResponseLayout layout,
        Memory<float> statistics,
        CancellationToken cancellation = default
    );

    /// <summary>G = dPhi/dx with Phi(x) = sum theta * F(x) over the taps of theta.</summary>
    /// <param name="x">Images, [N,3,H,W].</param>
    /// <param name="theta">One group, or K groups that share the N images evenly.</param>
    /// <param name="gradient">Receives G, [N,3,H,W].</param>
    /// <param name="cancellation">Checked between images or chunks.</param>
    void Gradient(PixelBatch x, Theta theta, Memory<float> gradient, CancellationToken cancellation = default);

    /// <summary>F, Phi, G and P = d|G|^2/dtheta = 2 JVP_F(x)[G] of each image, at the same x and theta.</summary>
    /// <param name="x">Images, [N,3,H,W].</param>
    /// <param name="theta">One group, or K groups that share the N images evenly.</param>
    /// <param name="results">Buffers for N images of this size and layout.</param>
    /// <param name="cancellation">Checked between images or chunks.</param>
    void Evaluate(PixelBatch x, Theta theta, EnergyResults results, CancellationToken cancellation = default);

    /// <summary>
    /// Langevin steps in place: x &lt;- a*x + b*G(x) + c*Z, as often as <see cref="LangevinRun.Steps"/> says, G taken anew
    /// at each x. Which a, b, c, is the sampler's business (Trainers/LangevinStep.cs, line 8 of Algorithm 1).
    /// </summary>
    /// <param name="x">Chains, [N,3,H,W]; changed in place.</param>
    /// <param name="theta">One group, or K groups that share the N chains evenly.</param>
    /// <param name="run">Coefficients, noise, identities of the chains, number of steps.</param>
    /// <param name="cancellation">Checked at least once a step; x is then somewhere in the middle.</param>
    void Langevin(PixelBatch x, Theta theta, LangevinRun run, CancellationToken cancellation = default);
}
