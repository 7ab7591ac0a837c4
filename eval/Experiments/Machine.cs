namespace WFrame.Experiments;

/// <summary>What an experiment ran on, for results.json: times and last digits depend on it.</summary>
internal static class Machine
{
    public static object Describe() =>
        new
        {
            processor = Processor(),
            threads = Environment.ProcessorCount,
            architecture = RuntimeInformation.ProcessArchitecture,
            vectorBits = Vector512.IsHardwareAccelerated ? 512
            : Vector256.IsHardwareAccelerated ? 256
            : 128,
        };

    /// <summary>Linux and Windows have a name for it, in different places.</summary>
    private static string Processor()
    {
        const string Linux = "/proc/cpuinfo";
        var line = File.Exists(Linux)
            ? File.ReadLines(Linux).FirstOrDefault(l => l.StartsWith("model name", StringComparison.Ordinal))
            : null;
        return line?.Split(':', 2)[1].Trim() ?? Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER") ?? "unknown";
    }
}
