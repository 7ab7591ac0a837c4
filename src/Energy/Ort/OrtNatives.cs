using Microsoft.ML.OnnxRuntime;

namespace WFrame.Ort;

/// <summary>The native part of ONNX Runtime, which the application chooses, or leaves out.</summary>
internal static class OrtNatives
{
    /// <summary>Its version; null where there is none that loads.</summary>
    public static string? Version => Load(out _);

    /// <summary>Fails with one sentence where it is missing.</summary>
    /// <exception cref="UsageException">No native part loads.</exception>
    public static void Require()
    {
        if (Load(out var cause) is null)
        {
            throw new UsageException(
                "ONNX Runtime's native library is missing: add the package Microsoft.ML.OnnxRuntime (or Microsoft.ML.OnnxRuntime.Gpu) "
                    + $"to the application. ({cause})"
            );
        }
    }

    private static string? Load(out string? cause)
    {
        cause = null;
        try
        {
            OrtTelemetry.Refuse();
            var environment = OrtEnv.Instance();
            OrtTelemetry.Stop(environment);
            return environment.GetVersionString();
        }
        // The first use of a class whose library is missing fails, and every later one with the same exception.
        catch (Exception e)
            when (e is TypeInitializationException or DllNotFoundException or EntryPointNotFoundException)
        {
            cause = e.GetBaseException().Message.Split('\n')[0].Trim();
            return null;
        }
    }
}
