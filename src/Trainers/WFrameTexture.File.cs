using WFrame.Files;
using WFrame.Textures;
using WFrame.Trunks;

namespace WFrame;

/// <content>The file of a texture: statistics and their units, no photograph and no weights of the trunk.</content>
public sealed partial class WFrameTexture
{
    /// <summary>Writes the texture as JSON, completely or not at all; the same texture gives the same bytes.</summary>
    /// <exception cref="IOException">The disk is full or the folder cannot be written; an older file stays.</exception>
    public void Save(string path) => AtomicFile.Write(path, TextureFile.Write(_levels, Trunk));

    /// <summary>Whether a file is what <see cref="Save"/> would write.</summary>
    internal bool IsIn(string path) =>
        File.ReadAllBytes(path).AsSpan().SequenceEqual(TextureFile.Write(_levels, Trunk));

    /// <summary>Of all that decides the bytes of an image: the texture, how it is drawn, where, and this very program.</summary>
    internal string Fingerprint(TextureOptions options, string device)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(TextureFile.Write(_levels, Trunk));
        var (own, energy) = (typeof(WFrameTexture).Module.ModuleVersionId, typeof(Trunk).Module.ModuleVersionId);
        hash.AppendData(
            Encoding.UTF8.GetBytes(
                string.Create(CultureInfo.InvariantCulture, $"{options} {Schedule} {device} {own} {energy}")
            )
        );
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Reads what <see cref="Save"/> wrote.</summary>
    /// <param name="path">The file.</param>
    /// <param name="trunk">The trunk it was learned with.</param>
    /// <exception cref="InvalidContentException">No texture, another version or trunk, or damaged.</exception>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static WFrameTexture Load(string path, Trunk trunk) =>
        TextureFile.Read(path, File.ReadAllBytes(path), trunk);
}
