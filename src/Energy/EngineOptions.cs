using WFrame.Engines;

namespace WFrame;

/// <summary>Where to compute, and with how many threads. None decides what is learned beyond rounding, but <see cref="Tf32"/>.</summary>
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

    /// <summary>
    /// Whether convolutions on a CUDA device may round their factors to 10 bits (TensorFloat-32) where they otherwise keep 23:
    /// faster on cards that have it, and results that differ from every other device's beyond rounding. Default false.
    /// </summary>
    public bool Tf32 { get; init; }

    /// <summary>What members do not allow together.</summary>
    /// <exception cref="UsageException">TensorFloat-32 is asked of a device that has none.</exception>
    internal void Validate()
    {
        if (Tf32 && !EngineFactory.IsCuda(Device))
        {
            throw new UsageException(
                $"Tf32 needs an NVIDIA card and Device is {Device}: give Device cuda or cuda:N, or leave Tf32 out.",
                nameof(Tf32),
                nameof(Device)
            );
        }
    }
}
