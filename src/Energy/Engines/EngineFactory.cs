using WFrame.Cpu;
using WFrame.Ort;
using WFrame.Trunks;

namespace WFrame.Engines;

/// <summary>An engine and why it was taken, for reports. Dispose the engine.</summary>
/// <param name="Engine">The engine; the caller owns it.</param>
/// <param name="Reason">One clause.</param>
public sealed record EngineChoice(IEnergyEngine Engine, string Reason);

/// <summary>Chooses the engine for a trunk and the option --device.</summary>
public static class EngineFactory
{
    private const string Allowed = "auto, cpu, ort-cpu, cuda or cuda:N";

    /// <summary>Makes the engine.</summary>
    /// <param name="trunk">The trunk.</param>
    /// <param name="device">auto, cpu, ort-cpu, cuda or cuda:N.</param>
    /// <param name="threads">CPU threads, 0 to 1024; 0: one a core.</param>
    /// <exception cref="UsageException">
    /// Another device, CUDA in a build without it, threads out of range, or TensorFloat-32 without CUDA.
    /// </exception>
    public static EngineChoice Create(Trunk trunk, string device = "auto", int threads = 0) =>
        Create(trunk, new EngineOptions { Device = device, Threads = threads });

    /// <summary>Makes the engine; the fastest there is when <paramref name="options"/> is null.</summary>
    /// <inheritdoc cref="Create(Trunk, string, int)"/>
    public static EngineChoice Create(Trunk trunk, EngineOptions? options)
    {
        options ??= new();
        options.Validate();
        var (device, threads) = (options.Device, options.Threads);
        // The caller owns the engine; the analyzer does not see through the record.
#pragma warning disable CA2000
        if (Parse(device) is { } ort)
        {
            return Shared(new OrtEngine(trunk, ort with { Tf32 = options.Tf32 }, threads), $"{device} was asked for");
        }
        return CpuEngine.Supports(trunk, out var reason)
            ? Shared(new CpuEngine(trunk, threads), "our own kernels cover this trunk and are the fastest on a CPU")
            : Shared(
                new OrtEngine(trunk, OrtDevice.Cpu, threads),
                $"our own kernels do not cover this trunk: {reason}"
            );

        static EngineChoice Shared(IEnergyEngine engine, string reason) => new(new SharedEngine(engine), reason);
#pragma warning restore CA2000
    }

    /// <summary>Whether a device exists, found out without making an engine.</summary>
    /// <exception cref="UsageException">Another device, or CUDA in a build without it.</exception>
    internal static string Existing(string device)
    {
        if (Parse(device) is { } ort)
        {
            OrtSessions.Require(ort);
        }
        return device;
    }

    /// <summary>Whether a known device is an NVIDIA card.</summary>
    internal static bool IsCuda(string device) => Parse(device) is { Cuda: not null };

    /// <summary>What ONNX Runtime is asked to run on; null where our own kernels are tried first.</summary>
    private static OrtDevice? Parse(string device) =>
        device switch
        {
            "auto" or "cpu" => null,
            "ort-cpu" => OrtDevice.Cpu,
            "cuda" => new(0),
            _ when CudaIndex(device) is { } index => new(index),
            _ => throw new UsageException(
                $"Device '{device}' is not known; allowed are {Allowed}.",
                nameof(EngineOptions.Device)
            ),
        };

    private static int? CudaIndex(string device) =>
        device.StartsWith("cuda:", StringComparison.Ordinal)
        && int.TryParse(device.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : null;
}
