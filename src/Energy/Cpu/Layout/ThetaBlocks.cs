using WFrame.Cpu.Kernels;
using WFrame.Responses;

namespace WFrame.Cpu.Layout;

/// <summary>
/// Theta of all taps and groups with channels last, as the kernels read it: of each tap [group][row][column][channel]
/// with the frame of the tapped map, or [group][channel]. What lies in the frame counts only where images are wrapped
/// around.
/// </summary>
internal sealed unsafe class ThetaBlocks : IDisposable
{
    private NativeBuffer _values = NativeBuffer.OfFloats(0);
    private NativeBuffer _starts = NativeBuffer.OfFloats(0);
    private ResponseLayout? _layout;
    private TrunkMaps? _maps;
    private int _images;

    /// <summary>Copies theta.</summary>
    /// <param name="theta">Theta of the layout of <paramref name="maps"/>.</param>
    /// <param name="maps">The maps of the images.</param>
    /// <param name="images">Images of the batch, shared evenly by the groups.</param>
    public void Set(Theta theta, TrunkMaps maps, int images)
    {
        (_layout, _maps, _images) = (theta.Layout, maps, images);
        var taps = _layout.Taps;
        var length = 0L;
        for (var tap = 0; tap < taps.Count; tap++)
        {
            length += theta.Groups * Length(tap);
        }
        Fit(ref _values, length * sizeof(float));
        Fit(ref _starts, (long)taps.Count * images * sizeof(float*));
        var block = _values.Floats;
        for (var tap = 0; tap < taps.Count; tap++, block += theta.Groups * length)
        {
            length = Length(tap);
            for (var image = 0; image < images; image++)
            {
                Starts(tap)[image] = block + (theta.GroupOf(image, images) * length);
            }
            for (var group = 0; group < theta.Groups; group++)
            {
                var from = theta.Group(group).Slice(taps[tap].ThetaOffset, taps[tap].ThetaLength);
                var to = block + (group * length);
                if (taps[tap].Form == ThetaForm.Spatial)
                {
                    var map = maps.Tapped[tap];
                    Transpose(from, to, map);
                    map.Wrap((byte*)to, 1, map.Channels * sizeof(float), _layout.Tiling);
                }
                else
                {
                    from.CopyTo(new Span<float>(to, from.Length));
                }
            }
        }
    }

    /// <summary>Theta of a tap for the images of the batch from the one given on.</summary>
    public ThetaView View(int tap, int firstImage)
    {
        var map = _maps!.Tapped[tap];
        return _layout!.Taps[tap].Form == ThetaForm.Spatial
            ? new(Starts(tap) + firstImage, (nint)map.Columns * map.Channels, map.Channels)
            : new(Starts(tap) + firstImage, 0, 0);
    }

    /// <summary>Theta of the images of the batch from the one given on.</summary>
    public ChainsTheta From(int firstImage) => new(this, firstImage);

    public void Dispose()
    {
        _values.Dispose();
        _starts.Dispose();
    }

    private static void Fit(ref NativeBuffer buffer, long bytes)
    {
        if (buffer.Bytes < bytes)
        {
            buffer.Dispose();
            buffer = new NativeBuffer(bytes);
        }
    }

    /// <summary>[channel][row][column] to a framed map, channels a multiple of 16.</summary>
    [MethodImpl(Jit.Kernel)]
    private static void Transpose(ReadOnlySpan<float> from, float* to, FeatureMap map)
    {
        // Squares of a cache line each way: every line is read and written whole, once.
        const int Line = 16;
        for (var channel = 0; channel < map.Channels; channel += Line)
        {
            for (var row = 0; row < map.Height; row++)
            {
                for (var column = 0; column < map.Width; column += Line)
                {
                    var count = Math.Min(Line, map.Width - column);
                    for (var k = 0; k < Line; k++)
                    {
                        var line = from.Slice(((((channel + k) * map.Height) + row) * map.Width) + column, count);
                        var target = to + ((long)map.Pixel(row, column) * map.Channels) + channel + k;
                        foreach (var value in line)
                        {
                            *target = value;
                            target += map.Channels;
                        }
                    }
                }
            }
        }
    }

    private float** Starts(int tap) => (float**)_starts.Start + ((long)tap * _images);

    /// <summary>Floats of one group.</summary>
    private long Length(int tap) =>
        _layout!.Taps[tap].Form == ThetaForm.Spatial ? _maps!.Tapped[tap].Length : _maps!.Tapped[tap].Channels;
}

/// <summary>Theta of all taps for a few chains of a batch, counted from <paramref name="FirstImage"/>.</summary>
internal readonly record struct ChainsTheta(ThetaBlocks Blocks, int FirstImage)
{
    public ThetaView Of(int tap) => Blocks.View(tap, FirstImage);
}
