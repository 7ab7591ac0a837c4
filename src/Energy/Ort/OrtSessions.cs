using Microsoft.ML.OnnxRuntime;

namespace WFrame.Ort;

/// <summary>Where ONNX Runtime runs: the CPU, or a CUDA device by its number.</summary>
/// <param name="Cuda">Number of the CUDA device, or null for the CPU.</param>
internal readonly record struct OrtDevice(int? Cuda)
{
    public static OrtDevice Cpu => default;

    public override string ToString() =>
        Cuda is { } index ? string.Create(CultureInfo.InvariantCulture, $"cuda:{index}") : "ort-cpu";
}

/// <summary>How sessions are opened: one thread each.</summary>
internal static class OrtSessions
{
    /// <exception cref="UsageException">The device's libraries do not load.</exception>
    public static SessionOptions Options(OrtDevice device)
    {
        var options = new SessionOptions
        {
            // The blocked CPU layout (NCHWc) comes with the highest level only.
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR,
        };
        if (device.Cuda is { } index)
        {
            try
            {
                options.AppendExecutionProvider_CUDA(index);
            }
            catch (OnnxRuntimeException e)
            {
                options.Dispose();
                throw new UsageException(
                    $"Device {device} cannot be used: {e.Message.Trim()}. It needs an NVIDIA driver and the CUDA and cuDNN libraries of ONNX Runtime {OrtNatives.Version}; or use Device auto.",
                    nameof(EngineOptions.Device)
                );
            }
        }
        return options;
    }

    /// <summary>Fails with one sentence when this build has no native part of ONNX Runtime, or no CUDA provider.</summary>
    /// <exception cref="UsageException">No package, or the CPU package, is referenced.</exception>
    public static void Require(OrtDevice device)
    {
        OrtNatives.Require();
        if (device.Cuda is not null && !OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider"))
        {
            throw new UsageException(
                $"Device {device} needs the GPU package of ONNX Runtime, which this build lacks; build with -p:OnnxRuntimePackage=Microsoft.ML.OnnxRuntime.Gpu or use Device auto.",
                nameof(EngineOptions.Device)
            );
        }
        Options(device).Dispose();
    }
}
