namespace WFrame.Files;

/// <summary>
/// .wframe-files: the names of the files that were written to a folder, one a line, relative to it, after a line that
/// says what for. Open and locked while the folder is written to.
/// </summary>
internal sealed class FolderList : IDisposable
{
    public const string Name = ".wframe-files";

    /// <summary>Who writes now. A file of its own: nobody else can read the locked one.</summary>
    public const string Owner = ".wframe-owner";

    private const string Heading = "# files written by ";

    private readonly FileStream _stream;
    private readonly string _owner;
    private readonly string _kind;
    private readonly HashSet<string> _files;

    private FolderList(FileStream stream, string owner, string kind, HashSet<string> files) =>
        (_stream, _owner, _kind, _files) = (stream, owner, kind, files);

    /// <summary>Names in the list.</summary>
    public IReadOnlySet<string> Files => _files;

    /// <summary>Locks the list of a folder; makes one where there is none.</summary>
    /// <exception cref="UsageException">Another process holds it.</exception>
    public static FolderList Lock(string folder, string kind)
    {
        var owner = Path.Combine(folder, Owner);
        var stream = Open(folder);
        try
        {
            using var reader = new StreamReader(stream, leaveOpen: true);
            var heading = reader.ReadLine();
            var list = new FolderList(stream, owner, kind, Lines(reader).ToHashSet(StringComparer.Ordinal));
            if (heading != Heading + kind)
            {
                list.Rewrite();
            }
            File.WriteAllText(
                owner,
                $"process {Environment.ProcessId} on {Environment.MachineName} since {DateTimeOffset.Now:yyyy-MM-dd HH:mm:ss zzz}\n"
            );
            return list;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>What the list of a folder was written for; null without a list.</summary>
    /// <exception cref="UsageException">Another process holds it.</exception>
    public static string? KindOf(string folder)
    {
        var path = Path.Combine(folder, Name);
        try
        {
            var heading = File.Exists(path) ? File.ReadLines(path).FirstOrDefault() : null;
            return heading?.StartsWith(Heading, StringComparison.Ordinal) == true ? heading[Heading.Length..] : null;
        }
        catch (IOException) when (IsLocked(path))
        {
            throw InUse(folder);
        }
    }

    /// <summary>Whether another process, or another object of this one, holds the list of a folder.</summary>
    public static bool IsInUse(string folder) =>
        Path.Combine(folder, Name) is var list && File.Exists(list) && IsLocked(list);

    public static void Delete(string folder) => File.Delete(Path.Combine(folder, Name));

    public bool Contains(string file) => _files.Contains(file);

    /// <summary>Adds a name, on the disk before the file itself is.</summary>
    public void Add(string file)
    {
        if (_files.Add(file))
        {
            _stream.Seek(0, SeekOrigin.End);
            _stream.Write(Encoding.UTF8.GetBytes(file + "\n"));
            _stream.Flush();
        }
    }

    public void Clear() => Keep([]);

    /// <summary>Forgets all other names.</summary>
    public void Keep(IEnumerable<string> files)
    {
        _files.IntersectWith(files);
        Rewrite();
    }

    public void Dispose()
    {
        File.Delete(_owner);
        _stream.Dispose();
    }

    /// <summary>In one write over the old names: a process killed in between leaves at most some of them behind the new ones.</summary>
    private void Rewrite()
    {
        var names = string.Concat(_files.Order(StringComparer.Ordinal).Select(f => f + "\n"));
        _stream.Seek(0, SeekOrigin.Begin);
        _stream.Write(Encoding.UTF8.GetBytes($"{Heading}{_kind}\n{names}"));
        _stream.Flush();
        _stream.SetLength(_stream.Position);
    }

    private static IEnumerable<string> Lines(StreamReader reader)
    {
        while (reader.ReadLine() is { } line)
        {
            if (line.Length > 0 && line[0] != '#')
            {
                yield return line;
            }
        }
    }

    private static FileStream Open(string folder)
    {
        var path = Path.Combine(folder, Name);
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException) when (IsLocked(path))
            {
                // Who only looks holds it for a moment; who writes has said who he is.
                if (attempt == 5)
                {
                    throw InUse(folder);
                }
                Thread.Sleep(20 * attempt);
            }
        }
    }

    private static UsageException InUse(string folder) =>
        new(
            $"Output {folder} is in use by {Holder(Path.Combine(folder, Owner))}; wait until it has ended, end it, or choose another folder.",
            "Output"
        );

    /// <summary>Whether a file is there that cannot be opened because somebody else has: other troubles keep their message.</summary>
    private static bool IsLocked(string path)
    {
        try
        {
            File.Open(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite).Dispose();
            return false;
        }
        catch (Exception e) when (e is FileNotFoundException or UnauthorizedAccessException)
        {
            return false;
        }
        catch (IOException)
        {
            return true;
        }
    }

    private static string Holder(string owner)
    {
        try
        {
            return File.ReadAllText(owner).Trim();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return "another process";
        }
    }
}
