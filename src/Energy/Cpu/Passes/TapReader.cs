using WFrame.Cpu.Kernels;
using WFrame.Cpu.Layout;
using WFrame.Cpu.Threads;
using WFrame.Responses;

namespace WFrame.Cpu.Passes;

/// <summary>Reads tapped maps out of the working memory: F after a forward pass, half of P after a tangent pass.</summary>
internal static unsafe class TapReader
{
    /// <summary>Reads one tap of some images; threads that share an image read a part each and wait for each other.</summary>
    /// <param name="pass">Responses; or statistics or tangents: a filter form takes their sums over positions.</param>
    /// <param name="layout">The taps.</param>
    /// <param name="tap">Which tap.</param>
    /// <param name="map">What it reads.</param>
    /// <param name="chains">How many images.</param>
    /// <param name="share">This thread's part.</param>
    /// <param name="output">Receives the numbers of the tap among those of each image.</param>
    public static void Read(
        Pass pass,
        ResponseLayout layout,
        int tap,
        MapView map,
        int chains,
        Share share,
        Span<float> output
    )
    {
        var place = layout.Taps[tap];
        for (var image = 0; image < chains; image++)
        {
            if (pass == Pass.Responses)
            {
                ReadMap(map, image, share, output.Slice((image * layout.Length) + place.Offset, place.Length));
                continue;
            }
            var numbers = output.Slice((image * layout.ThetaLength) + place.ThetaOffset, place.ThetaLength);
            if (place.Form == ThetaForm.Spatial)
            {
                ReadMap(map, image, share, numbers);
            }
            else
            {
                ReadSums(map, image, share, numbers);
            }
        }
        share.Wait();
    }

    /// <summary>Copies the map of one image to [C,h,w].</summary>
    [MethodImpl(Jit.Kernel)]
    private static void ReadMap(MapView map, int image, Share share, Span<float> responses)
    {
        // Squares of a cache line each way, as ThetaBlocks transposes.
        const int Line = 16;
        var plane = map.Height * map.Width;
        var (firstRow, endRow) = share.Of(map.Height);
        for (var row = firstRow; row < endRow; row++)
        {
            for (var column = 0; column < map.Width; column += Line)
            {
                var (count, pixel) = (Math.Min(Line, map.Width - column), (row * map.Width) + column);
                var from = map.At(image, row, column);
                for (var channel = 0; channel < map.Channels; channel++)
                {
                    var source = from + channel;
                    foreach (ref var response in responses.Slice((channel * plane) + pixel, count))
                    {
                        response = *source;
                        source += map.Channels;
                    }
                }
            }
        }
    }

    /// <summary>Sums the map of one image over positions, in double, to [C].</summary>
    [MethodImpl(Jit.Kernel)]
    private static void ReadSums(MapView map, int image, Share share, Span<float> sums)
    {
        var (first, end) = share.Of(map.Channels);
        Span<double> totals = stackalloc double[end - first];
        totals.Clear();
        for (var row = 0; row < map.Height; row++)
        {
            for (var column = 0; column < map.Width; column++)
            {
                var from = map.At(image, row, column) + first;
                foreach (ref var total in totals)
                {
                    total += *from++;
                }
            }
        }
        foreach (var total in totals)
        {
            sums[first++] = (float)total;
        }
    }
}
