using WFrame.Cpu.Layout;
using WFrame.Cpu.Threads;

namespace WFrame.Cpu.Passes;

/// <summary>The ways through a trunk.</summary>
internal enum Pass
{
    /// <summary>Forward, to the responses and the decisions.</summary>
    Responses,

    /// <summary>Forward, to the responses, or their sums over positions, and the decisions.</summary>
    Statistics,

    /// <summary>Forward, to the decisions only: a gradient needs no more.</summary>
    Decisions,

    /// <summary>Forward mode: tangents, with given decisions.</summary>
    Tangent,

    /// <summary>Backward, with given decisions.</summary>
    Gradient,
}

/// <summary>In which order the layers of a pass are taken. Every thread has its own; the memory may be shared.</summary>
internal unsafe interface IPassOrder : IDisposable
{
    /// <summary>Bytes of this thread's own working memory.</summary>
    long Bytes { get; }

    /// <summary>From the framed images to the decisions, and to the responses or tangents of all taps.</summary>
    void Forward(Pass pass, ChainMemory memory, Share share, int chains, Span<float> output);

    /// <summary>From theta of the highest tap to the gradient of the first layer's pre-activations.</summary>
    void Backward(ChainMemory memory, Share share, int chains, ChainsTheta theta);

    /// <summary>Through the first layer to the gradient of one image, [3,H,W]; ends the backward pass.</summary>
    void Gradient(ChainMemory memory, Share share, int image, float* output);
}
