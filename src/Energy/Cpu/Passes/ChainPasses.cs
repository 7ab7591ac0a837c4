using System.Runtime.CompilerServices;
using WFrame.Cpu.Kernels;
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
    private ChainMemory? _joined;
    private IPassOrder? _order;

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

    public long Bytes => _scratch.Bytes + (_memory?.Bytes ?? 0) + (_order?.Bytes ?? 0);

    private MapView Responses => Memory.Map(Memory.Maps.Last);

    public void Fit(TrunkMaps maps, int chains)
    {
        if (_memory is null || _memory.Maps != maps || _memory.Chains < chains)
        {
            Release();
            _memory = new ChainMemory(maps, chains);
            var layers = new ChainLayers<TLanes, TVector>(_trunk, maps, _scratch);
            _order = maps.Rolls
                ? new RowsOnDemand<TLanes, TVector>(maps, layers)
                : new LayerByLayer<TLanes, TVector>(maps, layers);
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

    public void Forward(int chains, bool responses) =>
        _order!.Up(responses ? Pass.Responses : Pass.Decisions, Memory, Share, chains);

    public void Tangent(int chains) => _order!.Up(Pass.Tangent, Memory, Share, chains);

    public void Seed(int image, float* theta, int pixelStep) => _order!.Seed(Memory, Share, image, theta, pixelStep);

    public void Backward(int chains) => _order!.Down(Memory, Share, chains);

    public void Gradient(int image, Span<float> gradient)
    {
        fixed (float* output = gradient)
        {
            _order!.Gradient(Memory, Share, image, output);
        }
    }

    [MethodImpl(Jit.Kernel)]
    public void Read(int image, Span<float> responses)
    {
        // Squares of a cache line each way, as ThetaBlocks transposes.
        const int Line = 16;
        var map = Responses;
        var plane = map.Height * map.Width;
        var (firstRow, endRow) = Share.Of(map.Height);
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
        Share.Meet();
    }

    [MethodImpl(Jit.Kernel)]
    public void ReadSums(int image, Span<float> sums)
    {
        var map = Responses;
        var (first, end) = Share.Of(map.Channels);
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
        Share.Meet();
    }

    public void Dispose()
    {
        _scratch.Dispose();
        Release();
    }

    private void Release()
    {
        _memory?.Dispose();
        _order?.Dispose();
        (_memory, _order) = (null, null);
    }
}
