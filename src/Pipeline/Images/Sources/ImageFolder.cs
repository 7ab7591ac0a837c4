namespace WFrame.Images.Sources;

/// <summary>
/// Finds the images of a folder, subfolders included. The label of a file is the first subfolder it lies in, null at the
/// top. Order: ordinal by path. <see cref="FileKinds"/> says what is left out.
/// </summary>
internal static class ImageFolder
{
    /// <summary>Walks a folder; holds the names of one folder at a time, and of those around it.</summary>
    /// <param name="folder">Its path as the user gave it.</param>
    /// <param name="passed">Told what is left out.</param>
    /// <exception cref="UnauthorizedAccessException">A folder cannot be listed.</exception>
    public static IEnumerable<ImageEntry> Walk(string folder, PassedOver passed) =>
        Walk(new DirectoryInfo(folder), folder, label: null, [], passed);

    /// <param name="folder">Which folder.</param>
    /// <param name="shown">Its path as the user gave it.</param>
    /// <param name="label">Label of the files in it.</param>
    /// <param name="above">Real paths of the folders around it: a link back to one of them is not followed.</param>
    /// <param name="passed">Told what is left out.</param>
    private static IEnumerable<ImageEntry> Walk(
        DirectoryInfo folder,
        string shown,
        string? label,
        HashSet<string> above,
        PassedOver passed
    )
    {
        var real = (folder.ResolveLinkTarget(returnFinalTarget: true) ?? folder).FullName.TrimEnd('/', '\\');
        if (!above.Add(real))
        {
            yield break;
        }
        foreach (var name in Names(folder))
        {
            if (!name.EndsWith(Path.DirectorySeparatorChar))
            {
                if (Path.Combine(shown, name) is var file && passed.Takes(file))
                {
                    yield return new ImageEntry(file, label);
                }
                continue;
            }
            var (inner, isEmpty) = (name[..^1], true);
            var path = Path.Combine(shown, inner);
            if (passed.Enters(path))
            {
                var below = new DirectoryInfo(Path.Combine(folder.FullName, inner));
                foreach (var entry in Walk(below, path, label ?? inner, above, passed))
                {
                    isEmpty = false;
                    yield return entry;
                }
                if (label is null && isEmpty)
                {
                    passed.AddEmptyClass(path);
                }
            }
        }
        above.Remove(real);
    }

    /// <summary>Names in a folder, those of folders with a separator behind: so sorted, whole paths are in order.</summary>
    private static string[] Names(DirectoryInfo folder)
    {
        string[] names =
        [
            .. folder
                .EnumerateFileSystemInfos()
                .Select(i => Directory.Exists(i.FullName) ? i.Name + Path.DirectorySeparatorChar : i.Name),
        ];
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }
}
