using WFrame.Images.Formats;

namespace WFrame.Images.Sources;

/// <summary>Reads image files, with a clear sentence for all that is no readable file.</summary>
internal static class ImageFile
{
    /// <summary>Files above this are refused: no picture that is decoded needs so much.</summary>
    private const long LengthLimit = 1L << 30;

    /// <summary>As much as tells one format from another.</summary>
    private const int StartLength = 1024;

    /// <summary>The first bytes; none of what is empty, no regular file or not to be read.</summary>
    public static ReadOnlySpan<byte> ReadStart(string path)
    {
        try
        {
            // Pipes and devices have length 0 and must not be opened.
            var target = Target(new FileInfo(path));
            if (!target.Exists || target.Length == 0)
            {
                return [];
            }
            using var handle = File.OpenHandle(path);
            var start = new byte[StartLength];
            return start.AsSpan(0, RandomAccess.Read(handle, start, fileOffset: 0));
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            return [];
        }
    }

    /// <exception cref="InvalidContentException">Missing, a folder, without permission, empty, or too long.</exception>
    public static byte[] ReadAllBytes(string path) =>
        Reading(
            path,
            () =>
            {
                Check(path);
                return File.ReadAllBytes(path);
            }
        );

    /// <summary>Opens a file to be read piece by piece.</summary>
    /// <inheritdoc cref="ReadAllBytes"/>
    public static FileStream OpenRead(string path) =>
        Reading(
            path,
            () =>
            {
                Check(path);
                return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            }
        );

    private static void Check(string path)
    {
        var file = new FileInfo(path);
        if (!file.Exists && Directory.Exists(path))
        {
            throw new BadImageException(BadImageKind.Unreadable, "is a folder, not an image file");
        }
        var target = Target(file);
        if (!target.Exists)
        {
            var reason = file.LinkTarget is not null ? "is a link to a file that does not exist" : "does not exist";
            throw new BadImageException(BadImageKind.Unreadable, reason);
        }
        // Pipes and devices have length 0 too and must not be opened: a pipe without a writer never answers.
        if (target.Length == 0)
        {
            throw new BadImageException(BadImageKind.Empty, "is empty (0 bytes) or no regular file; copy it again");
        }
        if (target.Length > LengthLimit)
        {
            throw new BadImageException(
                BadImageKind.TooLarge,
                $"is too large: {target.Length} bytes, at most {LengthLimit} are read"
            );
        }
    }

    private static T Reading<T>(string path, Func<T> read)
    {
        try
        {
            return read();
        }
        catch (BadImageException bad)
        {
            throw bad.Naming(path);
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            var reason = $"cannot be read: {failure.Message.TrimEnd('.')}";
            throw new BadImageException(BadImageKind.Unreadable, reason).Naming(path);
        }
    }

    /// <summary>Of a link the size and existence are those of what it points to; of others the system is asked once.</summary>
    public static FileInfo Target(FileInfo file) =>
        !file.Attributes.HasFlag(FileAttributes.ReparsePoint) || file.LinkTarget is null
            ? file
            : (FileInfo)file.ResolveLinkTarget(returnFinalTarget: true)!;
}
