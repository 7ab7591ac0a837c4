using BenchmarkDotNet.Attributes;
using BenchmarkDotNet.Configs;
using WFrame.Cpu;
using WFrame.Cpu.Kernels;
using WFrame.Ort;
using WFrame.Trunks;

namespace WFrame.Bench;

/// <summary>
/// Both engines in one process, 9 chains, all cores: the Ratio column is CpuEngine's time over OrtEngine's. The AVX2 rows
/// run the 256-bit kernels, which is what CpuEngine takes when DOTNET_EnableAVX512=0.
/// </summary>
[Config(typeof(OneProcess))]
[GroupBenchmarksBy(BenchmarkLogicalGroupRule.ByCategory, BenchmarkLogicalGroupRule.ByParams)]
[CategoriesColumn]
[MedianColumn]
[MemoryDiagnoser]
public class CpuAgainstOrt
{
    private const int Chains = 9;
    private OrtEngine _ort = null!;
    private CpuEngine _cpu = null!;
    private CpuEngine _avx2 = null!;
    private BenchWork _work = null!;

    /// <summary>Side of the images in pixels.</summary>
    [Params(32, 64)]
    public int Pixels { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var trunk = Trunk.Vgg16Conv4();
        _ort = new OrtEngine(trunk, OrtDevice.Cpu, Environment.ProcessorCount);
        _cpu = new CpuEngine(trunk);
        _avx2 = new CpuEngine(trunk, 0, LaneWidth.Bits256);
        _work = new BenchWork(trunk, Chains, Pixels);
    }

    [GlobalCleanup]
    public void Cleanup()
    {
        _ort.Dispose();
        _cpu.Dispose();
        _avx2.Dispose();
    }

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("Gradient")]
    public void OrtGradient() => _work.Run(_ort, BenchOperation.Gradient);

    [Benchmark]
    [BenchmarkCategory("Gradient")]
    public void CpuGradient() => _work.Run(_cpu, BenchOperation.Gradient);

    [Benchmark]
    [BenchmarkCategory("Gradient")]
    public void Avx2Gradient() => _work.Run(_avx2, BenchOperation.Gradient);

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("Langevin step")]
    public void OrtLangevin() => _work.Run(_ort, BenchOperation.Langevin);

    [Benchmark]
    [BenchmarkCategory("Langevin step")]
    public void CpuLangevin() => _work.Run(_cpu, BenchOperation.Langevin);

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("F + Phi + G + P")]
    public void OrtEvaluate() => _work.Run(_ort, BenchOperation.Evaluate);

    [Benchmark]
    [BenchmarkCategory("F + Phi + G + P")]
    public void CpuEvaluate() => _work.Run(_cpu, BenchOperation.Evaluate);

    [Benchmark(Baseline = true)]
    [BenchmarkCategory("Forward")]
    public void OrtForward() => _work.Run(_ort, BenchOperation.Forward);

    [Benchmark]
    [BenchmarkCategory("Forward")]
    public void CpuForward() => _work.Run(_cpu, BenchOperation.Forward);
}
