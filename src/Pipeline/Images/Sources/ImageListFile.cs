namespace WFrame.Images.Sources;

/// <summary>
/// A text file that names images (UTF-8), one path per line, relative to the list's own folder, optionally followed by a tab and a
/// label. Lines that are blank or begin with # are passed over (write ./#1.png for such a name). Paths are literal.
/// </summary>
internal static class ImageListFile
{
    /// <summary>Characters read at a time; what is no text shows that in the first of them.</summary>
    private const int Piece = 1 << 16;

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
        return Entries(list, passed);
    }

    private static IEnumerable<ImageEntry> Entries(string list, PassedOver passed)
    {
        var (folder, number) = (Path.GetDirectoryName(list) ?? "", 0);
        foreach (var text in Lines(list))
        {
            number++;
            var line = text.TrimEnd('\r');
            if (string.IsNullOrWhiteSpace(line) || line[0] == '#')
            {
                continue;
            }
            var columns = line.Split('\t', 2);
            var path = Path.Combine(folder, columns[0]);
            if (!passed.KeepsMissing && !Path.Exists(path))
            {
                throw new UsageException($"{list} line {number} names {columns[0]}, which does not exist.");
            }
            var label = columns.Length > 1 && columns[1].Length > 0 ? columns[1] : null;
            if (!Directory.Exists(path))
            {
                yield return new ImageEntry(path, label);
                continue;
            }
            foreach (var entry in ImageFolder.Walk(path, passed))
            {
                yield return label is null ? entry : entry with { Label = label };
            }
        }
    }

    /// <summary>Lines end at a line feed alone, because a name may hold a carriage return; holds a piece of the file at a time.</summary>
    private static IEnumerable<string> Lines(string list)
    {
        using var reader = new StreamReader(ImageFile.OpenRead(list), Encoding.UTF8, false, Piece);
        var (piece, line) = (new char[Piece], new StringBuilder());
        while (reader.ReadBlock(piece) is > 0 and var read)
        {
            if (piece.AsSpan(0, read).Contains('\0'))
            {
                throw new InvalidContentException(
                    $"{list} is no list of images: it is not text (an image whose name begins with @ is written ./@name)."
                );
            }
            var start = 0;
            while (piece.AsSpan(start, read - start).IndexOf('\n') is >= 0 and var length)
            {
                yield return line.Append(piece, start, length).ToString();
                line.Clear();
                start += length + 1;
            }
            line.Append(piece, start, read - start);
        }
        yield return line.ToString();
    }
}
