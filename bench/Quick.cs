using WFrame.Cpu;
using WFrame.Files;
using WFrame.Ort;
using WFrame.Reports;
using WFrame.Trunks;

namespace WFrame.Bench;

/// <summary>Ratios on a machine that is not quiet: two engines take turns; the smallest and the middle time of each.</summary>
internal static class Quick
{
    private const int Chains = 9;

    public static BenchReport Run(int[] numbers, string? folder)
    {
        var rounds = numbers.Length > 0 ? numbers[0] : 15;
        var threads = numbers.Length > 1 ? numbers[1] : Environment.ProcessorCount;
        var trunk = Trunk.Vgg16Conv4();
        using var ort = new OrtEngine(trunk, OrtDevice.Cpu, threads);
        using var cpu = new CpuEngine(trunk, threads);
        var report = new BenchReport("quick", "operation", "px", "OrtEngine", "CpuEngine", "ratio", "ratio of medians");
        var measured = new List<(string Name, Timing Ort, Timing Cpu)>();
        foreach (var pixels in (int[])[64, 32])
        {
            var work = new BenchWork(trunk, Chains, pixels);
            foreach (var operation in Enum.GetValues<BenchOperation>())
            {
                var (theirs, ours) = Stopwatching.Alternate(
                    rounds,
                    () => work.Run(ort, operation),
                    () => work.Run(cpu, operation)
                );
                measured.Add(($"{operation}, {pixels} px", theirs, ours));
                report.Add(
                    $"{operation}",
                    $"{pixels}",
                    $"{theirs.Min:f2} ({theirs.Median:f2})",
                    $"{ours.Min:f2} ({ours.Median:f2})",
                    $"{ours.Min / theirs.Min:f3}",
                    $"{ours.Median / theirs.Median:f3}"
                );
            }
        }
        report.Note(
            $"{Chains} chains; milliseconds, smallest (median) of {rounds} by turns. {cpu.Description} and {ort.Description}."
        );
        if (folder is not null)
        {
            Draw(Path.Combine(folder, "quick.svg"), measured);
        }
        return report;
    }

    private static void Draw(string path, List<(string Name, Timing Ort, Timing Cpu)> measured)
    {
        var figure = new CurvePlot($"{Chains} chains: median milliseconds, less is better");
        string[] names = [.. measured.Select(m => m.Name)];
        figure.Bars(names, [.. measured.Select(m => m.Ort.Median)], "OrtEngine");
        figure.Bars(names, [.. measured.Select(m => m.Cpu.Median)], "CpuEngine");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        AtomicFile.WriteText(path, figure.Svg(960, 380));
    }
}
