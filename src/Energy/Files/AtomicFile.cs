namespace WFrame.Files;

/// <summary>Writes a file completely or not at all: temporary name beside it, flushed to the disk, then renamed.</summary>
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
                write(stream);
                stream.Flush(flushToDisk: true);
            }
            File.Move(temporary, path, overwrite: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
    }

    /// <summary>Writes bytes.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    public static void Write(string path, byte[] content) => Write(path, stream => stream.Write(content));

    /// <summary>Writes text as UTF-8.</summary>
    /// <inheritdoc cref="Write(string, Action{Stream})"/>
    public static void WriteText(string path, string text) => Write(path, System.Text.Encoding.UTF8.GetBytes(text));
}
