using WFrame.Cpu.Layout;
using WFrame.Cpu.Threads;

namespace WFrame.Cpu.Passes;

/// <summary>In which order the layers of a pass are taken. Every thread has its own; the memory may be shared.</summary>
internal unsafe interface IPassOrder : IDisposable
{
    /// <summary>Bytes of this thread's own working memory.</summary>
    long Bytes { get; }

    /// <summary>From the framed images to the decisions, and to the responses or tangents in the last map.</summary>
    void Up(Pass pass, ChainMemory memory, Share share, int chains);

    /// <summary>Gives theta, channels last, to an image's way down.</summary>
    void Seed(ChainMemory memory, Share share, int image, float* theta, int pixelStep);

    /// <summary>From the seeds to the gradient of the first layer's pre-activations.</summary>
    void Down(ChainMemory memory, Share share, int chains);

    /// <summary>Through the first layer to the gradient of one image, [3,H,W]; ends the way down.</summary>
    void Gradient(ChainMemory memory, Share share, int image, float* output);
}
