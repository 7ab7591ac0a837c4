using WFrame.Files;

namespace WFrame.Evaluation.Classifiers;

/// <summary>
/// Outputs of one pass on disk. The name is a hash of everything that decides the values: every image's sha256 in order,
/// protocol, input contract and weights. The file carries its own sha256; a damaged one counts as absent.
/// </summary>
internal sealed class FeatureCache
{
    private const string Version = "wframe.features/1";
    private const int HeaderLength = 20;
    private readonly string _path;
    private readonly ClassifierCard _card;
    private readonly int _rows;

    private FeatureCache(string path, ClassifierCard card, int rows) => (_path, _card, _rows) = (path, card, rows);

    /// <exception cref="UsageException">The folder's name is that of a file.</exception>
    public static FeatureCache For(string folder, ClassifierCard card, IReadOnlyList<string> hashes)
    {
        if (File.Exists(folder))
        {
            throw new UsageException($"The cache folder {folder} is a file; give a folder, which need not exist yet.");
        }
        var key = new StringBuilder();
        var input = card.Input;
        _ = key.AppendJoin('\n', Version, card.Protocol, card.Sha256, card.Logits, card.Features, input.Name)
            .Append(
                CultureInfo.InvariantCulture,
                $"\n{input.ChannelsFirst} {input.IsBgr} {input.Range} {input.Size} {input.Fit} {input.Filter}\n"
            )
            .AppendJoin(' ', input.Mean.Concat(input.Scale).Select(v => v.ToString("r", CultureInfo.InvariantCulture)))
            .Append('\n')
            .AppendJoin('\n', hashes);
        var name = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key.ToString())));
        return new FeatureCache(Path.Combine(folder, name + ".features"), card, hashes.Count);
    }

    /// <summary>The cached outputs, or null.</summary>
    public FeatureBuffers? TryRead()
    {
        byte[] bytes;
        try
        {
            bytes = File.ReadAllBytes(_path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            return null;
        }
        var buffers = new FeatureBuffers(_card, _rows);
        var logits = MemoryMarshal.AsBytes(buffers.LogitRows());
        var features = MemoryMarshal.AsBytes(buffers.FeatureRows());
        var length = HeaderLength + logits.Length + features.Length;
        if (
            bytes.Length != length + SHA256.HashSizeInBytes
            || !bytes.AsSpan(0, HeaderLength).SequenceEqual(Header())
            || !SHA256.HashData(bytes.AsSpan(0, length)).AsSpan().SequenceEqual(bytes.AsSpan(length))
        )
        {
            return null;
        }
        bytes.AsSpan(HeaderLength, logits.Length).CopyTo(logits);
        bytes.AsSpan(HeaderLength + logits.Length, features.Length).CopyTo(features);
        return buffers;
    }

    /// <summary>Writes the outputs; a reader sees all of the file or none.</summary>
    /// <exception cref="IOException">The folder cannot be made or written.</exception>
    public void Write(FeatureBuffers outputs)
    {
        _ = Directory.CreateDirectory(Path.GetDirectoryName(_path)!);
        AtomicFile.Write(
            _path,
            stream =>
            {
                using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
                Append(stream, hash, Header());
                Append(stream, hash, MemoryMarshal.AsBytes(outputs.LogitRows()));
                Append(stream, hash, MemoryMarshal.AsBytes(outputs.FeatureRows()));
                stream.Write(hash.GetHashAndReset());
            }
        );
    }

    private static void Append(Stream stream, IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        hash.AppendData(part);
        stream.Write(part);
    }

    private static byte[] Header() => Encoding.ASCII.GetBytes(Version.PadRight(HeaderLength));
}
