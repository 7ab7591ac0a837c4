using Microsoft.ML.OnnxRuntime;

namespace WFrame.Ort;

/// <summary>
/// ONNX Runtime 1.31 keeps an identifier of the machine in the user's cache folder and reports its sessions to its makers
/// unless it is told otherwise before it starts. We tell it otherwise.
/// </summary>
internal static partial class OrtTelemetry
{
    private const string Variable = "ORT_DISABLE_TELEMETRY";

    /// <summary>To be called before ONNX Runtime's environment is used the first time.</summary>
    public static void Refuse()
    {
        if (OperatingSystem.IsWindows())
        {
            Environment.SetEnvironmentVariable(Variable, "1");
        }
        else
        {
            // .NET keeps a copy of the environment of its own; native code reads the system's.
            _ = SetVariable(Variable, "1", replace: 1);
        }
    }

    /// <summary>The interface's own way, where the variable is not read.</summary>
    public static void Stop(OrtEnv environment) => environment.DisableTelemetryEvents();

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int SetVariable(string name, string value, int replace);
}
