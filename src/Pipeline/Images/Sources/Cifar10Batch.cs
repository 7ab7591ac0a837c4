namespace WFrame.Images.Sources;

/// <summary>
/// The binary version of CIFAR-10: files of 3073-byte records, one label byte (0..9) and 32x32 pixels as planes R, G, B.
/// </summary>
internal static class Cifar10Batch
{
    private const int Side = 32;
    private const int Area = Side * Side;
    private const int RecordLength = 1 + (3 * Area);
    private const string NamesFile = "batches.meta.txt";

    private static readonly string[] StandardNames =
        "airplane automobile bird cat deer dog frog horse ship truck".Split(' ');

    /// <summary>The records of data_batch_*.bin in a folder, in order of name; or those of one .bin file.</summary>
    /// <exception cref="UsageException">No such folder, or no batch file in it.</exception>
    /// <exception cref="InvalidContentException">A batch file has another length, or a label above 9.</exception>
    public static IEnumerable<ImageEntry> List(string path)
    {
        string[] files = [path];
        if (!File.Exists(path))
        {
            if (!Directory.Exists(path))
            {
                throw new UsageException($"cifar10:{path} names no folder: give the one that holds data_batch_*.bin.");
            }
            files = Directory.GetFiles(path, "data_batch_*.bin");
            Array.Sort(files, StringComparer.Ordinal);
        }
        if (files.Length == 0)
        {
            throw new UsageException(
                $"Folder {path} holds no data_batch_*.bin: cifar10: wants the binary version of CIFAR-10; give image files as a plain folder."
            );
        }
        var names = Names(Path.GetDirectoryName(files[0]) ?? ".");
        return files.SelectMany(file => ListFile(file, names));
    }

    /// <exception cref="InvalidContentException">The file cannot be read or is shorter.</exception>
    public static RgbImage Read(string path, int record)
    {
        var bytes = new byte[RecordLength];
        try
        {
            using var handle = File.OpenHandle(path);
            if (RandomAccess.Read(handle, bytes, (long)record * RecordLength) != RecordLength)
            {
                throw new InvalidContentException($"{path} is truncated: it has no record {record}.");
            }
        }
        catch (Exception failure) when (failure is UnauthorizedAccessException or IOException)
        {
            throw new InvalidContentException($"{path} cannot be read: {failure.Message.TrimEnd('.')}.", failure);
        }
        var image = new RgbImage(Side, Side);
        for (var i = 0; i < Area; i++)
        {
            image.Pixels[3 * i] = bytes[1 + i];
            image.Pixels[(3 * i) + 1] = bytes[1 + Area + i];
            image.Pixels[(3 * i) + 2] = bytes[1 + (2 * Area) + i];
        }
        return image;
    }

    private static IEnumerable<ImageEntry> ListFile(string file, string[] names)
    {
        using var stream = ImageFile.OpenRead(file);
        if (stream.Length % RecordLength != 0)
        {
            throw new InvalidContentException(
                $"{file} is no CIFAR-10 batch: {stream.Length} bytes are not a multiple of {RecordLength}."
            );
        }
        var content = new byte[RecordLength];
        for (var record = 0; stream.ReadAtLeast(content, RecordLength, throwOnEndOfStream: false) > 0; record++)
        {
            var label = content[0];
            if (label >= names.Length)
            {
                throw new InvalidContentException(
                    $"{file} is no CIFAR-10 batch: record {record} has label {label}, allowed are 0..{names.Length - 1}."
                );
            }
            yield return new ImageEntry(file, names[label], record);
        }
    }

    private static string[] Names(string folder)
    {
        var file = Path.Combine(folder, NamesFile);
        if (!File.Exists(file))
        {
            return StandardNames;
        }
        string[] names = [.. File.ReadLines(file).Select(line => line.Trim()).Where(line => line.Length > 0)];
        return names.Length == StandardNames.Length
            ? names
            : throw new InvalidContentException(
                $"{file} has {names.Length} class names, {StandardNames.Length} are wanted."
            );
    }
}
