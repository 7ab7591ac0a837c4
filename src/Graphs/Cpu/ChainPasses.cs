using System.Runtime.CompilerServices;

namespace WFrame.Graphs.Cpu;

/// <inheritdoc cref="IChainPasses"/>
internal sealed unsafe class ChainPasses<TLanes, TVector> : IChainPasses
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private readonly PackedTrunk _trunk;
    private readonly WinogradScratch _scratch;
    private ChainMemory? _memory;
    private ChainMemory? _joined;

    public ChainPasses(PackedTrunk trunk)
    {
        _trunk = trunk;
        IEnumerable<WinogradKernel> kernels = [.. trunk.Forward, .. trunk.Backward];
        _scratch = new WinogradScratch(
            kernels.Max(kernel => (int?)kernel.Inputs) ?? 0,
            kernels.Select(kernel => kernel.Shape.Chunk).Append(trunk.First.Shape.Chunk).Max()
        );
    }

    public ChainMemory Memory => _joined ?? _memory!;

    public Share Share { get; private set; } = Share.Alone;

    public long Bytes => _scratch.Bytes + (_memory?.Bytes ?? 0);

    private int Last => _trunk.Stages.Count - 1;

    public void Fit(ImageSize size, int chains)
    {
        if (_memory is null || _memory.Size != size || _memory.Chains < chains)
        {
            _memory?.Dispose();
            _memory = null;
            _memory = new ChainMemory(_trunk, size, chains);
        }
    }

    public void Join(ChainMemory memory, Share share) => (_joined, Share) = (memory, share);

    public void Leave() => (_joined, Share) = (null, Share.Alone);

    public void Set(int image, ReadOnlySpan<float> pixels)
    {
        if (Share.Leads)
        {
            Memory.Input.Set(image, pixels);
        }
        Share.Meet();
    }

    public void Forward(int chains)
    {
        First(chains, new ReluEpilogue<TLanes, TVector>(FreshMap(0, chains), Memory.Mask(0), _trunk.Bias(0)));
        for (var stage = 1; stage <= Last; stage++)
        {
            var (output, mask) = (FreshMap(stage, chains), Memory.Mask(stage));
            var bias = _trunk.Bias(stage);
            if (_trunk.Stages[stage].Pooled)
            {
                Up(stage, chains, new PoolEpilogue<TLanes, TVector>(output, mask, bias));
            }
            else
            {
                Up(stage, chains, new ReluEpilogue<TLanes, TVector>(output, mask, bias));
            }
        }
    }

    public void Tangent(int chains)
    {
        First(chains, new MaskEpilogue<TLanes, TVector>(FreshMap(0, chains), Memory.Mask(0)));
        for (var stage = 1; stage <= Last; stage++)
        {
            var (output, mask) = (FreshMap(stage, chains), Memory.Mask(stage));
            if (_trunk.Stages[stage].Pooled)
            {
                Up(stage, chains, new PoolTangentEpilogue<TLanes, TVector>(output, mask));
            }
            else
            {
                Up(stage, chains, new MaskEpilogue<TLanes, TVector>(output, mask));
            }
        }
    }

    public void Backward(int chains)
    {
        Share.Meet();
        for (var stage = Last; stage > 0; stage--)
        {
            var below = FreshMap(stage - 1, chains);
            if (_trunk.Stages[stage - 1].Pooled)
            {
                Down(stage, chains, new StoreEpilogue<TLanes, TVector>(below));
            }
            else
            {
                Down(stage, chains, new MaskEpilogue<TLanes, TVector>(below, Memory.Mask(stage - 1)));
            }
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Seed(int image, float* theta, int pixelStep)
    {
        var map = Memory.Map(Last);
        var mask = Memory.Mask(Last);
        var pooled = _trunk.Stages[Last].Pooled;
        var (firstRow, endRow) = Share.Of(map.Height);
        theta += (long)firstRow * map.Width * pixelStep;
        for (var row = firstRow; row < endRow; row++)
        {
            for (var column = 0; column < map.Width; column++, theta += pixelStep)
            {
                var seed = map.At(image, row, column);
                var bits = mask.At(image, row, column);
                for (var channel = 0; channel < map.Channels; channel += TLanes.Count)
                {
                    var value = TLanes.Load(theta + channel);
                    TLanes.Store(pooled ? value : TLanes.Keep(TLanes.ReadBits(bits, channel), value), seed + channel);
                }
            }
        }
    }

    public void Gradient(int image, Span<float> gradient)
    {
        fixed (float* output = gradient)
        {
            DirectConvolution<TLanes, TVector>.Backward(_trunk.First, Memory.Map(0), image, output, Share);
        }
        Share.Meet();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void Read(int image, float factor, Span<float> responses)
    {
        // Eight channels at a time: as many streams of output as the ways of the first cache.
        const int Together = 8;
        var map = Memory.Map(Last);
        var plane = map.Height * map.Width;
        var (firstRow, endRow) = Share.Of(map.Height);
        for (var row = firstRow; row < endRow; row++)
        {
            for (var channel = 0; channel < map.Channels; channel += Together)
            {
                var from = map.At(image, row, 0) + channel;
                for (var column = 0; column < map.Width; column++, from += map.Channels)
                {
                    var to = (channel * plane) + (row * map.Width) + column;
                    for (var k = 0; k < Together; k++, to += plane)
                    {
                        responses[to] = factor * from[k];
                    }
                }
            }
        }
        Share.Meet();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void ReadSums(int image, float factor, Span<float> sums)
    {
        var map = Memory.Map(Last);
        var (firstChannel, endChannel) = Share.Of(map.Channels);
        for (var channel = firstChannel; channel < endChannel; channel++)
        {
            var sum = 0.0;
            for (var row = 0; row < map.Height; row++)
            {
                var from = map.At(image, row, 0) + channel;
                for (var column = 0; column < map.Width; column++, from += map.Channels)
                {
                    sum += *from;
                }
            }
            sums[channel] = (float)(factor * sum);
        }
        Share.Meet();
    }

    public void Dispose()
    {
        _scratch.Dispose();
        _memory?.Dispose();
    }

    /// <summary>A map that is about to be written; the first member clears its frame.</summary>
    private MapView FreshMap(int stage, int chains)
    {
        if (Share.Leads)
        {
            Memory.ClearFrame(stage, chains);
        }
        return Memory.Map(stage);
    }

    private void First<TEpilogue>(int chains, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        DirectConvolution<TLanes, TVector>.Forward(
            _trunk.First,
            Memory.Input,
            chains,
            epilogue,
            _scratch.Products,
            Share
        );
        Share.Meet();
    }

    private void Up<TEpilogue>(int stage, int chains, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue =>
        Convolve(
            _trunk.Forward[stage - 1],
            Memory.Before[stage],
            chains,
            new PlainSource<TLanes, TVector>(Memory.Map(stage - 1)),
            epilogue
        );

    private void Down<TEpilogue>(int stage, int chains, TEpilogue epilogue)
        where TEpilogue : struct, IEpilogue
    {
        var kernel = _trunk.Backward[stage - 1];
        var map = Memory.Before[stage];
        var gradient = Memory.Map(stage);
        if (_trunk.Stages[stage].Pooled)
        {
            var source = new UnpoolSource<TLanes, TVector>(gradient, Memory.Mask(stage));
            Convolve(kernel, map, chains, source, epilogue);
        }
        else
        {
            Convolve(kernel, map, chains, new PlainSource<TLanes, TVector>(gradient), epilogue);
        }
    }

    private void Convolve<TSource, TEpilogue>(
        WinogradKernel kernel,
        FeatureMap map,
        int chains,
        TSource source,
        TEpilogue epilogue
    )
        where TSource : struct, ITileSource<TVector>
        where TEpilogue : struct, IEpilogue
    {
        WinogradConvolution<TLanes, TVector>.Run(kernel, map, chains, source, epilogue, _scratch, Share);
        Share.Meet();
    }
}
