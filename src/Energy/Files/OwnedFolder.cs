namespace WFrame.Files;

/// <summary>
/// A folder that a program writes to, alone: it is locked as long as this object lives, and a list in the folder names
/// every file that was written there. What is replaced or removed later are the listed files and nothing else.
/// </summary>
/// <remarks>
/// The lock is the operating system's and ends with the process however it ends; file systems without locks (some
/// network ones) have none.
/// </remarks>
internal sealed class OwnedFolder : IDisposable
{
    private const string StagedStart = ".wframe-";
    private const string StagedEnd = ".tmp";

    private readonly FolderList _list;
    private readonly bool _isNew;

    /// <summary>Creates the folder where it is missing, locks it, and removes what a killed process left half-written.</summary>
    /// <param name="path">The folder; a link to a folder stays a link.</param>
    /// <param name="kind">Who writes, for instance "wframe sample"; stored in the list.</param>
    /// <exception cref="UsageException">Another process writes there; it is named.</exception>
    /// <exception cref="IOException">The folder cannot be created or written.</exception>
    public OwnedFolder(string path, string kind)
    {
        Path = System.IO.Path.GetFullPath(path);
        _isNew = !Directory.Exists(Path);
        Directory.CreateDirectory(Path);
        _list = FolderList.Lock(Path, kind);
        try
        {
            RemoveTemporary();
        }
        catch
        {
            _list.Dispose();
            throw;
        }
    }

    /// <summary>Full path.</summary>
    public string Path { get; }

    /// <summary>What stands in a folder: nothing, the listed work of a kind, or something else.</summary>
    /// <exception cref="UsageException">A file or a broken link is in the way.</exception>
    public static FolderContent Look(string path)
    {
        if (Obstacle(path) is { } obstacle)
        {
            throw new UsageException($"Output {path} {obstacle}", "Output");
        }
        if (!Directory.Exists(path))
        {
            return new FolderContent(IsEmpty: true, Kind: null);
        }
        return new FolderContent(
            !Directory.EnumerateFileSystemEntries(path).Any(e => !IsList(e) && !IsStaged(e)),
            FolderList.KindOf(path)
        );
    }

    /// <summary>Whether a program writes to a folder now; never where the file system has no locks.</summary>
    public static bool IsInUse(string path) => FolderList.IsInUse(path);

    /// <summary>Why a path can neither be a folder nor become one, and what to do; null where it can.</summary>
    public static string? Obstacle(string path) =>
        Directory.Exists(path) ? null
        // A broken link exists as a file too.
        : new FileInfo(path).LinkTarget is { } target
            ? $"is a link to {target}, which does not exist; create that folder or give another."
        : File.Exists(path) ? "is a file; give a folder."
        : null;

    /// <summary>Names a file as ours, before it is written, and makes its folder.</summary>
    /// <param name="file">Full path, or relative to the folder.</param>
    /// <returns>The full path.</returns>
    public string Claim(string file)
    {
        var full = At(file);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(full)!);
        _list.Add(System.IO.Path.GetRelativePath(Path, full));
        return full;
    }

    /// <summary>Whether a file, by its full path, is listed.</summary>
    public bool Owns(string path) => _list.Contains(System.IO.Path.GetRelativePath(Path, path));

    /// <summary>Removes the listed files and the folders that are empty then.</summary>
    public void Clear()
    {
        foreach (var file in Files())
        {
            Remove(file);
        }
        _list.Clear();
    }

    /// <summary>A folder inside this one for what is not whole yet; what a killed process leaves there is removed by the next one.</summary>
    public string Stage() => Directory.CreateDirectory(At($"{StagedStart}{Guid.NewGuid():N}{StagedEnd}")).FullName;

    /// <summary>
    /// Replaces the listed files by those of a staged folder, file by file, so that links and mount points stay what they are.
    /// </summary>
    /// <param name="staged">As <see cref="Stage"/> gave it.</param>
    /// <param name="last">The file that says that all others are there.</param>
    /// <exception cref="IOException">A file that is not ours has one of the names; everything stays, the staged files too.</exception>
    public void Replace(string staged, string last)
    {
        var files = Directory.GetFiles(staged, "*", SearchOption.AllDirectories);
        var names = files.Select(f => System.IO.Path.GetRelativePath(staged, f)).ToHashSet(StringComparer.Ordinal);
        if (names.FirstOrDefault(n => System.IO.Path.Exists(At(n)) && !_list.Contains(n)) is { } foreign)
        {
            var kept = At($"unplaced-{Guid.NewGuid():N}");
            Directory.Move(staged, kept);
            throw new IOException(
                $"{At(foreign)} was not written by this program and stays; the results are in {kept}"
            );
        }
        File.Delete(At(last));
        foreach (var old in Files().Where(f => !names.Contains(System.IO.Path.GetRelativePath(Path, f))))
        {
            Remove(old);
        }
        foreach (var name in names.Where(n => n != last).Order(StringComparer.Ordinal).Append(last))
        {
            File.Move(System.IO.Path.Combine(staged, name), Claim(name), overwrite: true);
        }
        _list.Keep(names);
        Directory.Delete(staged, recursive: true);
    }

    /// <summary>Gives the folder free; one that was made for nothing is removed.</summary>
    public void Dispose()
    {
        _list.Dispose();
        if (_isNew && _list.Files.Count == 0 && !Directory.EnumerateFileSystemEntries(Path).Any(e => !IsList(e)))
        {
            FolderList.Delete(Path);
            Directory.Delete(Path);
        }
    }

    private string At(string relative) => System.IO.Path.Combine(Path, relative);

    /// <summary>Listed files that lie in the folder itself: a list, or a link put there later, may not lead out of it.</summary>
    private string[] Files() => [.. _list.Files.Where(IsInside).Select(At)];

    private bool IsInside(string relative)
    {
        if (System.IO.Path.IsPathRooted(relative) || relative.Split('/', '\\').Contains(".."))
        {
            return false;
        }
        for (var folder = System.IO.Path.GetDirectoryName(At(relative))!; folder.Length > Path.Length; )
        {
            if (new DirectoryInfo(folder).LinkTarget is not null)
            {
                return false;
            }
            folder = System.IO.Path.GetDirectoryName(folder)!;
        }
        return true;
    }

    private void Remove(string file)
    {
        if (File.Exists(file))
        {
            File.Delete(file);
        }
        var folder = System.IO.Path.GetDirectoryName(file)!;
        while (folder.Length > Path.Length && IsEmpty(folder))
        {
            Directory.Delete(folder);
            folder = System.IO.Path.GetDirectoryName(folder)!;
        }
    }

    private static bool IsEmpty(string folder) =>
        Directory.Exists(folder) && !Directory.EnumerateFileSystemEntries(folder).Any();

    private void RemoveTemporary()
    {
        foreach (var folder in Directory.GetDirectories(Path).Where(IsStaged))
        {
            Directory.Delete(folder, recursive: true);
        }
        foreach (var folder in Files().Select(f => System.IO.Path.GetDirectoryName(f)!).Distinct())
        {
            foreach (var file in Directory.Exists(folder) ? Directory.GetFiles(folder, "*.tmp") : [])
            {
                if (AtomicFile.Target(file) is { } target && Owns(target))
                {
                    File.Delete(file);
                }
            }
        }
    }

    private static bool IsStaged(string path) =>
        System.IO.Path.GetFileName(path) is var name
        && name.StartsWith(StagedStart, StringComparison.Ordinal)
        && name.EndsWith(StagedEnd, StringComparison.Ordinal);

    private static bool IsList(string path) => System.IO.Path.GetFileName(path) is FolderList.Name or FolderList.Owner;
}

/// <summary>What <see cref="OwnedFolder.Look"/> finds.</summary>
/// <param name="IsEmpty">Nothing but our own bookkeeping is there, or no folder at all.</param>
/// <param name="Kind">Who wrote the list of files that lies there; null without one.</param>
internal readonly record struct FolderContent(bool IsEmpty, string? Kind);
