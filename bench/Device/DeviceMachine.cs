using System.Text.RegularExpressions;
using WFrame.Engines;
using WFrame.Ort;
using WFrame.Trunks;

namespace WFrame.Bench.Device;

/// <summary>What the figures are of.</summary>
internal static partial class DeviceMachine
{
    /// <summary>Card, driver, libraries, processor and versions; to be asked after the device was used.</summary>
    public static IReadOnlyDictionary<string, string> Describe(DeviceOptions options)
    {
        var facts = new Dictionary<string, string>();
        // name, driver_version, memory.total
        if (options.OnGpu)
        {
            string[] query = ["--query-gpu=name,driver_version,memory.total", "--format=csv,noheader"];
            facts["card, driver, memory"] = Output("nvidia-smi", query) ?? "unknown (nvidia-smi does not run)";
            facts["CUDA libraries"] = string.Join(", ", Loaded());
        }
        using var cpu = EngineFactory.Create(Trunk.Vgg16Conv4()).Engine;
        facts["engine of the CPU"] = cpu.Description;
        facts["processor"] = Processor();
        facts["load average"] = File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : "";
        facts["ONNX Runtime"] = OrtNatives.Version ?? "none";
        facts["runtime"] = RuntimeInformation.FrameworkDescription;
        facts["system"] = RuntimeInformation.OSDescription;
        return facts;
    }

    /// <summary>What a program writes to its standard output; null where it cannot be run or fails.</summary>
    public static string? Output(string program, IEnumerable<string> arguments)
    {
        try
        {
            using var process = Process.Start(
                new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true }
            )!;
            var text = process.StandardOutput.ReadToEnd().Trim().ReplaceLineEndings("; ");
            process.WaitForExit();
            return process.ExitCode == 0 ? text : null;
        }
        catch (System.ComponentModel.Win32Exception)
        {
            return null;
        }
    }

    private static string Processor() =>
        File.Exists("/proc/cpuinfo")
        && File.ReadLines("/proc/cpuinfo").FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            is { } line
            ? $"{line.Split(':')[1].Trim()}, {Environment.ProcessorCount} threads"
            : $"{RuntimeInformation.ProcessArchitecture}, {Environment.ProcessorCount} threads";

    private static IEnumerable<string> Loaded() =>
        File.Exists("/proc/self/maps")
            ? File.ReadLines("/proc/self/maps")
                .Select(line => Library().Match(line))
                .Where(match => match.Success)
                .Select(match => match.Value)
                .Distinct()
                .Order(StringComparer.Ordinal)
            : [];

    [GeneratedRegex(@"lib(?:cudart|cublas|cublasLt|cudnn|cuda)\.so[\d.]*", RegexOptions.CultureInvariant)]
    private static partial Regex Library();
}
