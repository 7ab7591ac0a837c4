using WFrame.ModelFile;
using WFrame.Trunks;

namespace WFrame.Textures.Models;

/// <summary>Textures on the disk: within a model file, or of earlier versions JSON alone.</summary>
internal static class StoredTexture
{
    /// <param name="path">The file.</param>
    /// <param name="trunk">The trunk it was learned with; null: that within.</param>
    /// <exception cref="InvalidContentException">No texture, another version or trunk, or damaged.</exception>
    public static WFrameTexture Load(string path, Trunk? trunk)
    {
        if (!ZipEntries.IsZip(path))
        {
            return TextureFile.Read(path, File.ReadAllBytes(path), trunk);
        }
        var model = ModelReader.Read(path);
        return model.TextureEntry is { } entry
            ? TextureFile.Read(path, entry, trunk, model)
            : throw new InvalidContentException(
                $"{path} is not a usable texture: it is a model of images, from which others are sampled; give one learned from a photograph of a material."
            );
    }

    /// <summary>The statistics within a file as they were written; null where there are none.</summary>
    public static byte[]? Entry(string path)
    {
        if (!ZipEntries.IsZip(path))
        {
            return File.ReadAllBytes(path);
        }
        try
        {
            return ModelReader.Read(path).TextureEntry;
        }
        catch (InvalidContentException)
        {
            return null;
        }
    }
}
