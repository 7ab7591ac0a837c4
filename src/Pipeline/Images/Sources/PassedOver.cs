namespace WFrame.Images.Sources;

/// <summary>What a walk through folders left out, for one sentence each at its end.</summary>
/// <param name="cancellation">Ends the walk: it is looked at for every file and folder.</param>
internal sealed class PassedOver(CancellationToken cancellation = default)
{
    private const int NamedFolders = 3;

    private readonly SortedDictionary<string, int> _others = new(StringComparer.Ordinal);
    private readonly SortedDictionary<string, int> _pictures = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _folders = new(StringComparer.Ordinal);
    private readonly SortedSet<string> _emptyClasses = new(StringComparer.Ordinal);

    /// <summary>Whether lists may name files that are not there: to be told later, of each alone.</summary>
    public bool KeepsMissing { get; init; }

    /// <summary>Folders that would be a class and hold no image.</summary>
    public IReadOnlyCollection<string> EmptyClasses => _emptyClasses;

    /// <summary>Whether a file is an image; others are counted.</summary>
    public bool Takes(string path)
    {
        cancellation.ThrowIfCancellationRequested();
        var kind = FileKinds.Of(path);
        if (kind is FileKind.Other or FileKind.UnreadPicture)
        {
            var counts = kind == FileKind.Other ? _others : _pictures;
            var extension = Path.GetExtension(path).ToLowerInvariant();
            // What has no extension is called by its name.
            var what = extension.Length > 0 ? extension : Path.GetFileName(path);
            counts[what] = counts.GetValueOrDefault(what) + 1;
        }
        return kind == FileKind.Image;
    }

    /// <summary>Whether a folder is walked; others are remembered.</summary>
    public bool Enters(string path)
    {
        cancellation.ThrowIfCancellationRequested();
        var isSystem = FileKinds.IsSystemFolder(Path.GetFileName(Path.TrimEndingDirectorySeparator(path)));
        if (isSystem)
        {
            _ = _folders.Add(path);
        }
        return !isSystem;
    }

    /// <summary>A folder that would be a class holds no image.</summary>
    public void AddEmptyClass(string path) => _emptyClasses.Add(path);

    /// <summary>Sentences for the user, none where nothing was left out.</summary>
    public IEnumerable<string> Sentences()
    {
        if (_pictures.Count > 0)
        {
            yield return $"Passed over {Count(_pictures, "picture")} of formats that are not read ({List(_pictures)}): convert to JPEG or PNG what is to be used.";
        }
        if (_others.Count > 0)
        {
            yield return $"Passed over {Count(_others, "file")} that {(_others.Values.Sum() == 1 ? "is no image" : "are no images")} ({List(_others)}).";
        }
        if (_folders.Count > 0)
        {
            var more = _folders.Count > NamedFolders ? $" and {_folders.Count - NamedFolders} more" : "";
            yield return $"Passed over {(_folders.Count == 1 ? "1 folder" : $"{_folders.Count} folders")} of thumbnails, deleted or hidden files: {string.Join(", ", _folders.Take(NamedFolders))}{more}.";
        }
    }

    private static string Count(SortedDictionary<string, int> counts, string noun) =>
        counts.Values.Sum() is var sum && sum == 1 ? $"1 {noun}" : $"{sum} {noun}s";

    /// <summary>The commonest first.</summary>
    private static string List(SortedDictionary<string, int> counts)
    {
        const int Most = 10;
        var named = counts.OrderByDescending(c => c.Value).Take(Most).Select(c => $"{c.Value} {c.Key}");
        return string.Join(", ", named) + (counts.Count > Most ? ", ..." : "");
    }
}
