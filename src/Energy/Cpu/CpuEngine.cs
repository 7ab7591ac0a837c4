using WFrame.Cpu.Kernels;
using WFrame.Cpu.Layout;
using WFrame.Cpu.Passes;
using WFrame.Cpu.Threads;
using WFrame.Engines;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Cpu;

/// <summary>
/// Kernels of our own for trunks of 3x3 convolutions, ReLUs and 2x2 pools: Winograd F(4x4,3x3) with everything else
/// fused to it. A thread takes a whole chain (several when they are small) through all passes, so that its features
/// stay in the L2 cache; those of large images are made a few rows at a time, see
/// <see cref="RowsOnDemand{TLanes, TVector}"/>, unless there are several taps. Chains left over when all threads have had
/// as many are shared. Results do not depend on the number of threads nor on which chains share a batch, to the last bit.
/// Pooling ties: see <see cref="PoolEpilogue{TLanes, TVector}"/>. Any taps are read in one pass, and layers above the
/// highest are not computed; what depends on the taps is working memory only.
/// </summary>
internal sealed class CpuEngine : IEnergyEngine, IEngineCapacity
{
    // Small images are taken together until they have as many pixels: their tiles then fill the kernels' blocks. Above
    // 32x32 one image fills them alone, and more would only leave the L2 cache (measured: 10 % slower).
    private const int PixelsTogether = 32 * 32;

    // Kernels too large to stay near are read once for all images that are taken together (measured at 64 px: two
    // instead of one 14 % faster, four slower).
    private const int PixelsOfStreamed = 2 * 64 * 64;

    private readonly LaneWidth _width;
    private readonly PackedTrunk _packed;
    private readonly WorkerTeam _team;
    private readonly IChainPasses[] _passes;
    private readonly ThetaBlocks _theta = new();
    private readonly CpuRequest _request;
    private readonly Action<int> _member;
    private TrunkMaps? _maps;

    /// <summary>Packs the kernels and starts the threads.</summary>
    /// <param name="trunk">A trunk that <see cref="Supports"/>.</param>
    /// <param name="threads">Threads, the caller's counted; 0: one a processor.</param>
    /// <param name="width">Register width; null: the widest that the processor has.</param>
    /// <exception cref="UsageException">The trunk is not supported.</exception>
    public CpuEngine(Trunk trunk, int threads = 0, LaneWidth? width = null)
    {
        var stages = Stage.Cut(trunk, out var reason);
        if (reason.Length > 0)
        {
            throw new UsageException($"Trunk {trunk.Name} cannot run on the CPU kernels: {reason}; use ort-cpu.");
        }
        Trunk = trunk;
        _width = width ?? LaneWidths.Widest;
        _packed = new PackedTrunk(stages, _width.Lanes());
        _team = new WorkerTeam(threads == 0 ? Environment.ProcessorCount : threads);
        _passes = [.. Enumerable.Range(0, _team.Size).Select(_ => Passes())];
        _request = new CpuRequest(_team.Size, _theta) { Body = CpuWork.Responses };
        _member = member => _request.Work(member, _passes);
    }

    public string Description =>
        $"cpu ({_width switch { LaneWidth.Bits512 => "AVX-512", LaneWidth.Bits256 => "AVX2", _ => "128-bit" }}, "
        + $"{_team.Size} {(_team.Size == 1 ? "thread" : "threads")})";

    public Trunk Trunk { get; }

    public int Threads => _team.Size;

    public int ImagesAtOnce => EngineCapacity.ImagesOfThread * Threads;

    public long NumbersAtOnce => EngineCapacity.Numbers;

    /// <summary>Bytes of working memory that the threads hold now, without the packed kernels.</summary>
    public long ScratchBytes => _passes.Sum(passes => passes.Bytes);

    /// <summary>For tests: whether feature maps roll; null: when they are large.</summary>
    internal bool? Rolling { get; init; }

    /// <summary>For tests: bytes that the engine's threads have allocated so far, the caller's among them.</summary>
    internal long AllocatedBytes()
    {
        var bytes = new long[_team.Size];
        _team.Run(member => bytes[member] = GC.GetAllocatedBytesForCurrentThread());
        return bytes.Sum();
    }

    /// <summary>Whether these kernels can run a trunk.</summary>
    /// <param name="trunk">Any trunk.</param>
    /// <param name="reason">If not, what is in the way; else empty.</param>
    public static bool Supports(Trunk trunk, out string reason)
    {
        Stage.Cut(trunk, out reason);
        return reason.Length == 0;
    }

    public void Responses(
        PixelBatch x,
        ResponseLayout layout,
        Memory<float> responses,
        CancellationToken cancellation = default
    )
    {
        RequireLength(responses.Length, (long)x.Count * layout.Length, nameof(responses));
        _request.Output = responses;
        Run(x, layout, CpuWork.Responses, cancellation);
    }

    public void Statistics(
        PixelBatch x,
        ResponseLayout layout,
        Memory<float> statistics,
        CancellationToken cancellation = default
    )
    {
        RequireLength(statistics.Length, (long)x.Count * layout.ThetaLength, nameof(statistics));
        _request.Output = statistics;
        Run(x, layout, CpuWork.Statistics, cancellation);
    }

    public void Gradient(PixelBatch x, Theta theta, Memory<float> gradient, CancellationToken cancellation = default)
    {
        RequireLength(gradient.Length, (long)x.Count * x.Size.Dimension, nameof(gradient));
        SetTheta(x, theta);
        _request.Output = gradient;
        Run(x, theta.Layout, CpuWork.Gradient, cancellation);
    }

    public void Evaluate(PixelBatch x, Theta theta, EnergyResults results, CancellationToken cancellation = default)
    {
        if (results.Count != x.Count || results.Size != x.Size || !results.Layout.Equals(theta.Layout))
        {
            throw new ArgumentException(
                $"Results are for {results.Count} images of {results.Size} px and {results.Layout}, "
                    + $"given are {x.Count} of {x.Size} px and {theta.Layout}.",
                nameof(results)
            );
        }
        SetTheta(x, theta);
        _request.Results = results;
        Run(x, theta.Layout, CpuWork.Evaluate, cancellation);
    }

    public void Langevin(PixelBatch x, Theta theta, LangevinRun run, CancellationToken cancellation = default)
    {
        if (run.Chains.Count != x.Count)
        {
            throw new ArgumentException($"{run.Chains.Count} identities given for {x.Count} chains.", nameof(run));
        }
        SetTheta(x, theta);
        _request.Langevin = run;
        Run(x, theta.Layout, CpuWork.Langevin, cancellation);
    }

    public void Dispose()
    {
        _team.Dispose();
        foreach (var passes in _passes)
        {
            passes.Dispose();
        }
        _theta.Dispose();
        _packed.Dispose();
    }

    /// <summary>For tests: the memory of a thread that has decided for one image.</summary>
    internal ChainMemory Decided(PixelBatch x, ResponseLayout layout, int image)
    {
        var (passes, maps) = (_passes[0], MapsFor(x.Size, layout));
        passes.Fit(maps, 1, memory: true);
        passes.Set(0, x.Image(image).Span);
        passes.Forward(1, []);
        return passes.Memory;
    }

    private void Run(
        PixelBatch x,
        ResponseLayout layout,
        Action<IChainPasses, CpuRequest, int, int> body,
        CancellationToken cancellation
    )
    {
        try
        {
            Run(x, MapsFor(x.Size, layout), body, cancellation);
        }
        finally
        {
            _request.Release();
        }
    }

    private void Run(
        PixelBatch x,
        TrunkMaps maps,
        Action<IChainPasses, CpuRequest, int, int> body,
        CancellationToken cancellation
    )
    {
        if (x.Count == 0)
        {
            return;
        }
        (_request.Images, _request.Body, _request.Cancellation) = (x, body, cancellation);
        // Where there are fewer images than threads they are shared instead.
        var together = Math.Min(
            (_packed.Streams ? PixelsOfStreamed : PixelsTogether) / x.Size.Area,
            x.Count / _team.Size
        );
        var most = maps.Rolls ? 1 : Math.Clamp(together, 1, 16);
        _request.Cut(most, maps.MostMembers);
        for (var member = 0; member < _passes.Length; member++)
        {
            _passes[member].Fit(maps, _request.LongestRun, _request.NeedsMemory(member));
            _passes[member].Cancellation = cancellation;
        }
        _team.Run(_member);
    }

    private void SetTheta(PixelBatch x, Theta theta)
    {
        _request.Theta = theta;
        _theta.Set(theta, MapsFor(x.Size, theta.Layout), x.Count);
    }

    private TrunkMaps MapsFor(ImageSize size, ResponseLayout layout)
    {
        if (_maps is null || _maps.Size != size || !_maps.Layout.Equals(layout))
        {
            Trunk.Require(layout, size);
            _maps = new TrunkMaps(_packed.Stages, size, layout, Rolling);
        }
        return _maps;
    }

    private IChainPasses Passes() =>
        _width switch
        {
            LaneWidth.Bits512 => new ChainPasses<Lanes512, Vector512<float>>(_packed),
            LaneWidth.Bits256 => new ChainPasses<Lanes256, Vector256<float>>(_packed),
            _ => new ChainPasses<Lanes128, Vector128<float>>(_packed),
        };

    private static void RequireLength(int length, long needed, string name)
    {
        if (length != needed)
        {
            throw new ArgumentException($"{length} values given, {needed} needed.", name);
        }
    }
}
