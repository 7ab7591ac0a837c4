using WFrame.Cpu.Kernels;
using WFrame.Cpu.Kernels.Winograd;

namespace WFrame.Cpu.Layout;

/// <summary>Kernels and biases of a trunk, packed for one register width; shared by all threads, never changed.</summary>
internal sealed unsafe class PackedTrunk : IDisposable
{
    private readonly List<NativeBuffer> _biases = [];

    public PackedTrunk(List<Stage> stages, int lanes)
    {
        (Stages, Lanes) = (stages, lanes);
        First = new DirectKernel(stages[0].Convolution, lanes);
        foreach (var stage in stages)
        {
            var bias = NativeBuffer.OfFloats(stage.Convolution.Out);
            stage.Convolution.Bias.CopyTo(new Span<float>(bias.Floats, stage.Convolution.Out));
            _biases.Add(bias);
            if (_biases.Count > 1)
            {
                Forward.Add(new WinogradKernel(stage.Convolution, backward: false, lanes));
                Backward.Add(new WinogradKernel(stage.Convolution, backward: true, lanes));
            }
        }
    }

    public List<Stage> Stages { get; }

    /// <summary>Floats of one register.</summary>
    public int Lanes { get; }

    /// <summary>Stage 0.</summary>
    public DirectKernel First { get; }

    /// <summary>Stages 1 and on.</summary>
    public List<WinogradKernel> Forward { get; } = [];

    /// <summary>Transposes of stages 1 and on.</summary>
    public List<WinogradKernel> Backward { get; } = [];

    /// <summary>Whether kernels of some layer are too large to stay near.</summary>
    public bool Streams => Forward.Exists(kernel => kernel.Streams);

    /// <summary>Bias of a stage, [Out].</summary>
    public float* Bias(int stage) => _biases[stage].Floats;

    public void Dispose()
    {
        First.Dispose();
        foreach (var owner in (IEnumerable<IDisposable>)[.. Forward, .. Backward, .. _biases])
        {
            owner.Dispose();
        }
    }
}
