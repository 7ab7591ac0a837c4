using Microsoft.Win32.SafeHandles;

namespace WFrame.Cli;

/// <summary>
/// Whether as many files can be opened as a command needs. The runtime keeps each assembly that it loads open: under a
/// low limit one of the last ones, the report's, would fail to load after hours of training.
/// </summary>
internal static class OpenFiles
{
    /// <summary>Beside those that are open at the start; a training with ONNX Runtime and its report was seen to take 140.</summary>
    public const int Needed = 160;

    private const string Nothing = "/dev/null";

    public static bool Suffice()
    {
        // Windows has no such limit.
        if (!File.Exists(Nothing))
        {
            return true;
        }
        var handles = new SafeFileHandle?[Needed];
        try
        {
            for (var i = 0; i < handles.Length; i++)
            {
                handles[i] = File.OpenHandle(Nothing, share: FileShare.ReadWrite);
            }
            return true;
        }
        catch (IOException)
        {
            return false;
        }
        finally
        {
            foreach (var handle in handles)
            {
                handle?.Dispose();
            }
        }
    }
}
