using System.Runtime.Intrinsics.Arm;
using System.Runtime.Intrinsics.X86;
using Microsoft.ML.OnnxRuntime;
using WFrame.Cli.Options;
using WFrame.Engines;
using WFrame.Ort;
using WFrame.Trunks;

namespace WFrame.Cli.Verbs;

/// <summary>wframe doctor: what is there, what runs, what is missing.</summary>
internal static class DoctorVerb
{
    public static Verb Verb { get; } =
        new(
            "doctor",
            "Shows SDK, native libraries, cores, SIMD level, engines, GPU provider and memory, and what is missing.",
            Run
        )
        {
            Examples = ["wframe doctor --json"],
        };

    private static int Run(VerbCall call)
    {
        var missing = new List<string>();
        var onnx = Try("ONNX Runtime", missing, () => OrtNatives.Version);
        var providers = onnx is null ? [] : OrtEnv.Instance().GetAvailableProviders();
        var cuda = providers.Contains("CUDAExecutionProvider");
        var (engine, reason) = Try("The engine", missing, () => Engine("auto"));
        var sdk = Sdk();
        var notes = new List<string>();
        var usable = cuda && Try("CUDA", notes, () => Engine("cuda")).Engine is not null;
        string[] engines =
            onnx is null ? ["cpu"]
            : usable ? ["cpu", "ort-cpu", "cuda"]
            : ["cpu", "ort-cpu"];
        if (onnx is null)
        {
            notes.Add("without ONNX Runtime: train, sample and score run, on our own kernels; classifiers do not");
        }
        else if (!cuda)
        {
            notes.Add(
                "no CUDA provider: build with -p:OnnxRuntimePackage=Microsoft.ML.OnnxRuntime.Gpu to use --device cuda"
            );
        }
        if (sdk is null)
        {
            notes.Add("no .NET SDK beside the runtime: needed to build, not to run");
        }
        var json = new JsonObject
        {
            ["schema"] = "wframe.doctor/1",
            ["wframe"] = Application.Version,
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["sdk"] = sdk,
            ["system"] = $"{RuntimeInformation.OSDescription} {RuntimeInformation.OSArchitecture}",
            ["onnxRuntime"] = onnx,
            ["cores"] = Environment.ProcessorCount,
            ["simd"] = Simd(),
            ["memoryGigabytes"] = Math.Round(GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 1e9, 1),
            ["engines"] = new JsonArray([.. engines.Select(d => JsonValue.Create(d))]),
            ["auto"] = engine,
            ["autoReason"] = reason,
            ["gpuProvider"] = cuda,
            ["missing"] = new JsonArray([.. missing.Select(m => JsonValue.Create(m))]),
            ["notes"] = new JsonArray([.. notes.Select(n => JsonValue.Create(n))]),
        };
        var done = call.Done(json);
        return missing.Count == 0 ? done : ExitCodes.Failed;
    }

    private static (string? Engine, string? Reason) Engine(string device)
    {
        var choice = EngineFactory.Create(Trunk.Vgg16Conv4(), device);
        using var made = choice.Engine;
        return (made.Description, choice.Reason);
    }

    private static T? Try<T>(string what, List<string> missing, Func<T> get)
    {
        try
        {
            return get();
        }
        // Whatever a native library fails with, that is what is to be told.
#pragma warning disable CA1031
        catch (Exception e)
#pragma warning restore CA1031
        {
            missing.Add($"{what} does not load: {ExitCodes.Cause(e).Message}");
            return default;
        }
    }

    private static string Simd() =>
        Avx512F.IsSupported ? "AVX-512"
        : Avx2.IsSupported ? "AVX2"
        : Sse42.IsSupported ? "SSE4.2"
        : AdvSimd.IsSupported ? "NEON"
        : "none";

    /// <summary>The newest SDK beside the runtime that runs this: ROOT/shared/Microsoft.NETCore.App/VERSION.</summary>
    private static string? Sdk()
    {
        var sdks = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", "sdk");
        return !Directory.Exists(sdks)
            ? null
            : Directory
                .GetDirectories(sdks)
                .Select(d => Path.GetFileName(d)!)
                .Where(n => Version.TryParse(n.Split('-')[0], out _))
                .MaxBy(n => Version.Parse(n.Split('-')[0]));
    }
}
