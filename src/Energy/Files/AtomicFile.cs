using Microsoft.Win32.SafeHandles;

namespace WFrame.Files;

/// <summary>
/// Writes a file completely or not at all: temporary name beside it, flushed to the disk, renamed, and the folder flushed,
/// so that after a power cut either the old or the new file is there.
/// </summary>
internal static class AtomicFile
{
    /// <summary>Writes <paramref name="path"/>; on any failure an older file of that name stays as it was.</summary>
    /// <param name="path">Target; its folder must exist.</param>
    /// <param name="write">Writes the content; the stream is seekable.</param>
    /// <exception cref="IOException">The disk is full or the folder cannot be written.</exception>
    public static void Write(string path, Action<Stream> write)
    {
        var temporary = $"{path}.{Environment.ProcessId}.{Guid.NewGuid():N}.tmp";
        try
        {
            using (var stream = new FileStream(temporary, FileMode.Create, FileAccess.ReadWrite, FileShare.None))
            {
                // Nobody else reads a file that is not whole; then it gets the mode that a new file has here.
                var mode = Mode(stream.SafeFileHandle);
                SetMode(stream.SafeFileHandle, UnixFileMode.UserRead | UnixFileMode.UserWrite);
                write(stream);
                SetMode(stream.SafeFileHandle, mode);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
            FolderFlush.Flush(Path.GetDirectoryName(Path.GetFullPath(path))!);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    private static UnixFileMode? Mode(SafeFileHandle file) =>
        OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(file);

    private static void SetMode(SafeFileHandle file, UnixFileMode? mode)
    {
        if (OperatingSystem.IsWindows() || mode is not { } wanted)
        {
            return;
        }
        try
        {
            File.SetUnixFileMode(file, wanted);
        }
        catch (Exception e) when (e is UnauthorizedAccessException or IOException)
        {
            // A file system without modes, as of a USB stick.
        }
    }

    /// <summary>The file that a temporary one of a killed process was to become; null for other names.</summary>
    public static string? Target(string temporary)
    {
        var parts = Path.GetFileName(temporary).Split('.');
        return parts is [_, .., var process, var id, "tmp"] && int.TryParse(process, out _) && Guid.TryParse(id, out _)
            ? temporary[..^(process.Length + id.Length + ".tmp".Length + 2)]
            : null;
    }

    /// <summary>Writes bytes.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    public static void Write(string path, byte[] content) => Write(path, stream => stream.Write(content));

    /// <summary>Writes text as UTF-8.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    public static void WriteText(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));
}
