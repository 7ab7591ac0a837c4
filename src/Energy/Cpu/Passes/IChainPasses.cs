using WFrame.Cpu.Layout;
using WFrame.Cpu.Threads;

namespace WFrame.Cpu.Passes;

/// <summary>
/// The passes through a trunk, for up to <see cref="ChainMemory.Chains"/> images at a time; one object a thread. The
/// order is: <see cref="Set"/> for every image, <see cref="Forward"/>, <see cref="Seed"/> for every image,
/// <see cref="Backward"/>, then <see cref="Gradient"/> for every image; and, with the decisions of that forward pass,
/// set tangents, <see cref="Tangent"/>. Threads that share an image call the same passes in the same order and wait for
/// each other inside; the last map and a gradient are whole when read, what lies between may never be.
/// </summary>
internal unsafe interface IChainPasses : IDisposable
{
    /// <summary>The working memory; of threads that share an image, that of the first.</summary>
    ChainMemory Memory { get; }

    /// <summary>This thread's part of every pass.</summary>
    Share Share { get; }

    /// <summary>Bytes of this thread's own working memory.</summary>
    long Bytes { get; }

    /// <summary>Prepares for images of a size; every member of a crew does.</summary>
    void Fit(TrunkMaps maps, int chains);

    /// <summary>Shares the images of another thread's memory from now on, until <see cref="Leave"/>.</summary>
    void Join(ChainMemory memory, Share share);

    /// <summary>Works alone again, in its own memory.</summary>
    void Leave();

    /// <summary>Copies an image or tangent [3,H,W] to where <see cref="Forward"/> and <see cref="Tangent"/> start.</summary>
    void Set(int image, ReadOnlySpan<float> pixels);

    /// <summary>From the framed images to the decisions of every layer, and to the responses if they will be read.</summary>
    void Forward(int chains, bool responses);

    /// <summary>Puts theta, times the decisions of the last ReLU, where the backward pass starts.</summary>
    /// <param name="image">Which image.</param>
    /// <param name="theta">Channels last.</param>
    /// <param name="pixelStep">Floats from one position of theta to the next: C, or 0 for one number a filter.</param>
    void Seed(int image, float* theta, int pixelStep);

    /// <summary>From the seeds down to the gradient of the first layer's pre-activations, or as far as whole maps are made.</summary>
    void Backward(int chains);

    /// <summary>Through the first layer to the gradient of one image, [3,H,W].</summary>
    void Gradient(int image, Span<float> gradient);

    /// <summary>Forward mode: from the framed tangents to tangents of the responses in the last map.</summary>
    void Tangent(int chains);

    /// <summary>Copies the last map of one image to [C,h,w].</summary>
    void Read(int image, Span<float> responses);

    /// <summary>Sums the last map of one image over positions, in double, to [C].</summary>
    void ReadSums(int image, Span<float> sums);
}
