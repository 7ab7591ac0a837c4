namespace WFrame.Images.Sources;

/// <summary>
/// Turns the arguments IMAGES of a command into a list of images, in the order given:
/// a file, whatever its name; a folder with its subfolders, whose names become labels (of several folders each one's
/// own name too), in ordinal order, without hidden names, without folders of thumbnails or deleted files, and without
/// what is no image: with the extension of an image every file counts as one, of others the first bytes decide; a glob
/// (* ? [..] {a,b} **; names that exist as written win); <c>cifar10:FOLDER</c> (the binary batches); <c>@list.txt</c>
/// (one path a line, relative to the list, optionally a tab and a label; # begins a comment line).
/// </summary>
public static class ImageSource
{
    private const string Cifar10Prefix = "cifar10:";

    /// <summary>Expands arguments; nothing is decoded yet.</summary>
    /// <param name="arguments">One or more.</param>
    /// <param name="notice">Told in a sentence each what folders and globs hold that is passed over.</param>
    /// <param name="cancellation">Checked for every file and folder that is walked.</param>
    /// <exception cref="UsageException">An argument names nothing, or a folder or pattern holds no image.</exception>
    /// <exception cref="InvalidContentException">A list or batch file cannot be used.</exception>
    public static IReadOnlyList<ImageEntry> Expand(
        IEnumerable<string> arguments,
        Action<string>? notice = null,
        CancellationToken cancellation = default
    ) => List(arguments, new PassedOver(cancellation), notice);

    /// <param name="arguments">One or more.</param>
    /// <param name="passed">Remembers what is passed over.</param>
    /// <param name="notice">Told it.</param>
    /// <inheritdoc cref="Expand"/>
    internal static IReadOnlyList<ImageEntry> List(
        IEnumerable<string> arguments,
        PassedOver passed,
        Action<string>? notice = null
    )
    {
        ImageEntry[] entries = [.. Walk(arguments, passed)];
        foreach (var sentence in passed.Sentences())
        {
            notice?.Invoke(sentence);
        }
        return entries;
    }

    /// <summary>The same one after another, as they are found: of lists, folders and batch files none are held.</summary>
    /// <inheritdoc cref="Expand"/>
    internal static IEnumerable<ImageEntry> Walk(IEnumerable<string> arguments, PassedOver passed)
    {
        var isNone = true;
        string[] all = [.. arguments];
        foreach (var argument in all)
        {
            if (all.Length > 1 && IsPassedOver(argument, passed))
            {
                continue;
            }
            var isEmpty = true;
            var found =
                all.Length > 1 && Directory.Exists(argument)
                    ? ClassFolder(argument, passed)
                    : ExpandOne(argument, passed);
            foreach (var entry in found)
            {
                (isEmpty, isNone) = (false, false);
                yield return entry;
            }
            if (isEmpty)
            {
                throw Nothing($"{argument} holds no images: give image files or folders that hold some.", passed);
            }
        }
        if (isNone)
        {
            throw Nothing("No images are given: name files, folders, globs, cifar10:FOLDER or @list.txt.", passed);
        }
    }

    private static UsageException Nothing(string sentence, PassedOver passed) =>
        new(string.Join(' ', [sentence, .. passed.Sentences()]));

    /// <summary>Of several names, which a shell may have made of a pattern, what is no image is passed over as in a folder.</summary>
    private static bool IsPassedOver(string argument, PassedOver passed)
    {
        // No shell's pattern names what is hidden: it was meant.
        if (Path.GetFileName(Path.TrimEndingDirectorySeparator(argument)).StartsWith('.'))
        {
            return false;
        }
        return Directory.Exists(argument) ? !passed.Enters(argument) : File.Exists(argument) && !passed.Takes(argument);
    }

    private static IEnumerable<ImageEntry> ExpandOne(string argument, PassedOver passed)
    {
        if (string.IsNullOrWhiteSpace(argument))
        {
            throw new UsageException("An empty image path is given: name a file or folder.");
        }
        if (argument.Contains('\0', StringComparison.Ordinal))
        {
            throw new UsageException(
                $"An image path holds the character NUL, which no file's name does: {argument.Replace("\0", "\\0", StringComparison.Ordinal)}."
            );
        }
        if (argument[0] == '@')
        {
            return ImageListFile.List(argument[1..], passed);
        }
        if (Directory.Exists(argument))
        {
            return ImageFolder.Walk(argument, passed);
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
        var matches = ImageGlob.Expand(argument, passed);
        return matches.Count == 0
            ? throw new UsageException($"No file matches {argument}: check the pattern and the folder.")
            : matches.SelectMany(match => ExpandMatch(match, passed));
    }

    private static IEnumerable<ImageEntry> ExpandMatch(string path, PassedOver passed)
    {
        if (!Directory.Exists(path))
        {
            return passed.Takes(path) ? [new ImageEntry(path)] : [];
        }
        return passed.Enters(path) ? ClassFolder(path, passed) : [];
    }

    /// <summary>One of several folders, as a shell makes of data/*: its own name is the class of the files in it.</summary>
    private static IEnumerable<ImageEntry> ClassFolder(string folder, PassedOver passed)
    {
        var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)));
        var isEmpty = true;
        foreach (var entry in ImageFolder.Walk(folder, passed))
        {
            isEmpty = false;
            yield return entry.Label is null ? entry with { Label = name } : entry;
        }
        if (isEmpty)
        {
            passed.AddEmptyClass(folder);
        }
    }
}
