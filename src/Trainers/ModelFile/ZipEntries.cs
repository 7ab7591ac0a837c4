using System.IO.Compression;

namespace WFrame.ModelFile;

/// <summary>Bytes and float32 arrays as entries of a zip. .NET does not check a stored entry's CRC: callers keep sha256.</summary>
internal static class ZipEntries
{
    /// <summary>Bytes of the history of some thousand components, or of a trunk several times as large as all of VGG-16's.</summary>
    private const long LargestText = 512L << 20;

    public static void WriteFloats(ZipArchive zip, string name, ReadOnlySpan<float> values)
    {
        using var stream = zip.CreateEntry(name, CompressionLevel.NoCompression).Open();
        stream.Write(MemoryMarshal.AsBytes(values));
    }

    /// <summary>Reads exactly <paramref name="count"/> finite values.</summary>
    /// <exception cref="InvalidDataException">The entry is missing, has another length, or holds a non-finite number.</exception>
    public static float[] ReadFloats(ZipArchive zip, string name, long count)
    {
        var entry = Entry(zip, name);
        if (entry.Length != count * sizeof(float))
        {
            throw new InvalidDataException($"{name} has {entry.Length} bytes where {count * sizeof(float)} belong");
        }
        var values = new float[count];
        using var stream = entry.Open();
        stream.ReadExactly(MemoryMarshal.AsBytes(values.AsSpan()));
        return Array.TrueForAll(values, float.IsFinite)
            ? values
            : throw new InvalidDataException($"{name} holds a value that is not finite");
    }

    /// <summary>Lower-case hexadecimal sha256 of an array as it is stored.</summary>
    public static string Sha256(ReadOnlySpan<float> values) =>
        Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(values)));

    /// <summary>
    /// Looks at the length before anything is allocated: a few kilobytes of zip can hold gigabytes of zeros.
    /// </summary>
    /// <exception cref="InvalidDataException">The entry is missing, or larger than any that was written.</exception>
    public static byte[] ReadBytes(ZipArchive zip, string name, long most = LargestText)
    {
        var entry = Entry(zip, name);
        if (entry.Length > most)
        {
            throw new InvalidDataException($"{name} has {entry.Length} bytes, more than any that is written");
        }
        var bytes = new byte[entry.Length];
        using var stream = entry.Open();
        stream.ReadExactly(bytes);
        return bytes;
    }

    /// <summary>Whether a file begins as a zip does; false of one that is not there.</summary>
    public static bool IsZip(string path)
    {
        if (!File.Exists(path))
        {
            return false;
        }
        using var stream = File.OpenRead(path);
        return stream.ReadByte() == 'P' && stream.ReadByte() == 'K';
    }

    /// <summary>Opens a zip file and reads from it; every kind of damage becomes one sentence.</summary>
    public static T Open<T>(string path, string kind, Func<ZipArchive, T> read)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            return read(zip);
        }
        catch (Exception e) when (e is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UsageException($"{path} does not exist; give the path of a {kind}.");
        }
        catch (Exception e) when (e is InvalidDataException or JsonException or EndOfStreamException or FormatException)
        {
            throw new InvalidContentException($"{path} is not a usable {kind}: {e.Message.TrimEnd('.')}.", e);
        }
    }

    /// <summary>A stored value that nothing takes is the file's fault, not the caller's.</summary>
    /// <exception cref="InvalidDataException">It was refused.</exception>
    public static T Checked<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (UsageException e)
        {
            throw new InvalidDataException(e.Message, e);
        }
    }

    private static ZipArchiveEntry Entry(ZipArchive zip, string name) =>
        zip.GetEntry(name) ?? throw new InvalidDataException($"the entry {name} is missing");
}
