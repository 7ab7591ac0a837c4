using WFrame.Images.Decoding;
using WFrame.Images.Formats;

namespace WFrame.Images.Sources;

/// <summary>One image of a list: a file, or a record of a CIFAR-10 batch file.</summary>
/// <param name="Path">Path of the file, as it was given or found.</param>
/// <param name="Label">Class name: subfolder, list column or CIFAR-10 class; null where there is none.</param>
/// <param name="Record">0-based record of a batch file; null for an image file.</param>
public sealed record ImageEntry(string Path, string? Label = null, int? Record = null)
{
    /// <summary>What to call it in messages and reports: the path, with "#record" for a record.</summary>
    public string Name => Record is null ? Path : string.Create(CultureInfo.InvariantCulture, $"{Path}#{Record}");

    /// <summary>Reads and decodes the picture, upright.</summary>
    /// <param name="alpha">What becomes of transparency.</param>
    /// <exception cref="InvalidContentException">It cannot be read or decoded; the message names it and why.</exception>
    public RgbImage Decode(AlphaHandling alpha = AlphaHandling.White) => Decode(alpha, PixelOptions.DefaultMaxPixels);

    /// <summary>Reads and decodes the picture where it has no more pixels than <paramref name="maxPixels"/>.</summary>
    /// <param name="alpha">What becomes of transparency.</param>
    /// <param name="maxPixels">Pixels at most.</param>
    /// <param name="read">Told the whole file before it is decoded; not of a record.</param>
    /// <exception cref="InvalidContentException">It cannot be read or decoded; the message names it and why.</exception>
    internal RgbImage Decode(AlphaHandling alpha, int maxPixels, Action<byte[]>? read = null)
    {
        if (Record is { } record)
        {
            return Cifar10Batch.Read(Path, record);
        }
        var file = ImageFile.ReadAllBytes(Path);
        read?.Invoke(file);
        return ImageDecoder.Decode(ImageStructure.Read(file, Path, alpha, maxPixels));
    }
}
