using WFrame.Cpu;
using WFrame.Trunks;

namespace WFrame.Bench;

/// <summary>
/// Processor time of one thread a chain and pixel, at several numbers of chains and sizes, and what a second thread
/// gains. Processor time does not count what other programs take.
/// </summary>
internal static class QuickScaling
{
    public static BenchReport Run()
    {
        var trunk = Trunk.Vgg16Conv4();
        using var one = new CpuEngine(trunk, 1);
        using var two = new CpuEngine(trunk, 2);
        (int Chains, int Pixels)[] cases =
        [
            (1, 32),
            (2, 32),
            (9, 32),
            (256, 32),
            (1, 64),
            (2, 64),
            (9, 64),
            (64, 64),
            (256, 64),
            (4, 128),
            (2, 256),
            (1, 512),
        ];
        var report = new BenchReport("scaling", "chains", "px", "ms a chain", "ns a pixel");
        foreach (var (chains, pixels) in cases)
        {
            var work = new BenchWork(trunk, chains, pixels);
            var rounds = Math.Clamp(200 * 64 * 64 / (chains * pixels * pixels), 5, 60);
            var least = Enumerable
                .Range(0, rounds)
                .Min(_ => ProcessorMilliseconds(() => work.Run(one, BenchOperation.Gradient)));
            var pixel = 1e6 * least / chains / pixels / pixels;
            report.Add($"{chains}", $"{pixels}", $"{least / chains:f3}", $"{pixel:f0}");
        }
        report.Note($"The gradient's processor time of one thread, the smallest of several.");
        Threads(report, trunk, one, two);
        return report;
    }

    /// <summary>Two threads against one, and against two engines of one thread each, which share nothing but the processor.</summary>
    private static void Threads(BenchReport report, Trunk trunk, CpuEngine one, CpuEngine two)
    {
        // Ten calls at a time, as in a training: a processor that has been idle starts slowly.
        const int Calls = 10;
        using var other = new CpuEngine(trunk, 1);
        var (shared, half, otherHalf) = (
            new BenchWork(trunk, 16, 64),
            new BenchWork(trunk, 8, 64),
            new BenchWork(trunk, 8, 64)
        );
        var (single, pair) = Stopwatching.Alternate(7, () => Several(one, shared), () => Several(two, shared));
        var (apart, again) = Stopwatching.Alternate(
            7,
            () => Parallel.Invoke(() => Several(one, half), () => Several(other, otherHalf)),
            () => Several(two, shared)
        );
        report.Note(
            $"16 chains of 64 px: two threads are {single.Min / pair.Min:f2} times one, {apart.Min / again.Min:f2} times two engines of one thread (only on a quiet machine)."
        );

        static void Several(CpuEngine engine, BenchWork work)
        {
            for (var call = 0; call < Calls; call++)
            {
                work.Run(engine, BenchOperation.Gradient);
            }
        }
    }

    private static double ProcessorMilliseconds(Action action)
    {
        using var process = Process.GetCurrentProcess();
        var before = process.TotalProcessorTime;
        action();
        process.Refresh();
        return (process.TotalProcessorTime - before).TotalMilliseconds;
    }
}
