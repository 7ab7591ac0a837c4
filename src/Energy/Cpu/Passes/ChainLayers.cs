using System.Runtime.CompilerServices;
using WFrame.Cpu.Kernels;
using WFrame.Cpu.Layout;

namespace WFrame.Cpu.Passes;

/// <summary>The layers of a trunk as each pass needs them, for any part of their rows or tiles.</summary>
internal sealed unsafe class ChainLayers<TLanes, TVector>(PackedTrunk trunk, TrunkMaps maps, WinogradScratch scratch)
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>The first layer, from images or tangents up to some rows of its map.</summary>
    public void First(Pass pass, FramedImages input, int images, MapView output, MaskView mask, int row, int end)
    {
        if (pass == Pass.Tangent)
        {
            Run(new MaskEpilogue<TLanes, TVector>(output, mask));
        }
        else
        {
            Run(new ReluEpilogue<TLanes, TVector>(output, mask, trunk.Bias(0)));
        }

        void Run<TEpilogue>(TEpilogue epilogue)
            where TEpilogue : struct, IEpilogue =>
            DirectConvolution<TLanes, TVector>.Forward(
                trunk.First,
                input,
                images,
                epilogue,
                scratch.Products,
                row,
                end
            );
    }

    /// <summary>Any other layer, from the map below up to some tiles.</summary>
    public void Up(Pass pass, int stage, MapView input, MapView output, MaskView mask, int tile, int end)
    {
        var bias = trunk.Bias(stage);
        switch (pass, trunk.Stages[stage].Pooled)
        {
            case (Pass.Tangent, true):
                Run(new PoolTangentEpilogue<TLanes, TVector>(output, mask));
                break;
            case (Pass.Tangent, false):
                Run(new MaskEpilogue<TLanes, TVector>(output, mask));
                break;
            case (_, true):
                Run(new PoolEpilogue<TLanes, TVector>(output, mask, bias));
                break;
            case (Pass.Decisions, false) when stage == maps.Last:
                Run(new DecisionEpilogue<TLanes, TVector>(mask, bias));
                break;
            default:
                Run(new ReluEpilogue<TLanes, TVector>(output, mask, bias));
                break;
        }

        void Run<TEpilogue>(TEpilogue epilogue)
            where TEpilogue : struct, IEpilogue =>
            Convolve(trunk.Forward[stage - 1], stage, tile, end, new PlainSource<TLanes, TVector>(input), epilogue);
    }

    /// <summary>From the gradient of a layer's map down to some tiles of the gradient of the map below.</summary>
    public void Down(int stage, ChainMemory memory, MapView gradient, MapView below, int tile, int end)
    {
        if (trunk.Stages[stage - 1].Pooled)
        {
            Read(new StoreEpilogue<TLanes, TVector>(below));
        }
        else
        {
            Read(new MaskEpilogue<TLanes, TVector>(below, memory.Mask(stage - 1)));
        }

        void Read<TEpilogue>(TEpilogue epilogue)
            where TEpilogue : struct, IEpilogue
        {
            var kernel = trunk.Backward[stage - 1];
            if (trunk.Stages[stage].Pooled)
            {
                Convolve(
                    kernel,
                    stage,
                    tile,
                    end,
                    new UnpoolSource<TLanes, TVector>(gradient, memory.Mask(stage)),
                    epilogue
                );
            }
            else
            {
                Convolve(kernel, stage, tile, end, new PlainSource<TLanes, TVector>(gradient), epilogue);
            }
        }
    }

    /// <summary>Where the way down begins: theta, times the decisions of the last ReLU, on some rows of the last map.</summary>
    [MethodImpl(Jit.Kernel)]
    public void Seed(MapView map, MaskView decisions, int image, float* theta, int pixelStep, int firstRow, int endRow)
    {
        var pooled = trunk.Stages[maps.Last].Pooled;
        theta += (long)firstRow * map.Width * pixelStep;
        for (var row = firstRow; row < endRow; row++)
        {
            for (var column = 0; column < map.Width; column++, theta += pixelStep)
            {
                var seed = map.At(image, row, column);
                var bits = decisions.At(image, row, column);
                for (var channel = 0; channel < map.Channels; channel += TLanes.Count)
                {
                    var value = TLanes.Load(theta + channel);
                    TLanes.Store(pooled ? value : TLanes.Keep(TLanes.ReadBits(bits, channel), value), seed + channel);
                }
            }
        }
    }

    /// <summary>Through the first layer: some rows of the gradient of one image, [3,H,W].</summary>
    public void Gradient(MapView map, int image, float* output, int row, int end) =>
        DirectConvolution<TLanes, TVector>.Backward(trunk.First, map, image, output, row, end);

    private void Convolve<TSource, TEpilogue>(
        WinogradKernel kernel,
        int stage,
        int tile,
        int end,
        TSource source,
        TEpilogue epilogue
    )
        where TSource : struct, ITileSource<TVector>
        where TEpilogue : struct, IEpilogue =>
        WinogradConvolution<TLanes, TVector>.Run(kernel, maps.Before[stage], tile, end, source, epilogue, scratch);
}
