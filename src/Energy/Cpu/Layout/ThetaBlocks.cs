using System.Runtime.CompilerServices;
using WFrame.Cpu.Kernels;
using WFrame.Responses;

namespace WFrame.Cpu.Layout;

/// <summary>Theta of all groups with channels last, as the kernels read it: [group][row][column][channel].</summary>
internal sealed unsafe class ThetaBlocks : IDisposable
{
    private NativeBuffer _values = NativeBuffer.OfFloats(0);
    private int _groupLength;

    /// <summary>Floats from one position to the next: 0 when there is one number a filter.</summary>
    public int PixelStep { get; private set; }

    /// <summary>Copies theta.</summary>
    public void Set(Theta theta)
    {
        var tap = theta.Layout.Taps[0];
        var (channels, positions) = (tap.Channels, tap.Positions);
        _groupLength = theta.Layout.ThetaLength;
        PixelStep = tap.Form == ThetaForm.Spatial ? channels : 0;
        var bytes = (long)theta.Groups * _groupLength * sizeof(float);
        if (_values.Bytes < bytes)
        {
            _values.Dispose();
            _values = new NativeBuffer(bytes);
        }
        for (var group = 0; group < theta.Groups; group++)
        {
            var from = theta.Group(group);
            var to = Group(group);
            if (tap.Form == ThetaForm.Filter)
            {
                from.CopyTo(new Span<float>(to, channels));
                continue;
            }
            Transpose(from, to, channels, positions);
        }
    }

    /// <summary>[channel][position] to [position][channel], channels a multiple of 16.</summary>
    [MethodImpl(Jit.Kernel)]
    private static void Transpose(ReadOnlySpan<float> from, float* to, int channels, int positions)
    {
        // Squares of a cache line each way: every line is read and written whole, once.
        const int Line = 16;
        for (var channel = 0; channel < channels; channel += Line)
        {
            for (var position = 0; position < positions; position += Line)
            {
                var count = Math.Min(Line, positions - position);
                for (var k = 0; k < Line; k++)
                {
                    var line = from.Slice(((channel + k) * positions) + position, count);
                    var target = to + ((long)position * channels) + channel + k;
                    foreach (var value in line)
                    {
                        *target = value;
                        target += channels;
                    }
                }
            }
        }
    }

    public float* Group(int group) => _values.Floats + ((long)group * _groupLength);

    public void Dispose() => _values.Dispose();
}
