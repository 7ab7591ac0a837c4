using System.Globalization;
using WFrame.Cpu;
using WFrame.Ort;
using WFrame.Trunks;

namespace WFrame.Bench;

/// <summary>
/// Ratios on a machine that is not quiet: two engines take turns; the smallest and the middle time of each are printed.
/// </summary>
internal static class Quick
{
    public static void Run(int[] numbers)
    {
        var rounds = numbers.Length > 0 ? numbers[0] : 15;
        var threads = numbers.Length > 1 ? numbers[1] : Environment.ProcessorCount;
        var trunk = Trunk.Vgg16Conv4();
        using var ort = new OrtEngine(trunk, OrtDevice.Cpu, threads);
        using var cpu = new CpuEngine(trunk, threads);
        Console.WriteLine($"{cpu.Description} and {ort.Description}; milliseconds: smallest (middle)");
        foreach (var (chains, pixels) in (ReadOnlySpan<(int, int)>)[(9, 64), (9, 32)])
        {
            var work = new BenchWork(trunk, chains, pixels);
            foreach (var operation in Enum.GetValues<BenchOperation>())
            {
                var (theirs, ours) = Alternate(rounds, () => work.Run(ort, operation), () => work.Run(cpu, operation));
                Console.WriteLine(
                    string.Create(
                        CultureInfo.InvariantCulture,
                        $"{operation, -10} {chains} x {pixels} px: ORT {theirs.Min:f2} ({theirs.Median:f2}), CPU {ours.Min:f2} ({ours.Median:f2}), ratio {ours.Min / theirs.Min:f3} ({ours.Median / theirs.Median:f3})"
                    )
                );
            }
        }
    }

    /// <summary>Times two actions by turns.</summary>
    public static (Timing First, Timing Second) Alternate(int rounds, Action first, Action second)
    {
        var (a, b) = (new double[rounds], new double[rounds]);
        for (var warm = 0; warm < 3; warm++)
        {
            first();
            second();
        }
        for (var round = 0; round < rounds; round++)
        {
            a[round] = Stopwatching.Milliseconds(first);
            b[round] = Stopwatching.Milliseconds(second);
        }
        return (Timing.Of(a), Timing.Of(b));
    }
}

/// <summary>Smallest and middle of several times, in milliseconds.</summary>
internal readonly record struct Timing(double Min, double Median)
{
    public static Timing Of(double[] times)
    {
        Array.Sort(times);
        return new Timing(times[0], times[times.Length / 2]);
    }
}
