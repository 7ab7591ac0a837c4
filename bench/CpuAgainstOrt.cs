using BenchmarkDotNet.Attributes;
using WFrame.Cpu;
using WFrame.Cpu.Kernels;
using WFrame.Ort;
using WFrame.Trunks;

namespace WFrame.Bench;

/// <summary>
/// Both engines in one process, 9 chains, all cores: the Ratio column is CpuEngine's time over OrtEngine's. The 256-bit
/// kernels are what CpuEngine takes when DOTNET_EnableAVX512=0.
/// </summary>
[InProcess]
[WarmupCount(4)]
[IterationCount(15)]
[MedianColumn]
[MemoryDiagnoser]
public class CpuAgainstOrt
{
    private OrtEngine _ort = null!;
    private CpuEngine _cpu = null!;
    private CpuEngine _cpu256 = null!;
    private BenchWork _work = null!;

    /// <summary>Side of the images in pixels.</summary>
    [Params(32, 64)]
    public int Pixels { get; set; }

    /// <summary>What is timed.</summary>
    [ParamsAllValues]
    public BenchOperation Operation { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var trunk = Trunk.Vgg16Conv4();
        _ort = new OrtEngine(trunk, OrtDevice.Cpu, Environment.ProcessorCount);
        _cpu = new CpuEngine(trunk);
        _cpu256 = new CpuEngine(trunk, 0, LaneWidth.Bits256);
        _work = new BenchWork(trunk, chains: 9, Pixels);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _ort.Dispose();
        _cpu.Dispose();
        _cpu256.Dispose();
    }

    [Benchmark(Baseline = true)]
    public void Ort() => _work.Run(_ort, Operation);

    [Benchmark]
    public void Cpu() => _work.Run(_cpu, Operation);

    [Benchmark]
    public void Cpu256Bits() => _work.Run(_cpu256, Operation);
}
