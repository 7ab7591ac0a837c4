using WFrame.Files;

namespace WFrame.Cli.Output;

/// <summary>Checks and writes what a command leaves: whole files and whole folders only.</summary>
internal static class Outputs
{
    /// <summary>Tries whether a folder that need not exist yet could be written; leaves nothing.</summary>
    /// <exception cref="UsageException">A file or a broken link is in the way.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void RequireWritable(string folder, string option = "--output")
    {
        var existing = Path.GetFullPath(folder);
        while (!Directory.Exists(existing))
        {
            if (OwnedFolder.Obstacle(existing) is { } obstacle)
            {
                throw new UsageException($"{option} {folder}: {existing} {obstacle}");
            }
            existing = Path.GetDirectoryName(existing)!;
        }
        try
        {
            var probe = Path.Combine(existing, $".wframe-{Guid.NewGuid():N}.tmp");
            File.Create(probe, bufferSize: 1, FileOptions.DeleteOnClose).Dispose();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{option} {folder} cannot be written ({e.Message}); choose another folder.", e);
        }
    }

    /// <summary>Checks a file to be written.</summary>
    /// <exception cref="UsageException">It exists and may not be replaced, is a folder, or its folder is missing.</exception>
    public static void CheckFile(string path, bool overwrite, string option = "--output")
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (Directory.Exists(path))
        {
            throw new UsageException($"{option} {path} is a folder; give a file.");
        }
        if (!Directory.Exists(folder))
        {
            throw new UsageException(
                $"{option} {path}: the folder {folder} does not exist; create it or choose another."
            );
        }
        if (File.Exists(path) && !overwrite)
        {
            throw new UsageException($"{option} {path} exists; choose another file or --overwrite.");
        }
        RequireWritable(folder, option);
    }
}
