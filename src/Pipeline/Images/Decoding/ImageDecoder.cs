using WFrame.Images.Codecs;
using WFrame.Images.Formats;

namespace WFrame.Images.Decoding;

/// <summary>
/// Decodes JPEG, PNG, WebP, BMP, GIF and TIFF (first frame) to upright 8-bit RGB. The content decides the format, never the
/// extension. EXIF orientation 1..8 is applied; grey becomes three equal channels; palettes are looked up; of 16 bits
/// the high byte is taken; CMYK becomes (255 - C)(255 - K)/255; colour profiles and gAMA do not change values.
/// The file's structure is checked before a decoder sees it, and the decoder's result is checked: a file is decoded
/// whole or refused.
/// </summary>
internal static class ImageDecoder
{
    /// <summary>Of the decoder and of the picture before and after it is turned upright.</summary>
    private const long BytesPerPixel = 14;

    /// <summary>Decodes the bytes of a whole file that messages call <paramref name="name"/>.</summary>
    /// <exception cref="InvalidContentException">The bytes cannot be decoded.</exception>
    public static RgbImage Decode(ReadOnlyMemory<byte> file, string name, AlphaHandling alpha = AlphaHandling.White) =>
        Decode(ImageStructure.Read(file, name, alpha));

    /// <summary>Decodes a file whose structure was checked.</summary>
    /// <exception cref="InvalidContentException">The pixel data cannot be decoded.</exception>
    public static RgbImage Decode(ImageStructure structure)
    {
        RequireMemory(structure);
        var file = structure.Data.Span;
        try
        {
            var stored =
                ImageFormats.Detect(file) == ImageFormat.Jpeg
                    ? JpegCodec.Decode(file)
                    : ImageSharpCodec.Decode(file, structure.Alpha);
            var upright = Upright(stored, structure.Header.Orientation);
            upright.Remarks = stored.Remarks with
            {
                HadAlpha = stored.Remarks.HadAlpha || structure.Transparency,
                DarkUpTo = stored.Remarks.DarkUpTo ?? PictureRemarks.Darkness(stored.Pixels),
            };
            return upright;
        }
        // On crafted files the libraries throw whatever their parsers meet.
#pragma warning disable CA1031
        catch (Exception e) when (e is not OutOfMemoryException)
#pragma warning restore CA1031
        {
            var bad =
                e as BadImageException
                ?? BadImageException.Corrupt($"its pixel data cannot be decoded ({e.Message.TrimEnd('.')})");
            throw bad.Naming(structure.Name);
        }
    }

    private static void RequireMemory(ImageStructure structure)
    {
        var header = structure.Header;
        var needed = BytesPerPixel * header.Width * header.Height;
        var memory = GC.GetGCMemoryInfo();
        if (needed > memory.TotalAvailableMemoryBytes)
        {
            throw new BadImageException(
                BadImageKind.TooLarge,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"is too large: {header.Width} x {header.Height} pixels take {needed / 1e9:0.0} GB to decode, {memory.TotalAvailableMemoryBytes / 1e9:0.0} GB are there; shrink it first"
                )
            ).Naming(structure.Name);
        }
    }

    /// <summary>Turns stored pixels into the picture as it is to be seen (EXIF orientation 1..8).</summary>
    private static RgbImage Upright(RgbImage stored, int orientation)
    {
        if (orientation is <= 1 or > 8)
        {
            return stored;
        }
        // Stored pixel (x, y) goes to start + x * stepX + y * stepY (in pixels of the upright picture).
        var (w, h) = (stored.Width, stored.Height);
        var (width, height) = orientation >= 5 ? (h, w) : (w, h);
        var (right, bottom) = (width - 1, (height - 1) * width);
        var (start, stepX, stepY) = orientation switch
        {
            2 => (right, -1, width),
            3 => (right + bottom, -1, -width),
            4 => (bottom, 1, -width),
            5 => (0, width, 1),
            6 => (right, width, -1),
            7 => (right + bottom, -width, -1),
            _ => (bottom, -width, 1),
        };
        var upright = new RgbImage(width, height);
        for (var y = 0; y < h; y++)
        {
            var row = stored.Row(y);
            for (var x = 0; x < w; x++)
            {
                row.Slice(3 * x, 3).CopyTo(upright.Pixels.AsSpan(3 * (start + (x * stepX) + (y * stepY)), 3));
            }
        }
        return upright;
    }
}
