using WFrame.Images.Writing;

namespace WFrame.Images.Sources;

/// <summary>
/// Finds the images of a folder, subfolders included. The label of a file is the first subfolder it lies in, null at the
/// top. Order: ordinal by path. Names that begin with a dot are left out (as a shell does), and files that are plainly
/// something else by extension or name (<see cref="IsOther"/>); all others count as images, so that a damaged or
/// misnamed photograph is reported and never goes missing silently.
/// </summary>
internal static class ImageFolder
{
    private static readonly HashSet<string> OtherExtensions = new(
        (
            ".bin .bz2 .cs .csv .db .gz .htm .html .ini .json .jsonl .log .mat .md .npy .npz .parquet .pdf .py .rst .sh "
            + ".tar .tmp .toml .tsv .txt .xml .yaml .yml .zip"
        ).Split(' '),
        StringComparer.OrdinalIgnoreCase
    );

    // The last is our own: `wframe sample` lays a sheet beside the images it draws.
    private static readonly string[] OtherNames =
    [
        .. "COPYING LICENCE LICENSE Makefile README".Split(' '),
        ContactSheet.FileName,
    ];

    /// <summary>Whether a file in a folder is left out: text, tables, archives, code; README, LICENSE and the like; contact sheets of ours.</summary>
    public static bool IsOther(string name) =>
        name.StartsWith('.')
        || OtherExtensions.Contains(Path.GetExtension(name))
        || OtherNames.Contains(name, StringComparer.OrdinalIgnoreCase);

    /// <exception cref="UnauthorizedAccessException">A folder cannot be listed.</exception>
    public static List<ImageEntry> List(string folder)
    {
        var entries = new List<ImageEntry>();
        Collect(new DirectoryInfo(folder), folder, label: null, [], entries);
        entries.Sort((a, b) => string.CompareOrdinal(a.Path, b.Path));
        return entries;
    }

    /// <param name="folder">Which folder.</param>
    /// <param name="shown">Its path as the user gave it.</param>
    /// <param name="label">Label of the files in it.</param>
    /// <param name="above">Real paths of the folders around it: a link back to one of them is not followed.</param>
    /// <param name="entries">Receives the files.</param>
    private static void Collect(
        DirectoryInfo folder,
        string shown,
        string? label,
        HashSet<string> above,
        List<ImageEntry> entries
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
                if (!item.Name.StartsWith('.'))
                {
                    Collect(new DirectoryInfo(item.FullName), path, label ?? item.Name, above, entries);
                }
            }
            else if (!IsOther(item.Name))
            {
                entries.Add(new ImageEntry(path, label));
            }
        }
        above.Remove(real);
    }
}
