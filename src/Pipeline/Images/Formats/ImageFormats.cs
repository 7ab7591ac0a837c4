namespace WFrame.Images.Formats;

internal enum ImageFormat
{
    Jpeg,
    Png,
    Webp,
    Bmp,
    Gif,
    Tiff,
}

/// <summary>Tells formats by content; extensions are never looked at.</summary>
internal static class ImageFormats
{
    /// <summary>The format of a file that begins so.</summary>
    /// <exception cref="BadImageException">Empty, of no known format, or of one that is known but not read.</exception>
    public static ImageFormat Detect(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
        {
            throw new BadImageException(BadImageKind.Empty, "is empty (0 bytes); copy the file again");
        }
        if (file.StartsWith((ReadOnlySpan<byte>)[0xFF, 0xD8]))
        {
            return ImageFormat.Jpeg;
        }
        if (IsPng(file))
        {
            return ImageFormat.Png;
        }
        if (file.StartsWith("GIF87a"u8) || file.StartsWith("GIF89a"u8))
        {
            return ImageFormat.Gif;
        }
        if (file.Length >= 12 && file.StartsWith("RIFF"u8) && file[8..].StartsWith("WEBP"u8))
        {
            return ImageFormat.Webp;
        }
        if (file.StartsWith("BM"u8) && file.Length >= 14)
        {
            return ImageFormat.Bmp;
        }
        if (file.StartsWith("II*\0"u8) || file.StartsWith("MM\0*"u8))
        {
            return ImageFormat.Tiff;
        }
        throw KnownButNotRead(file) is { } name
            ? BadImageException.Unsupported($"is {name}")
            : new BadImageException(
                BadImageKind.NotAnImage,
                "is not an image: its content is neither JPEG, PNG, WebP, BMP, GIF nor TIFF"
            );
    }

    private static bool IsPng(ReadOnlySpan<byte> file)
    {
        ReadOnlySpan<byte> signature = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A];
        if (file.StartsWith(signature))
        {
            return true;
        }
        // The signature holds line ends so that a transfer in text mode shows.
        return file.Length >= 4 && file.StartsWith(signature[..4])
            ? throw (
                signature.StartsWith(file)
                    ? BadImageException.Truncated("the PNG data ends inside the signature")
                    : BadImageException.Corrupt("its PNG signature was changed, as by a transfer in text mode")
            )
            : false;
    }

    private static string? KnownButNotRead(ReadOnlySpan<byte> file) =>
        file.Length >= 12 && file[4..].StartsWith("ftyp"u8) ? "an AVIF, HEIC or video file"
        : file.Length >= 8 && file[4..].StartsWith("jP  "u8) ? "a JPEG 2000 file"
        : file.Length >= 8 && file[4..].StartsWith("JXL "u8) || file is [0xFF, 0x0A, ..] ? "a JPEG XL file"
        : file.Length >= 22 && file is [0, 0, 1, 0, ..] ? "an icon (ICO) file"
        : file.StartsWith("8BPS"u8) ? "a Photoshop file"
        : file is [(byte)'P', >= (byte)'1' and <= (byte)'7', <= (byte)' ', ..] ? "a PNM (PBM, PGM, PPM) file"
        : file[..Math.Min(file.Length, 1024)].IndexOf("<svg"u8) >= 0 ? "a drawing (SVG)"
        : null;
}
