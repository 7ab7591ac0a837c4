using WFrame.Images.Codecs;
using WFrame.Images.Formats;
using WFrame.Images.Sources;

namespace WFrame.Images.Decoding;

/// <summary>
/// Decodes JPEG, PNG, WebP, BMP and GIF (first frame) to upright 8-bit RGB. The content decides the format, never the
/// extension. EXIF orientation 1..8 is applied; grey becomes three equal channels; palettes are looked up; of 16 bits
/// the high byte is taken; CMYK becomes (255 - C)(255 - K)/255; colour profiles and gAMA do not change values.
/// The file's structure is checked before a decoder sees it, and the decoder's result is checked: a file is decoded
/// whole or refused.
/// </summary>
internal static class ImageDecoder
{
    /// <summary>Decodes a file.</summary>
    /// <exception cref="InvalidContentException">The file cannot be read or decoded; the message names it and why.</exception>
    public static RgbImage Decode(string path, AlphaHandling alpha = AlphaHandling.White) =>
        Decode(ImageFile.ReadAllBytes(path), path, alpha);

    /// <summary>Decodes the bytes of a whole file that messages call <paramref name="name"/>.</summary>
    /// <exception cref="InvalidContentException">The bytes cannot be decoded.</exception>
    public static RgbImage Decode(ReadOnlyMemory<byte> file, string name, AlphaHandling alpha = AlphaHandling.White) =>
        Decode(ImageStructure.Read(file, name, alpha));

    /// <summary>Decodes a file whose structure was checked.</summary>
    /// <exception cref="InvalidContentException">The pixel data cannot be decoded.</exception>
    public static RgbImage Decode(ImageStructure structure)
    {
        try
        {
            var stored = ImageCodecs.Decoder(structure.Data.Span).Decode(structure.Data.Span, structure.Alpha);
            var upright = Orientation.Apply(stored, structure.Header.Orientation);
            upright.HadAlpha = stored.HadAlpha || structure.Transparency;
            return upright;
        }
        catch (BadImageException bad)
        {
            throw bad.Naming(structure.Name);
        }
    }
}
