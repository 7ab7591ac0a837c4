namespace WFrame.Images.Sources;

/// <summary>
/// Turns the arguments IMAGES of a command into a list of images, in the order given:
/// a file, whatever its name; a folder with its subfolders, whose names become labels (of several folders each one's
/// own name too), in ordinal order, without hidden
/// names and without text, tables, archives and code (by extension, see ImageFolder); a glob (* ? [..] {a,b} **; names
/// that exist as written win); <c>cifar10:FOLDER</c> (the binary batches); <c>@list.txt</c> (one path a line, relative
/// to the list, optionally a tab and a label; # begins a comment line).
/// </summary>
public static class ImageSource
{
    private const string Cifar10Prefix = "cifar10:";

    /// <summary>Expands arguments; nothing is decoded yet.</summary>
    /// <exception cref="UsageException">An argument names nothing, or a folder or pattern holds no image.</exception>
    /// <exception cref="InvalidContentException">A list or batch file cannot be used.</exception>
    public static IReadOnlyList<ImageEntry> Expand(IEnumerable<string> arguments)
    {
        var entries = new List<ImageEntry>();
        string[] all = [.. arguments];
        foreach (var argument in all)
        {
            var before = entries.Count;
            entries.AddRange(
                all.Length > 1 && Directory.Exists(argument) ? ClassFolder(argument) : ExpandOne(argument)
            );
            if (entries.Count == before)
            {
                throw new UsageException($"{argument} holds no images: give image files or folders that hold some.");
            }
        }
        return entries.Count > 0
            ? entries
            : throw new UsageException("No images are given: name files, folders, globs, cifar10:FOLDER or @list.txt.");
    }

    private static IEnumerable<ImageEntry> ExpandOne(string argument)
    {
        if (string.IsNullOrWhiteSpace(argument))
        {
            throw new UsageException("An empty image path is given: name a file or folder.");
        }
        if (argument[0] == '@')
        {
            return ImageListFile.List(argument[1..]);
        }
        if (Directory.Exists(argument))
        {
            return ImageFolder.List(argument);
        }
        // A dangling link exists for Path.Exists only as a link; the decoder says what is wrong with it.
        if (Path.Exists(argument) || new FileInfo(argument).LinkTarget is not null)
        {
            return [new ImageEntry(argument)];
        }
        if (argument.StartsWith(Cifar10Prefix, StringComparison.Ordinal))
        {
            return Cifar10Batch.List(argument[Cifar10Prefix.Length..]);
        }
        if (!ImageGlob.IsPattern(argument))
        {
            throw new UsageException($"{argument} does not exist: name an image file or a folder of images.");
        }
        var matches = ImageGlob.Expand(argument);
        return matches.Count == 0
            ? throw new UsageException($"No file matches {argument}: check the pattern and the folder.")
            : matches.SelectMany(ExpandMatch);
    }

    private static IEnumerable<ImageEntry> ExpandMatch(string path) =>
        Directory.Exists(path) ? ClassFolder(path)
        : ImageFolder.IsOther(Path.GetFileName(path)) ? []
        : [new ImageEntry(path)];

    /// <summary>One of several folders, as a shell makes of data/*: its own name is the class of the files in it.</summary>
    private static IEnumerable<ImageEntry> ClassFolder(string folder)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        return ImageFolder.List(folder).Select(entry => entry.Label is null ? entry with { Label = name } : entry);
    }
}
