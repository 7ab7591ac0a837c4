using WFrame.Cpu.Layout;

namespace WFrame.Cpu.Kernels;

/// <summary>
/// The first layer, 3 colours to C filters, and its transpose: too thin for Winograd, so the 27 products are made
/// directly.
/// </summary>
internal static unsafe class DirectConvolution<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    // Pixels whose products are kept together in the L1 cache.
    private const int Block = 24;

    /// <summary>Convolves framed images. Every product is one of the micro-kernel, with pixels instead of tiles.</summary>
    [MethodImpl(Jit.Kernel)]
    public static void Forward<TEpilogue>(
        DirectKernel kernel,
        FramedImages input,
        int images,
        TEpilogue epilogue,
        float* products,
        int firstRow,
        int endRow
    )
        where TEpilogue : struct, IEpilogue
    {
        var shape = kernel.Shape;
        for (var image = 0; image < images; image++)
        {
            for (var row = firstRow; row < endRow; row++)
            {
                for (var column = 0; column < input.Size.Width; column += Block)
                {
                    var pixels = Math.Min(Block, input.Size.Width - column);
                    var operand = new Operand(
                        input.Line(image, row) + column,
                        1,
                        DirectKernel.Colours * 3,
                        input.LineLength,
                        3
                    );
                    for (var chunk = 0; chunk < shape.Chunks; chunk++)
                    {
                        for (var panel = 0; panel < shape.Panels; panel++)
                        {
                            PanelProduct<TLanes, TVector>.Multiply(
                                shape,
                                pixels,
                                operand,
                                kernel.Panel(chunk, panel),
                                products + (panel * shape.PanelWidth),
                                shape.Chunk
                            );
                        }
                        Finish(
                            epilogue,
                            new Patch(image, row, column, 1, pixels),
                            chunk * shape.Chunk,
                            shape.Chunk,
                            products
                        );
                    }
                }
            }
        }
    }

    [MethodImpl(Jit.Kernel)]
    private static void Finish<TEpilogue>(
        TEpilogue epilogue,
        Patch patch,
        int firstChannel,
        int channels,
        float* products
    )
        where TEpilogue : struct, IEpilogue
    {
        for (var channel = 0; channel < channels; channel += TLanes.Count)
        {
            epilogue.Finish(patch, firstChannel + channel, new Outputs(products + channel, 0, channels), 0);
        }
    }

    /// <summary>The transpose: gradient of the first layer's outputs to gradient of one image.</summary>
    /// <param name="kernel">Kernels.</param>
    /// <param name="gradient">Gradient of the pre-activations, framed.</param>
    /// <param name="image">Which image.</param>
    /// <param name="output">Receives [3,H,W].</param>
    /// <param name="firstRow">First row of the image.</param>
    /// <param name="endRow">The row after the last.</param>
    [MethodImpl(Jit.Kernel)]
    public static void Backward(
        DirectKernel kernel,
        MapView gradient,
        int image,
        float* output,
        int firstRow,
        int endRow
    )
    {
        var (height, width) = (gradient.Height, gradient.Width);
        for (var row = firstRow; row < endRow; row++)
        {
            // Columns up to the next multiple of 4 lie in the frame: readable, and not stored.
            for (var column = 0; column < width; column += FeatureMap.Tile)
            {
                BackwardBlock(
                    kernel,
                    gradient,
                    image,
                    row,
                    column,
                    output + (row * width) + column,
                    height * width,
                    Math.Min(FeatureMap.Tile, width - column)
                );
            }
        }
    }

    /// <summary>Four pixels of a row by three colours: 12 sums over filters, lane by lane, and over the lanes at last.</summary>
    [MethodImpl(Jit.Kernel)]
    private static void BackwardBlock(
        DirectKernel kernel,
        MapView gradient,
        int image,
        int row,
        int column,
        float* output,
        int planeStep,
        int pixels
    )
    {
        TVector b0 = default,
            g0 = default,
            r0 = default;
        TVector b1 = default,
            g1 = default,
            r1 = default;
        TVector b2 = default,
            g2 = default,
            r2 = default;
        TVector b3 = default,
            g3 = default,
            r3 = default;
        var channels = kernel.Outputs;
        var weights = kernel.Backward;
        for (var tap = 0; tap < 3; tap++)
        {
            var line = gradient.At(image, row + tap - 1, column - 1);
            for (var channel = 0; channel < channels; channel += TLanes.Count)
            {
                var start = line + channel;
                for (var place = 0; place < 3; place++, start += channels)
                {
                    var blue = TLanes.Load(weights);
                    var green = TLanes.Load(weights + TLanes.Count);
                    var red = TLanes.Load(weights + (2 * TLanes.Count));
                    weights += DirectKernel.Colours * TLanes.Count;
                    Accumulate(TLanes.Load(start), blue, green, red, ref b0, ref g0, ref r0);
                    Accumulate(TLanes.Load(start + channels), blue, green, red, ref b1, ref g1, ref r1);
                    Accumulate(TLanes.Load(start + (2 * channels)), blue, green, red, ref b2, ref g2, ref r2);
                    Accumulate(TLanes.Load(start + (3 * channels)), blue, green, red, ref b3, ref g3, ref r3);
                }
            }
        }
        Put(output, planeStep, b0, g0, r0);
        if (pixels > 1)
        {
            Put(output + 1, planeStep, b1, g1, r1);
        }
        if (pixels > 2)
        {
            Put(output + 2, planeStep, b2, g2, r2);
        }
        if (pixels > 3)
        {
            Put(output + 3, planeStep, b3, g3, r3);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Accumulate(
        TVector value,
        TVector blue,
        TVector green,
        TVector red,
        ref TVector b,
        ref TVector g,
        ref TVector r
    )
    {
        b = TLanes.Fused(value, blue, b);
        g = TLanes.Fused(value, green, g);
        r = TLanes.Fused(value, red, r);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Put(float* output, int planeStep, TVector b, TVector g, TVector r)
    {
        output[0] = TLanes.Sum(b);
        output[planeStep] = TLanes.Sum(g);
        output[2 * planeStep] = TLanes.Sum(r);
    }
}
