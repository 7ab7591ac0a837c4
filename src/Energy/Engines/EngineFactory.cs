using System.Globalization;
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
    /// <param name="threads">CPU threads; 0: one a core.</param>
    /// <exception cref="UsageException">Another device, CUDA in a build without it, or negative threads.</exception>
    public static EngineChoice Create(Trunk trunk, string device = "auto", int threads = 0) =>
        device switch
        {
            "auto" or "cpu" => Kernels(trunk, threads),
            "ort-cpu" => Ort(trunk, OrtDevice.Cpu, threads, "ort-cpu was asked for"),
            "cuda" => Ort(trunk, new(0), threads, "cuda was asked for"),
            _ when CudaIndex(device) is { } index => Ort(trunk, new(index), threads, $"{device} was asked for"),
            _ => throw new UsageException(
                $"Device '{device}' is not known; allowed are {Allowed}.",
                nameof(EngineOptions.Device)
            ),
        };

    /// <summary>Makes the engine; the fastest there is when <paramref name="options"/> is null.</summary>
    /// <inheritdoc cref="Create(Trunk, string, int)"/>
    public static EngineChoice Create(Trunk trunk, EngineOptions? options)
    {
        options ??= new();
        return Create(trunk, options.Device, options.Threads);
    }

    /// <summary>Our own kernels where they cover the trunk, else ONNX Runtime.</summary>
    private static EngineChoice Kernels(Trunk trunk, int threads)
    {
        if (!CpuEngine.Supports(trunk, out var reason))
        {
            return Ort(trunk, OrtDevice.Cpu, threads, $"our own kernels do not cover this trunk: {reason}");
        }
        // The caller of Create owns the engine; the analyzer does not see through the record.
#pragma warning disable CA2000
        return new(new CpuEngine(trunk, threads), "our own kernels cover this trunk and are the fastest on a CPU");
#pragma warning restore CA2000
    }

    private static EngineChoice Ort(Trunk trunk, OrtDevice device, int threads, string reason)
    {
        // The caller of Create owns the engine; the analyzer does not see through the record.
#pragma warning disable CA2000
        return new(new OrtEngine(trunk, device, threads), reason);
#pragma warning restore CA2000
    }

    private static int? CudaIndex(string device) =>
        device.StartsWith("cuda:", StringComparison.Ordinal)
        && int.TryParse(device.AsSpan(5), NumberStyles.None, CultureInfo.InvariantCulture, out var index)
            ? index
            : null;
}
