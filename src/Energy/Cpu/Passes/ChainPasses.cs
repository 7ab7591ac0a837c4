using WFrame.Cpu.Kernels;
using WFrame.Cpu.Kernels.Winograd;
using WFrame.Cpu.Layout;
using WFrame.Cpu.Threads;

namespace WFrame.Cpu.Passes;

/// <inheritdoc cref="IChainPasses"/>
internal sealed unsafe class ChainPasses<TLanes, TVector> : IChainPasses
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private readonly PackedTrunk _trunk;
    private readonly WinogradScratch _scratch;
    private ChainMemory? _memory;
    private TrunkMaps? _maps;
    private ChainMemory? _joined;
    private IPassOrder? _order;
    private ChainLayers<TLanes, TVector>? _layers;

    public ChainPasses(PackedTrunk trunk)
    {
        _trunk = trunk;
        WinogradKernel[] kernels = [.. trunk.Forward, .. trunk.Backward];
        _scratch = new WinogradScratch(
            kernels,
            kernels.Select(kernel => kernel.Shape.Chunk).Append(trunk.First.Shape.Chunk).Max()
        );
    }

    public ChainMemory Memory => _joined ?? _memory!;

    public Share Share { get; private set; } = Share.Alone;

    public CancellationToken Cancellation
    {
        set => _layers!.Cancellation = value;
    }

    public long Bytes => _scratch.Bytes + (_memory?.Bytes ?? 0) + (_order?.Bytes ?? 0);

    public void Fit(TrunkMaps maps, int chains, bool memory)
    {
        if (_maps != maps)
        {
            Release();
            _maps = maps;
            _layers = new ChainLayers<TLanes, TVector>(_trunk, maps, _scratch);
            _order = maps.Rolls
                ? new RowsOnDemand<TLanes, TVector>(maps, _layers)
                : new LayerByLayer<TLanes, TVector>(maps, _layers);
        }
        if (memory && (_memory is null || _memory.Chains < chains))
        {
            _memory?.Dispose();
            _memory = new ChainMemory(maps, chains);
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
        Share.Wait();
    }

    public void Forward(int chains, Span<float> responses) =>
        _order!.Forward(responses.IsEmpty ? Pass.Decisions : Pass.Responses, Memory, Share, chains, responses);

    public void Statistics(int chains, Span<float> statistics) =>
        _order!.Forward(Pass.Statistics, Memory, Share, chains, statistics);

    public void Backward(int chains, ChainsTheta theta) => _order!.Backward(Memory, Share, chains, theta);

    public void Gradient(int image, Span<float> gradient)
    {
        fixed (float* output = gradient)
        {
            _order!.Gradient(Memory, Share, image, output);
        }
    }

    public void Tangent(int chains, Span<float> tangents) =>
        _order!.Forward(Pass.Tangent, Memory, Share, chains, tangents);

    public void Dispose()
    {
        _scratch.Dispose();
        Release();
    }

    private void Release()
    {
        _memory?.Dispose();
        _order?.Dispose();
        (_memory, _order, _maps) = (null, null, null);
    }
}
