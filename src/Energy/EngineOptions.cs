using WFrame.Engines;

namespace WFrame;

/// <summary>Where to compute, and with how many threads. Neither decides what is learned beyond rounding.</summary>
public sealed record EngineOptions
{
    /// <summary>Engine: auto, cpu, ort-cpu, cuda or cuda:N.</summary>
    /// <exception cref="UsageException">Another device, or CUDA in a build without it.</exception>
    public string Device
    {
        get;
        init => field = EngineFactory.Existing(value);
    } = "auto";

    /// <summary>The most threads that any machine needs; more would exhaust the system before they gain anything.</summary>
    internal const int MostThreads = 1024;

    /// <summary>Threads, 0 to 1024; 0 for all cores. The result does not depend on it.</summary>
    /// <exception cref="UsageException">It is negative or above 1024.</exception>
    public int Threads
    {
        get;
        init => field = Check.Within(value, 0, MostThreads);
    }
}
