namespace WFrame.Images.Sources;

/// <summary>
/// Finds the images of a folder, subfolders included. The label of a file is the first subfolder it lies in, null at the
/// top. Order: ordinal by path. <see cref="FileKinds"/> says what is left out.
/// </summary>
internal static class ImageFolder
{
    /// <param name="folder">Its path as the user gave it.</param>
    /// <param name="passed">Told what is left out.</param>
    /// <exception cref="UnauthorizedAccessException">A folder cannot be listed.</exception>
    public static List<ImageEntry> List(string folder, PassedOver passed)
    {
        var entries = new List<ImageEntry>();
        Collect(new DirectoryInfo(folder), folder, label: null, [], entries, passed);
        entries.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return entries;
    }

    /// <param name="folder">Which folder.</param>
    /// <param name="shown">Its path as the user gave it.</param>
    /// <param name="label">Label of the files in it.</param>
    /// <param name="above">Real paths of the folders around it: a link back to one of them is not followed.</param>
    /// <param name="entries">Receives the files.</param>
    /// <param name="passed">Told what is left out.</param>
    private static void Collect(
        DirectoryInfo folder,
        string shown,
        string? label,
        HashSet<string> above,
        List<ImageEntry> entries,
        PassedOver passed
    )
    {
        var real = (folder.ResolveLinkTarget(returnFinalTarget: true) ?? folder).FullName.TrimEnd('/', '\\');
        if (!above.Add(real))
        {
            return;
        }
        foreach (var item in folder.EnumerateFileSystemInfos())
        {
            var path = Path.Combine(shown, item.Name);
            if (Directory.Exists(item.FullName))
            {
                if (passed.Enters(path))
                {
                    var before = entries.Count;
                    Collect(new DirectoryInfo(item.FullName), path, label ?? item.Name, above, entries, passed);
                    if (label is null && entries.Count == before)
                    {
                        passed.AddEmptyClass(path);
                    }
                }
            }
            else if (passed.Takes(path))
            {
                entries.Add(new ImageEntry(path, label));
            }
        }
        above.Remove(real);
    }
}
