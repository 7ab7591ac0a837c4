using Google.Protobuf;
using Microsoft.ML.OnnxRuntime;
using WFrame.Graphs;

namespace WFrame.Ort;

/// <summary>Where ONNX Runtime runs: the CPU, or a CUDA device by its number.</summary>
/// <param name="Cuda">Number of the CUDA device, or null for the CPU.</param>
/// <param name="Remote">Whether a CPU's memory is treated as another device's, so that tests run what runs on a GPU.</param>
/// <param name="Tf32">Whether a CUDA device may multiply with 10 bits of 23.</param>
/// <param name="Profile">Where sessions write what each node takes, as the beginning of a path; null: nowhere.</param>
internal readonly record struct OrtDevice(int? Cuda, bool Remote = false, bool Tf32 = false, string? Profile = null)
{
    public static OrtDevice Cpu => default;

    /// <summary>Whether what it computes on is not the memory that we write to.</summary>
    public bool OwnMemory => Remote || Cuda is not null;

    public override string ToString() =>
        Cuda is { } index ? string.Create(CultureInfo.InvariantCulture, $"cuda:{index}") : "ort-cpu";
}

/// <summary>How sessions are opened: one thread each.</summary>
internal static class OrtSessions
{
    /// <summary>ONNX Runtime's key for the same bytes in every run.</summary>
    internal const string Deterministic = "session.use_deterministic_compute";

    /// <summary>Opens a session.</summary>
    /// <exception cref="UsageException">The device's libraries do not load, or the device cannot be used.</exception>
    public static InferenceSession Open(byte[] model, OrtDevice device)
    {
        using var options = Options(device);
        try
        {
            return new InferenceSession(model, options);
        }
        catch (OnnxRuntimeException e) when (device.Cuda is not null)
        {
            throw Unusable(device, e);
        }
    }

    /// <summary>Fails with one sentence when this build has no native part of ONNX Runtime, or the device cannot be used.</summary>
    /// <exception cref="UsageException">
    /// No package, or the CPU package, is referenced; no driver, no card, or CUDA libraries of another version.
    /// </exception>
    public static void Require(OrtDevice device)
    {
        OrtNatives.Require();
        if (device.Cuda is null)
        {
            return;
        }
        if (!OrtEnv.Instance().GetAvailableProviders().Contains("CUDAExecutionProvider"))
        {
            throw new UsageException(
                $"Device {device} needs the GPU package of ONNX Runtime, which this build lacks; build with -p:OnnxRuntimePackage=Microsoft.ML.OnnxRuntime.Gpu or use Device auto.",
                nameof(EngineOptions.Device)
            );
        }
        Probe(device);
    }

    /// <summary>Adds two numbers there: options alone find neither a missing driver nor a missing card.</summary>
    private static void Probe(OrtDevice device)
    {
        var graph = new GraphBuilder("probe");
        var x = graph.Input("x", [], 1);
        graph.Output("y", graph.Add("Add", [x, x]), [], 1);
        using var session = Open(graph.Build(opset: 18).ToByteArray(), device);
        using var input = OrtValue.CreateTensorValueFromMemory(new float[1], [1]);
        using var options = new RunOptions();
        try
        {
            session.Run(options, ["x"], [input], ["y"]).Dispose();
        }
        catch (OnnxRuntimeException e)
        {
            throw Unusable(device, e);
        }
    }

    /// <summary>What the CUDA provider is told.</summary>
    internal static Dictionary<string, string> CudaOptions(OrtDevice device) =>
        new()
        {
            ["device_id"] = device.Cuda.GetValueOrDefault().ToString(CultureInfo.InvariantCulture),
            // On unless refused.
            ["use_tf32"] = device.Tf32 ? "1" : "0",
            // The usual search takes what is fastest at the moment: another kernel, and other bytes, in another process.
            ["cudnn_conv_algo_search"] = "HEURISTIC",
        };

    private static SessionOptions Options(OrtDevice device)
    {
        var options = new SessionOptions
        {
            // The blocked CPU layout (NCHWc) comes with the highest level only.
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_ENABLE_ALL,
            ExecutionMode = ExecutionMode.ORT_SEQUENTIAL,
            IntraOpNumThreads = 1,
            InterOpNumThreads = 1,
            // What is logged is thrown as well, and told in one sentence.
            LogSeverityLevel = device.Cuda is null
                ? OrtLoggingLevel.ORT_LOGGING_LEVEL_ERROR
                : OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        if (device.Profile is { } profile)
        {
            options.ProfileOutputPathPrefix = profile;
            options.EnableProfiling = true;
        }
        if (device.Cuda is null)
        {
            return options;
        }
        try
        {
            using var cuda = new OrtCUDAProviderOptions();
            cuda.UpdateOptions(CudaOptions(device));
            // Kernels that add in any order, as their threads come, are left out where there are others.
            options.AddSessionConfigEntry(Deterministic, "1");
            options.AppendExecutionProvider_CUDA(cuda);
            return options;
        }
        catch (OnnxRuntimeException e)
        {
            options.Dispose();
            throw Unusable(device, e);
        }
    }

    private static UsageException Unusable(OrtDevice device, OnnxRuntimeException e) =>
        new(CudaErrors.Explain(device, e.Message), nameof(EngineOptions.Device));
}
