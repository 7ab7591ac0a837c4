using WFrame.Cpu.Layout;

namespace WFrame.Cpu.Kernels.Winograd;

/// <summary>
/// A 3x3 convolution, stride 1, padding 1, by F(4x4,3x3): tiles are taken in blocks that stay in the L2 cache; of
/// each block all inputs are transformed, 36 matrix products made, and the outputs transformed and handed over.
/// </summary>
internal static unsafe class WinogradConvolution<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Convolves maps of the size of <paramref name="map"/>.</summary>
    /// <param name="kernel">Transformed kernels.</param>
    /// <param name="map">Height and width, and thus the tiles, of the convolution's output.</param>
    /// <param name="start">First tile, those of all images counted through.</param>
    /// <param name="end">The tile after the last.</param>
    /// <param name="source">Where inputs are read.</param>
    /// <param name="epilogue">What is done with outputs.</param>
    /// <param name="scratch">Working memory.</param>
    [MethodImpl(Jit.Kernel)]
    public static void Run<TSource, TEpilogue>(
        WinogradKernel kernel,
        FeatureMap map,
        int start,
        int end,
        TSource source,
        TEpilogue epilogue,
        WinogradScratch scratch
    )
        where TSource : struct, ITileSource<TVector>
        where TEpilogue : struct, IEpilogue
    {
        var inputStep = WinogradScratch.PositionStep(kernel.BlockTiles, kernel.Inputs);
        var productStep = WinogradScratch.PositionStep(kernel.BlockTiles, kernel.Shape.Chunk);
        for (var first = start; first < end; first += kernel.BlockTiles)
        {
            var tiles = Math.Min(kernel.BlockTiles, end - first);
            for (var tile = 0; tile < tiles; tile++)
            {
                TransformInputs(
                    source,
                    Tile.At(first + tile, map),
                    kernel.Inputs,
                    scratch.Inputs + (tile * kernel.Inputs),
                    inputStep,
                    scratch.Small
                );
            }
            for (var chunk = 0; chunk < kernel.Shape.Chunks; chunk++)
            {
                for (var position = 0; position < WinogradTransforms.Positions; position++)
                {
                    Multiply(kernel, chunk, position, tiles, scratch);
                }
                for (var tile = 0; tile < tiles; tile++)
                {
                    TransformOutputs(
                        epilogue,
                        Patch.Of(Tile.At(first + tile, map), map),
                        chunk * kernel.Shape.Chunk,
                        kernel.Shape.Chunk,
                        scratch.Products + (tile * kernel.Shape.Chunk),
                        productStep,
                        scratch.Small
                    );
                }
            }
        }
    }

    /// <summary>B' d B of one tile, all channels.</summary>
    [MethodImpl(Jit.Kernel)]
    private static void TransformInputs<TSource>(
        TSource source,
        Tile tile,
        int channels,
        float* output,
        nint positionStep,
        float* small
    )
        where TSource : struct, ITileSource<TVector>
    {
        for (var channel = 0; channel < channels; channel += TLanes.Count)
        {
            for (var column = 0; column < WinogradTransforms.Input; column++)
            {
                source.Read(
                    tile,
                    column,
                    channel,
                    out var d0,
                    out var d1,
                    out var d2,
                    out var d3,
                    out var d4,
                    out var d5
                );
                WinogradTransforms.TransformInput<TLanes, TVector>(
                    d0,
                    d1,
                    d2,
                    d3,
                    d4,
                    d5,
                    small + (column * TLanes.Count),
                    WinogradTransforms.Input * TLanes.Count
                );
            }
            for (var row = 0; row < WinogradTransforms.Input; row++)
            {
                var line = small + (row * WinogradTransforms.Input * TLanes.Count);
                WinogradTransforms.TransformInput<TLanes, TVector>(
                    TLanes.Load(line),
                    TLanes.Load(line + TLanes.Count),
                    TLanes.Load(line + (2 * TLanes.Count)),
                    TLanes.Load(line + (3 * TLanes.Count)),
                    TLanes.Load(line + (4 * TLanes.Count)),
                    TLanes.Load(line + (5 * TLanes.Count)),
                    output + (row * WinogradTransforms.Input * positionStep) + channel,
                    positionStep
                );
            }
        }
    }

    /// <summary>One of the 36 matrix products of a block with one chunk of filters; public for the profile.</summary>
    [MethodImpl(Jit.Kernel)]
    public static void Multiply(WinogradKernel kernel, int chunk, int position, int tiles, WinogradScratch scratch)
    {
        var shape = kernel.Shape;
        var inputs = scratch.Inputs + (position * WinogradScratch.PositionStep(kernel.BlockTiles, kernel.Inputs));
        var products = scratch.Products + (position * WinogradScratch.PositionStep(kernel.BlockTiles, shape.Chunk));
        var input = new Operand(inputs, kernel.Inputs, 1, 0, kernel.Inputs);
        for (var panel = 0; panel < shape.Panels; panel++)
        {
            PanelProduct<TLanes, TVector>.Multiply(
                shape,
                tiles,
                input,
                kernel.Panel(chunk, position, panel),
                products + (panel * shape.PanelWidth),
                shape.Chunk
            );
        }
    }

    /// <summary>A' m A of one tile and chunk, handed to the epilogue.</summary>
    [MethodImpl(Jit.Kernel)]
    private static void TransformOutputs<TEpilogue>(
        TEpilogue epilogue,
        Patch patch,
        int firstChannel,
        int channels,
        float* products,
        nint positionStep,
        float* small
    )
        where TEpilogue : struct, IEpilogue
    {
        const int Count = FeatureMap.Tile * FeatureMap.Tile;
        var half = small + (Count * channels);
        if (TEpilogue.NeedsScale)
        {
            TVector largest = default;
            for (var channel = 0; channel < channels; channel += TLanes.Count)
            {
                var outputs = small + (channel * Count);
                TransformOutput(products + channel, positionStep, half, outputs);
                for (var y = 0; y < Count; y++)
                {
                    largest = TLanes.Max(largest, TLanes.Abs(TLanes.Load(outputs + (y * TLanes.Count))));
                }
            }
            TLanes.Store(largest, half);
            var scale = 0f;
            for (var lane = 0; lane < TLanes.Count; lane++)
            {
                scale = Math.Max(scale, half[lane]);
            }
            for (var channel = 0; channel < channels; channel += TLanes.Count)
            {
                epilogue.Finish(patch, firstChannel + channel, Tiled(small + (channel * Count)), scale);
            }
        }
        else
        {
            for (var channel = 0; channel < channels; channel += TLanes.Count)
            {
                TransformOutput(products + channel, positionStep, half, small);
                epilogue.Finish(patch, firstChannel + channel, Tiled(small), 0);
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static Outputs Tiled(float* start) => new(start, FeatureMap.Tile * TLanes.Count, TLanes.Count);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void TransformOutput(float* products, nint positionStep, float* half, float* outputs)
    {
        var line = WinogradTransforms.Input * TLanes.Count;
        for (var column = 0; column < WinogradTransforms.Input; column++)
        {
            WinogradTransforms.TransformOutput<TLanes, TVector>(
                products + (column * positionStep),
                WinogradTransforms.Input * positionStep,
                out var y0,
                out var y1,
                out var y2,
                out var y3
            );
            var place = half + (column * TLanes.Count);
            TLanes.Store(y0, place);
            TLanes.Store(y1, place + line);
            TLanes.Store(y2, place + (2 * line));
            TLanes.Store(y3, place + (3 * line));
        }
        for (var row = 0; row < FeatureMap.Tile; row++)
        {
            WinogradTransforms.TransformOutput<TLanes, TVector>(
                half + (row * line),
                TLanes.Count,
                out var y0,
                out var y1,
                out var y2,
                out var y3
            );
            var place = outputs + (row * FeatureMap.Tile * TLanes.Count);
            TLanes.Store(y0, place);
            TLanes.Store(y1, place + TLanes.Count);
            TLanes.Store(y2, place + (2 * TLanes.Count));
            TLanes.Store(y3, place + (3 * TLanes.Count));
        }
    }
}
