namespace WFrame.Cli.Verbs;

/// <summary>Checks and writes what a command leaves: whole files and whole folders only.</summary>
internal static class Outputs
{
    /// <summary>Tries whether a folder that need not exist yet could be written; leaves nothing.</summary>
    /// <exception cref="UsageException">A file is in the way.</exception>
    /// <exception cref="IOException">It cannot be written.</exception>
    public static void RequireWritable(string folder, string option = "--output")
    {
        var existing = Path.GetFullPath(folder);
        while (!Directory.Exists(existing))
        {
            if (File.Exists(existing))
            {
                throw new UsageException($"{option} {folder}: {existing} is a file; give another folder.");
            }
            existing = Path.GetDirectoryName(existing)!;
        }
        try
        {
            var probe = Path.Combine(existing, $".wframe-{Guid.NewGuid():N}.tmp");
            using (
                new FileStream(
                    probe,
                    FileMode.CreateNew,
                    FileAccess.Write,
                    FileShare.None,
                    1,
                    FileOptions.DeleteOnClose
                )
            )
            {
                // Made and deleted: that is all that was to be known.
            }
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"{option} {folder} cannot be written ({e.Message}); choose another folder.", e);
        }
    }

    /// <summary>Checks a file to be written.</summary>
    /// <exception cref="UsageException">It exists and may not be replaced, is a folder, or its folder is missing.</exception>
    public static void CheckFile(string path, bool overwrite)
    {
        var folder = Path.GetDirectoryName(Path.GetFullPath(path))!;
        if (Directory.Exists(path))
        {
            throw new UsageException($"--output {path} is a folder; give a file.");
        }
        if (!Directory.Exists(folder))
        {
            throw new UsageException(
                $"--output {path}: the folder {folder} does not exist; create it or choose another."
            );
        }
        if (File.Exists(path) && !overwrite)
        {
            throw new UsageException($"--output {path} exists; choose another file or --overwrite.");
        }
        RequireWritable(folder);
    }

    /// <summary>Checks a folder to be written.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="marker">File that says an earlier command of this kind wrote it.</param>
    /// <param name="overwrite">Whether such a folder may be replaced.</param>
    /// <exception cref="UsageException">It holds something that may not be replaced.</exception>
    public static void CheckFolder(string folder, string marker, bool overwrite)
    {
        RequireWritable(folder);
        if (!Directory.Exists(folder) || !Directory.EnumerateFileSystemEntries(folder).Any())
        {
            return;
        }
        if (!overwrite)
        {
            throw new UsageException($"--output {folder} is not empty; choose another folder or --overwrite.");
        }
        if (!File.Exists(Path.Combine(folder, marker)))
        {
            throw new UsageException(
                $"--overwrite refuses {folder}: it has no {marker}, so something else was written there; choose another folder."
            );
        }
    }

    /// <summary>Writes a folder under another name beside it and renames it when it is whole.</summary>
    public static void WriteFolder(string folder, string marker, bool overwrite, Action<string> write)
    {
        CheckFolder(folder, marker, overwrite);
        var target = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder));
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        var fresh = $"{target}.{Guid.NewGuid():N}.tmp";
        try
        {
            Directory.CreateDirectory(fresh);
            write(fresh);
            if (Directory.Exists(target))
            {
                Directory.Delete(target, recursive: true);
            }
            Directory.Move(fresh, target);
        }
        catch
        {
            if (Directory.Exists(fresh))
            {
                Directory.Delete(fresh, recursive: true);
            }
            throw;
        }
    }
}
