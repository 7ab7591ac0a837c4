using WFrame.Cpu;
using WFrame.Cpu.Kernels;
using WFrame.Engines;
using WFrame.Ort;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Engines;

/// <summary>The engines that run several taps; each passes the same tests.</summary>
internal static class TapEngines
{
    /// <summary>Name, how it is made with a number of threads, and whether it reorders the sums of a convolution.</summary>
    public static IReadOnlyDictionary<string, (Func<Trunk, int, IEnergyEngine> Make, bool Reordered)> All { get; } =
        new Dictionary<string, (Func<Trunk, int, IEnergyEngine>, bool)>
        {
            ["ort-cpu"] = ((trunk, threads) => new OrtEngine(trunk, OrtDevice.Cpu, threads), false),
            ["cpu-512"] = ((trunk, threads) => new CpuEngine(trunk, threads, LaneWidth.Bits512), true),
            ["cpu-256"] = ((trunk, threads) => new CpuEngine(trunk, threads, LaneWidth.Bits256), true),
            ["cpu-128"] = ((trunk, threads) => new CpuEngine(trunk, threads, LaneWidth.Bits128), true),
        };

    /// <summary>Each engine with each of some values, as member data.</summary>
    public static TheoryData<string, T> With<T>(IEnumerable<T> values)
    {
        var data = new TheoryData<string, T>();
        foreach (var engine in All.Keys)
        {
            foreach (var value in values)
            {
                data.Add(engine, value);
            }
        }
        return data;
    }
}
