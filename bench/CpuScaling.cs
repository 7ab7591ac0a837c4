using BenchmarkDotNet.Attributes;
using WFrame.Cpu;
using WFrame.Trunks;

namespace WFrame.Bench;

/// <summary>CpuEngine's gradient at many numbers of chains and sizes; divide by chains and pixels to see that it is flat.</summary>
[Config(typeof(OneProcess))]
[MedianColumn]
public class CpuScaling
{
    private CpuEngine _engine = null!;
    private BenchWork _work = null!;

    /// <summary>Chains and side of the images in pixels.</summary>
    [Params("2x64", "9x64", "16x64", "64x64", "256x64", "2x32", "256x32", "4x128", "2x256", "2x512")]
    public string ChainsAndPixels { get; set; } = "";

    /// <summary>Threads, the caller counted.</summary>
    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        var trunk = Trunk.Vgg16Conv4();
        var numbers = ChainsAndPixels.Split('x').Select(number => int.Parse(number, null)).ToArray();
        _engine = new CpuEngine(trunk, Threads);
        _work = new BenchWork(trunk, numbers[0], numbers[1]);
    }

    [GlobalCleanup]
    public void Cleanup() => _engine.Dispose();

    [Benchmark]
    public void Gradient() => _work.Run(_engine, BenchOperation.Gradient);
}
