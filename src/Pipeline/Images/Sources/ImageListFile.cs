namespace WFrame.Images.Sources;

/// <summary>
/// A text file that names images (UTF-8), one path per line, relative to the list's own folder, optionally followed by a tab and a
/// label. Lines that are blank or begin with # are passed over (write ./#1.png for such a name). Paths are literal.
/// </summary>
internal static class ImageListFile
{
    /// <exception cref="UsageException">No such list, or a line names nothing.</exception>
    /// <exception cref="InvalidContentException">The list is no text.</exception>
    public static IEnumerable<ImageEntry> List(string list, PassedOver passed)
    {
        if (!File.Exists(list))
        {
            throw new UsageException(
                $"@{list} names a list of images, but {list} does not exist (an image whose name begins with @ is written ./@name)."
            );
        }
        var text = Encoding.UTF8.GetString(ImageFile.ReadAllBytes(list)).TrimStart('\uFEFF');
        if (text.Contains('\0', StringComparison.Ordinal))
        {
            throw new InvalidContentException(
                $"{list} is no list of images: it is not text (an image whose name begins with @ is written ./@name)."
            );
        }
        return Lines(list, text.Split('\n'), passed);
    }

    private static IEnumerable<ImageEntry> Lines(string list, string[] lines, PassedOver passed)
    {
        var folder = Path.GetDirectoryName(list) ?? "";
        for (var i = 0; i < lines.Length; i++)
        {
            var line = lines[i].TrimEnd('\r');
            if (string.IsNullOrWhiteSpace(line) || line[0] == '#')
            {
                continue;
            }
            var columns = line.Split('\t', 2);
            var path = Path.Combine(folder, columns[0]);
            if (!passed.KeepsMissing && !Path.Exists(path))
            {
                throw new UsageException($"{list} line {i + 1} names {columns[0]}, which does not exist.");
            }
            var label = columns.Length > 1 && columns[1].Length > 0 ? columns[1] : null;
            if (!Directory.Exists(path))
            {
                yield return new ImageEntry(path, label);
                continue;
            }
            foreach (var entry in ImageFolder.List(path, passed))
            {
                yield return label is null ? entry : entry with { Label = label };
            }
        }
    }
}
