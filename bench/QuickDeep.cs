using WFrame.Cpu;
using WFrame.Engines;
using WFrame.Ort;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Bench;

/// <summary>Gradients of the seven-layer trunk that textures are made with, whose last layers have 256 channels.</summary>
internal static class QuickDeep
{
    private const int Rounds = 15;

    public static BenchReport Run(string path)
    {
        var report = new BenchReport("deep", "gradient of", "beside it", "milliseconds", "beside it", "ratio");
        var (deep, shallow) = (Trunk.Load(path), Trunk.Vgg16Conv4());
        using var ort = new OrtEngine(deep, OrtDevice.Cpu, 2);
        using var two = new CpuEngine(deep, 2);
        using var one = new CpuEngine(deep, 1);
        using var four = new CpuEngine(shallow, 2);
        var (nine, single) = (Work(deep, 9, 64), Work(deep, 1, 128));
        Compare("9 chains of 64 px, two threads", "OrtEngine", () => nine(two), () => nine(ort));
        var nineShallow = Work(shallow, 9, 64);
        Compare("9 chains of 64 px, two threads", "the four-layer trunk", () => nine(two), () => nineShallow(four));
        Compare("1 chain of 128 px, two threads", "one thread", () => single(two), () => single(one));
        Compare("1 chain of 128 px, two threads", "OrtEngine", () => single(two), () => single(ort));
        report.Note($"{two.Description} and {ort.Description}; smallest of {Rounds} by turns.");
        return report;

        void Compare(string what, string other, Action ours, Action theirs)
        {
            var (a, b) = Stopwatching.Alternate(Rounds, ours, theirs);
            report.Add($"{what}", $"{other}", $"{a.Min:f1}", $"{b.Min:f1}", $"{a.Min / b.Min:f2}");
        }
    }

    private static Action<IEnergyEngine> Work(Trunk trunk, int chains, int pixels)
    {
        var size = new ImageSize(pixels, pixels);
        var layout = trunk.Layout(size, ThetaForm.Filter);
        var random = new Random(1);
        var (x, theta) = (new PixelBatch(chains, size), new Theta(layout, 1));
        foreach (ref var value in x.Values.Span)
        {
            value = (float)((random.NextDouble() * 200) - 100);
        }
        foreach (ref var value in theta.Values.AsSpan())
        {
            value = (float)(random.NextDouble() - 0.5);
        }
        var gradient = new float[chains * size.Dimension];
        return engine => engine.Gradient(x, theta, gradient);
    }
}
