using WFrame.Cpu.Kernels;
using WFrame.Cpu.Kernels.Winograd;
using WFrame.Cpu.Layout;

namespace WFrame.Cpu.Passes;

/// <summary>The layers of a trunk as each pass needs them, for any part of their rows or tiles.</summary>
internal sealed unsafe class ChainLayers<TLanes, TVector>(PackedTrunk trunk, TrunkMaps maps, WinogradScratch scratch)
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Tiles between two looks at the cancellation: some ten milliseconds of the deepest layers.</summary>
    private const int TilesAtOnce = 2048;

    /// <summary>Rows of the first layer between two looks.</summary>
    private const int RowsAtOnce = 64;

    /// <summary>Ends a pass in its middle: one of a large image takes seconds.</summary>
    public CancellationToken Cancellation { get; set; }

    /// <summary>The first layer, from images or tangents to some rows of its map.</summary>
    public void First(Pass pass, FramedImages input, int images, MapView output, MaskView mask, int row, int end)
    {
        if (pass == Pass.Tangent)
        {
            Run(Masked(output, mask));
        }
        else
        {
            Run(Rectified(output, mask, trunk.Bias(0)));
        }

        void Run<TEpilogue>(TEpilogue epilogue)
            where TEpilogue : struct, IEpilogue
        {
            for (var first = row; first < end; first += RowsAtOnce)
            {
                Cancellation.ThrowIfCancellationRequested();
                DirectConvolution<TLanes, TVector>.Forward(
                    trunk.First,
                    input,
                    images,
                    epilogue,
                    scratch.Products,
                    first,
                    Math.Min(first + RowsAtOnce, end)
                );
            }
        }
    }

    /// <summary>Any other layer, from the map below to some tiles; of one tapped before its pool, un-pooled as well.</summary>
    public void Forward(Pass pass, int stage, ChainMemory memory, MapView input, MapView output, int tile, int end)
    {
        var bias = trunk.Bias(stage);
        var (mask, active, whole) = (memory.Mask(stage), memory.Active(stage), memory.BeforePool(stage));
        switch (pass, maps.Stages[stage].Pool)
        {
            case (Pass.Tangent, PoolKind.None):
                Run(Masked(output, mask));
                break;
            case (Pass.Decisions, PoolKind.None) when stage == maps.Last:
                Run(Decided(mask, bias));
                break;
            case (_, PoolKind.None):
                Run(Rectified(output, mask, bias));
                break;
            case (Pass.Tangent, var pool):
                RunPooled(new PoolTangentEpilogue<TLanes, TVector>(output, mask, pool == PoolKind.Average));
                break;
            case (_, PoolKind.Average):
                RunPooled(new AveragePoolEpilogue<TLanes, TVector>(output, mask, bias));
                break;
            default:
                RunPooled(new PoolEpilogue<TLanes, TVector>(output, mask, bias));
                break;
        }

        void RunPooled<TPool>(TPool pool)
            where TPool : struct, IEpilogue
        {
            switch (pass)
            {
                case var _ when maps.TapsBeforePool[stage] is null:
                    Run(pool);
                    break;
                case Pass.Tangent:
                    Run(Both(pool, Masked(whole, active)));
                    break;
                case Pass.Decisions:
                    Run(Both(pool, Decided(active, bias)));
                    break;
                default:
                    Run(Both(pool, Rectified(whole, active, bias)));
                    break;
            }
        }

        void Run<TEpilogue>(TEpilogue epilogue)
            where TEpilogue : struct, IEpilogue =>
            Convolve(trunk.Forward[stage - 1], stage, tile, end, new PlainSource<TLanes, TVector>(input), epilogue);
    }

    /// <summary>
    /// From the gradient of a layer's map to some tiles of the gradient of the map below. Where either is tapped its theta
    /// is added.
    /// </summary>
    public void Backward(
        int stage,
        ChainMemory memory,
        MapView gradient,
        MapView below,
        ChainsTheta theta,
        int tile,
        int end
    )
    {
        var unpooled = new UnpoolSource<TLanes, TVector>(gradient, memory.Mask(stage));
        if (!maps.Stages[stage].Pooled)
        {
            From(new PlainSource<TLanes, TVector>(gradient));
        }
        else if (maps.TapsBeforePool[stage] is { } tap)
        {
            From(Sum(unpooled, new ThetaSource<TLanes, TVector>(theta.Of(tap), memory.Active(stage))));
        }
        else
        {
            From(unpooled);
        }

        void From<TSource>(TSource source)
            where TSource : struct, ITileSource<TVector>
        {
            var kernel = trunk.Backward[stage - 1];
            var mask = memory.Mask(stage - 1);
            if (maps.Stages[stage - 1].Pool == PoolKind.Average)
            {
                Convolve(
                    kernel,
                    stage,
                    tile,
                    end,
                    source,
                    new PixelEpilogue<TLanes, TVector, Quarter<TLanes, TVector>>(below)
                );
            }
            else if (maps.Stages[stage - 1].Pooled)
            {
                Convolve(
                    kernel,
                    stage,
                    tile,
                    end,
                    source,
                    new PixelEpilogue<TLanes, TVector, Copy<TLanes, TVector>>(below)
                );
            }
            else if (maps.Taps[stage - 1] is { } tap)
            {
                var added = new PixelEpilogue<TLanes, TVector, AddThetaAndMask<TLanes, TVector>>(
                    below,
                    mask,
                    theta: theta.Of(tap)
                );
                Convolve(kernel, stage, tile, end, source, added);
            }
            else
            {
                Convolve(kernel, stage, tile, end, source, Masked(below, mask));
            }
        }
    }

    /// <summary>
    /// Where the backward pass begins: theta of the highest tap, times the decisions of its ReLU, on some rows of the last
    /// map. Those of a pool are applied where its map is read.
    /// </summary>
    [MethodImpl(Jit.Kernel)]
    public void Seed(MapView map, MaskView decisions, int image, ThetaView theta, int firstRow, int endRow)
    {
        var pool = maps.Stages[maps.Last].Pool;
        var quarter = TLanes.Broadcast(0.25f);
        for (var row = firstRow; row < endRow; row++)
        {
            var numbers = theta.At(image, row, 0);
            for (var column = 0; column < map.Width; column++, numbers += theta.PixelStep)
            {
                var seed = map.At(image, row, column);
                var bits = decisions.At(image, row, column);
                for (var channel = 0; channel < map.Channels; channel += TLanes.Count)
                {
                    var value = TLanes.Load(numbers + channel);
                    value = pool switch
                    {
                        PoolKind.None => TLanes.Keep(TLanes.ReadBits(bits, channel), value),
                        PoolKind.Average => TLanes.Fused(value, quarter, default),
                        _ => value,
                    };
                    TLanes.Store(value, seed + channel);
                }
            }
        }
    }

    /// <summary>Through the first layer: some rows of the gradient of one image, [3,H,W].</summary>
    public void Gradient(MapView map, int image, float* output, int row, int end)
    {
        for (var first = row; first < end; first += RowsAtOnce)
        {
            Cancellation.ThrowIfCancellationRequested();
            var after = Math.Min(first + RowsAtOnce, end);
            DirectConvolution<TLanes, TVector>.Backward(trunk.First, map, image, output, first, after);
        }
    }

    private static PixelEpilogue<TLanes, TVector, Relu<TLanes, TVector>> Rectified(
        MapView output,
        MaskView mask,
        float* bias
    ) => new(output, mask, bias);

    private static PixelEpilogue<TLanes, TVector, Decide<TLanes, TVector>> Decided(MaskView mask, float* bias) =>
        new(default, mask, bias);

    private static PixelEpilogue<TLanes, TVector, Mask<TLanes, TVector>> Masked(MapView output, MaskView mask) =>
        new(output, mask);

    private static Both<TFirst, TSecond> Both<TFirst, TSecond>(TFirst first, TSecond second)
        where TFirst : struct, IEpilogue
        where TSecond : struct, IEpilogue => new(first, second);

    private static SumSource<TLanes, TVector, TFirst, TSecond> Sum<TFirst, TSecond>(TFirst first, TSecond second)
        where TFirst : struct, ITileSource<TVector>
        where TSecond : struct, ITileSource<TVector> => new(first, second);

    private void Convolve<TSource, TEpilogue>(
        WinogradKernel kernel,
        int stage,
        int tile,
        int end,
        TSource source,
        TEpilogue epilogue
    )
        where TSource : struct, ITileSource<TVector>
        where TEpilogue : struct, IEpilogue
    {
        for (var first = tile; first < end; first += TilesAtOnce)
        {
            Cancellation.ThrowIfCancellationRequested();
            var after = Math.Min(first + TilesAtOnce, end);
            WinogradConvolution<TLanes, TVector>.Run(
                kernel,
                maps.Before[stage],
                first,
                after,
                source,
                epilogue,
                scratch
            );
        }
    }
}
