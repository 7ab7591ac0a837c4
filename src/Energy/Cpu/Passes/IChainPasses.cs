using WFrame.Cpu.Layout;
using WFrame.Cpu.Threads;

namespace WFrame.Cpu.Passes;

/// <summary>
/// The passes through a trunk, for up to <see cref="ChainMemory.Chains"/> images at a time; one object a thread. The
/// order is: <see cref="Set"/> for every image, <see cref="Forward"/>, <see cref="Backward"/>, then
/// <see cref="Gradient"/> for every image; and, with the decisions of that forward pass, set tangents,
/// <see cref="Tangent"/>. Threads that share an image call the same passes in the same order and wait for each other
/// inside; what the taps read and a gradient are whole afterwards, what lies between may never be.
/// </summary>
internal interface IChainPasses : IDisposable
{
    /// <summary>The working memory; of threads that share an image, that of the first.</summary>
    ChainMemory Memory { get; }

    /// <summary>This thread's part of every pass.</summary>
    Share Share { get; }

    /// <summary>Bytes of this thread's own working memory.</summary>
    long Bytes { get; }

    /// <summary>Checked within every pass; set it after <see cref="Fit"/>.</summary>
    CancellationToken Cancellation { set; }

    /// <summary>Prepares for images of a size and their taps; every thread of a group does.</summary>
    /// <param name="maps">The maps of an image.</param>
    /// <param name="chains">Most images at a time.</param>
    /// <param name="memory">Whether the thread works in its own memory, and not only in that of the first of its group.</param>
    void Fit(TrunkMaps maps, int chains, bool memory);

    /// <summary>Shares the images of another thread's memory from now on, until <see cref="Leave"/>.</summary>
    void Join(ChainMemory memory, Share share);

    /// <summary>Works alone again, in its own memory.</summary>
    void Leave();

    /// <summary>Copies an image or tangent [3,H,W] to where <see cref="Forward"/> and <see cref="Tangent"/> start.</summary>
    void Set(int image, ReadOnlySpan<float> pixels);

    /// <summary>From the framed images to the decisions of every layer.</summary>
    /// <param name="chains">How many images.</param>
    /// <param name="responses">Receives F of all taps, [chains, Length of the layout]; empty: not wanted.</param>
    void Forward(int chains, Span<float> responses);

    /// <summary>The same, to what theta is multiplied with.</summary>
    /// <param name="chains">How many images.</param>
    /// <param name="statistics">Receives [chains, ThetaLength of the layout].</param>
    void Statistics(int chains, Span<float> statistics);

    /// <summary>
    /// From theta of the highest tap to the gradient of the first layer's pre-activations, or as far as whole maps are made.
    /// </summary>
    void Backward(int chains, ChainsTheta theta);

    /// <summary>Through the first layer to the gradient of one image, [3,H,W].</summary>
    void Gradient(int image, Span<float> gradient);

    /// <summary>Forward mode: from the framed tangents to the tangents of all taps.</summary>
    /// <param name="chains">How many images.</param>
    /// <param name="tangents">
    /// Receives JVPs, [chains, ThetaLength of the layout]: those of a filter form summed over positions, in double.
    /// </param>
    void Tangent(int chains, Span<float> tangents);
}
