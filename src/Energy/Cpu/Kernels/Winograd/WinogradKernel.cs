using WFrame.Cpu.Layout;
using WFrame.Trunks;

namespace WFrame.Cpu.Kernels.Winograd;

/// <summary>
/// Transformed 3x3 kernels of one convolution, packed in the order in which the micro-kernel streams them:
/// [chunk][position][panel][input channel][filter of the panel]. A chunk is up to 64 filters whose products are kept
/// together, a panel the few registers of filters that one call of the micro-kernel takes.
/// </summary>
internal sealed unsafe class WinogradKernel : IDisposable
{
    // The kernels are read once a block. Up to this size they stay near, and a block is small enough for its transforms to
    // stay in the L2 cache; beyond it (256 on 256 channels: 9.4 MB) reading them seldom is worth more.
    private const long LargestInCache = 5L << 20;
    public const int FewTiles = 18;
    private const int ManyTiles = 66;

    private readonly NativeBuffer _packed;

    /// <summary>Transforms in double and packs.</summary>
    /// <param name="layer">The convolution.</param>
    /// <param name="backward">Of its input gradient: in and out swapped, kernels turned by 180 degrees.</param>
    /// <param name="lanes">Floats of one register.</param>
    public WinogradKernel(ConvolutionLayer layer, bool backward, int lanes)
    {
        (Inputs, Outputs) = backward ? (layer.Out, layer.In) : (layer.In, layer.Out);
        Shape = new PanelShape(Outputs, lanes);
        _packed = NativeBuffer.OfFloats((long)WinogradTransforms.Positions * Inputs * Outputs);
        Span<double> kernel = stackalloc double[9];
        Span<double> transformed = stackalloc double[WinogradTransforms.Positions];
        for (var output = 0; output < Outputs; output++)
        {
            for (var input = 0; input < Inputs; input++)
            {
                for (var tap = 0; tap < 9; tap++)
                {
                    kernel[tap] = backward
                        ? layer.Kernel[(((input * layer.In) + output) * 9) + 8 - tap]
                        : layer.Kernel[(((output * layer.In) + input) * 9) + tap];
                }
                WinogradTransforms.TransformKernel(kernel, transformed);
                for (var position = 0; position < WinogradTransforms.Positions; position++)
                {
                    var (chunk, panel, filter) = Shape.Split(output);
                    Panel(chunk, position, panel)[(input * Shape.PanelWidth) + filter] = (float)transformed[position];
                }
            }
        }
    }

    /// <summary>Channels read.</summary>
    public int Inputs { get; }

    /// <summary>Channels written.</summary>
    public int Outputs { get; }

    public PanelShape Shape { get; }

    /// <summary>Tiles whose products are made in one go, a multiple of the micro-kernel's 6.</summary>
    public int BlockTiles => Streams ? ManyTiles : FewTiles;

    /// <summary>Whether the kernels are too large to stay near.</summary>
    public bool Streams => _packed.Bytes > LargestInCache;

    /// <summary>The kernels of one panel at one position, [input channel][filter].</summary>
    public float* Panel(int chunk, int position, int panel) =>
        _packed.Floats
        + (
            ((((long)chunk * WinogradTransforms.Positions) + position) * Shape.Chunk + ((long)panel * Shape.PanelWidth))
            * Inputs
        );

    public void Dispose() => _packed.Dispose();
}
