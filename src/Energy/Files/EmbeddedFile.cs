using System.Reflection;

namespace WFrame.Files;

/// <summary>Files that an assembly carries.</summary>
internal static class EmbeddedFile
{
    /// <summary>The content of one.</summary>
    public static byte[] Read(Assembly assembly, string name)
    {
        using var stream = assembly.GetManifestResourceStream(name)!;
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
