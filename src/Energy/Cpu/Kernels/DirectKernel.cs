using WFrame.Cpu.Layout;
using WFrame.Trunks;

namespace WFrame.Cpu.Kernels;

/// <summary>The first layer's kernels, from the 3 colours, packed for both directions.</summary>
internal sealed unsafe class DirectKernel : IDisposable
{
    public const int Colours = 3;

    /// <summary>Products of one output.</summary>
    public const int Taps = 9 * Colours;

    private readonly NativeBuffer _forward;
    private readonly NativeBuffer _backward;

    public DirectKernel(ConvolutionLayer layer, int lanes)
    {
        Outputs = layer.Out;
        Shape = new PanelShape(Outputs, lanes);
        _forward = NativeBuffer.OfFloats(Taps * Outputs);
        _backward = NativeBuffer.OfFloats(Taps * Outputs);
        for (var output = 0; output < Outputs; output++)
        {
            for (var tap = 0; tap < Taps; tap++)
            {
                var (row, rest) = Math.DivRem(tap, 9);
                var (colour, column) = Math.DivRem(rest, 3);
                var value = layer.Kernel[(((output * Colours) + colour) * 9) + (row * 3) + column];
                var (chunk, panel, filter) = Shape.Split(output);
                Panel(chunk, panel)[(tap * Shape.PanelWidth) + filter] = value;

                // Turned by 180 degrees, [row][register][column][colour][lane].
                var register = ((2 - row) * (Outputs / lanes)) + (output / lanes);
                var place = (((register * 3) + 2 - column) * Colours) + colour;
                _backward.Floats[(place * lanes) + (output % lanes)] = value;
            }
        }
    }

    /// <summary>Filters of the first layer.</summary>
    public int Outputs { get; }

    public PanelShape Shape { get; }

    /// <summary>Kernels of the transposed convolution, [row][register][column][colour][lane].</summary>
    public float* Backward => _backward.Floats;

    /// <summary>Kernels of one panel, [row][colour][column][filter].</summary>
    public float* Panel(int chunk, int panel) =>
        _forward.Floats + (((chunk * Shape.Chunk) + (panel * Shape.PanelWidth)) * Taps);

    public void Dispose()
    {
        _forward.Dispose();
        _backward.Dispose();
    }
}
