using System.IO.Compression;
using WFrame.Files;

namespace WFrame.ModelFile;

/// <summary>
/// The entry parts.txt of a zip: name, length and sha256 of every other entry, a line each, and at the end the sha256 of
/// those lines. So no bit of what is read from the zip can differ from what was written without being noticed.
/// </summary>
internal sealed class PartList
{
    private const string Name = "parts.txt";

    private readonly Dictionary<string, (long Length, string Sha256)> _parts = [];

    /// <summary>Adds what is written to an entry.</summary>
    public void Add(string name, ReadOnlySpan<byte> content) =>
        _parts.Add(name, (content.Length, Convert.ToHexStringLower(SHA256.HashData(content))));

    /// <summary>Writes an entry piece by piece and adds it: what grows with a training is never in memory as a whole.</summary>
    public void Write(
        ZipArchive zip,
        string name,
        Action<Stream> write,
        CompressionLevel compression = CompressionLevel.Fastest
    )
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        using var hashed = new HashedStream(zip.CreateEntry(name, compression).Open(), hash);
        write(hashed);
        _parts.Add(name, (hashed.Length, Convert.ToHexStringLower(hash.GetHashAndReset())));
    }

    /// <summary>Writes the entry of the list itself.</summary>
    public void Write(ZipArchive zip)
    {
        using var entry = zip.CreateEntry(Name, CompressionLevel.NoCompression).Open();
        var lines = string.Concat(
            _parts.Select(p =>
                string.Create(CultureInfo.InvariantCulture, $"{p.Key} {p.Value.Length} {p.Value.Sha256}\n")
            )
        );
        entry.Write(Encoding.ASCII.GetBytes(lines + Digest(lines) + "\n"));
    }

    /// <summary>Writes a zip of a description, arrays and their list, whole or not at all.</summary>
    /// <param name="path">The file; an older one is replaced.</param>
    /// <param name="name">Entry of the description.</param>
    /// <param name="describe">Writes it.</param>
    /// <param name="arrays">Entries and their numbers, in order, of any number of pieces each.</param>
    /// <exception cref="IOException">The disk is full or the folder cannot be written; an older file stays.</exception>
    public static void WriteZip(
        string path,
        string name,
        Action<Stream> describe,
        IEnumerable<(string Entry, IEnumerable<ReadOnlyMemory<float>> Values)> arrays
    ) =>
        AtomicFile.Write(
            path,
            stream =>
            {
                using var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true);
                var parts = new PartList();
                parts.Write(zip, name, describe);
                foreach (var (entry, values) in arrays)
                {
                    parts.Write(zip, entry, target => Write(target, values), CompressionLevel.NoCompression);
                }
                parts.Write(zip);
            }
        );

    /// <summary>Reads the entry.</summary>
    /// <exception cref="InvalidDataException">It is missing or not what was written.</exception>
    public static PartList Read(ZipArchive zip)
    {
        var text = Encoding.Latin1.GetString(ZipEntries.ReadBytes(zip, Name, most: 1 << 20));
        var lines = text.LastIndexOf('\n', Math.Max(0, text.Length - 2)) + 1;
        if (text[lines..] != Digest(text[..lines]) + "\n")
        {
            throw new InvalidDataException($"{Name} is damaged");
        }
        var list = new PartList();
        foreach (var part in text[..lines].Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(l => l.Split(' ')))
        {
            list._parts.Add(part[0], (long.Parse(part[1], CultureInfo.InvariantCulture), part[2]));
        }
        return list;
    }

    /// <summary>The content of an entry.</summary>
    /// <exception cref="InvalidDataException">It is missing or not what was written.</exception>
    public byte[] Bytes(ZipArchive zip, string name)
    {
        var content = ZipEntries.ReadBytes(zip, name, _parts.GetValueOrDefault(name).Length);
        Require(name, content);
        return content;
    }

    /// <summary>An array of finite numbers.</summary>
    /// <exception cref="InvalidDataException">It is missing, of another length, or not what was written.</exception>
    public float[] Floats(ZipArchive zip, string name, long count)
    {
        var values = ZipEntries.ReadFloats(zip, name, count);
        Require(name, MemoryMarshal.AsBytes(values.AsSpan()));
        return values;
    }

    private static void Write(Stream target, IEnumerable<ReadOnlyMemory<float>> pieces)
    {
        foreach (var piece in pieces)
        {
            target.Write(MemoryMarshal.AsBytes(piece.Span));
        }
    }

    private void Require(string name, ReadOnlySpan<byte> content)
    {
        if (
            !_parts.TryGetValue(name, out var part)
            || part.Length != content.Length
            || Convert.ToHexStringLower(SHA256.HashData(content)) != part.Sha256
        )
        {
            throw new InvalidDataException($"{name} is damaged");
        }
    }

    private static string Digest(string lines) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.Latin1.GetBytes(lines)));
}
