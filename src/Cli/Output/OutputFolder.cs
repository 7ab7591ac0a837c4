namespace WFrame.Cli.Output;

/// <summary>The folder of --output, which a verb writes whole or not at all.</summary>
internal sealed class OutputFolder
{
    private readonly string _folder;
    private readonly string _marker;
    private readonly bool _overwrite;

    /// <summary>Checks the folder before anything is computed.</summary>
    /// <param name="folder">--output.</param>
    /// <param name="marker">File that says that an earlier command of this kind wrote the folder.</param>
    /// <param name="overwrite">Whether such a folder may be replaced.</param>
    /// <exception cref="UsageException">It holds something that may not be replaced.</exception>
    public OutputFolder(string folder, string marker, bool overwrite)
    {
        (_folder, _marker, _overwrite) = (folder, marker, overwrite);
        Outputs.RequireWritable(folder);
        Check();
    }

    public string FullPath => Path.GetFullPath(_folder);

    /// <summary>Writes the folder under another name beside it and renames it when it is whole.</summary>
    /// <param name="write">Writes into the folder that it is given; the marker too.</param>
    public void Write(Action<string> write)
    {
        // Much time may have passed, and what is there is about to be deleted.
        Check();
        var target = Path.TrimEndingDirectorySeparator(FullPath);
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
        finally
        {
            if (Directory.Exists(fresh))
            {
                Directory.Delete(fresh, recursive: true);
            }
        }
    }

    private void Check()
    {
        if (!Directory.Exists(_folder) || !Directory.EnumerateFileSystemEntries(_folder).Any())
        {
            return;
        }
        if (!_overwrite)
        {
            throw new UsageException($"--output {_folder} is not empty; choose another folder or --overwrite.");
        }
        if (!File.Exists(Path.Combine(_folder, _marker)))
        {
            throw new UsageException(
                $"--overwrite refuses {_folder}: it has no {_marker}, so something else was written there; choose another folder."
            );
        }
    }
}
