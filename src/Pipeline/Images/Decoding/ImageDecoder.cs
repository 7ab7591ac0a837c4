using System.Runtime.InteropServices;
using SkiaSharp;
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
public static class ImageDecoder
{
    /// <summary>Decodes a file.</summary>
    /// <exception cref="InvalidContentException">The file cannot be read or decoded; the message names it and why.</exception>
    public static DecodedImage Decode(string path, AlphaHandling alpha = AlphaHandling.White) =>
        Decode(ImageFile.ReadAllBytes(path), path, alpha);

    /// <summary>Decodes bytes.</summary>
    /// <param name="file">The whole file.</param>
    /// <param name="name">What to call it in messages.</param>
    /// <param name="alpha">What becomes of transparency.</param>
    /// <exception cref="InvalidContentException">The bytes cannot be decoded.</exception>
    public static DecodedImage Decode(
        ReadOnlyMemory<byte> file,
        string name,
        AlphaHandling alpha = AlphaHandling.White
    ) => Decode(ImageStructure.Read(file, name, alpha));

    /// <summary>Decodes a file whose structure was checked.</summary>
    /// <exception cref="InvalidContentException">The pixel data cannot be decoded.</exception>
    internal static DecodedImage Decode(ImageStructure structure)
    {
        try
        {
            var decoded = SkiaDecode(structure.Data.Span, structure.Alpha);
            return new DecodedImage(
                Orientation.Apply(decoded.Image, structure.Header.Orientation),
                decoded.HadAlpha || structure.Transparency
            );
        }
        catch (BadImageException bad)
        {
            throw bad.Naming(structure.Name);
        }
    }

    private static unsafe DecodedImage SkiaDecode(ReadOnlySpan<byte> file, AlphaHandling alpha)
    {
        fixed (byte* start = file)
        {
            using var data = SKData.Create((nint)start, file.Length);
            using var stream = new SKMemoryStream(data);
            using var codec = SKCodec.Create(stream, out var opened);
            if (opened != SKCodecResult.Success)
            {
                throw Failure(opened);
            }
            var (width, height) = (codec.Info.Width, codec.Info.Height);
            ImageHeader.CheckSize(width, height);
            // Without a colour space in the target Skia converts none: values stay as stored.
            var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
            return codec.EncodedFormat == SKEncodedImageFormat.Jpeg
                ? DecodeStrips(codec, info)
                : DecodeWhole(codec, info, alpha);
        }
    }

    /// <summary>A strip of rows at a time: large photographs are JPEG files, and four channels of all rows are a lot.</summary>
    private static unsafe DecodedImage DecodeStrips(SKCodec codec, SKImageInfo info)
    {
        const int Rows = 64;
        var started = codec.StartScanlineDecode(info);
        if (started != SKCodecResult.Success)
        {
            throw Failure(started);
        }
        var image = new RgbImage(info.Width, info.Height);
        var strip = NativeMemory.Alloc((nuint)info.RowBytes64, Rows);
        try
        {
            for (var y = 0; y < info.Height; y += Rows)
            {
                var rows = Math.Min(Rows, info.Height - y);
                if (codec.GetScanlines((nint)strip, rows, info.RowBytes) != rows)
                {
                    throw Failure(SKCodecResult.IncompleteInput);
                }
                var target = image.Pixels.AsSpan(3 * info.Width * y, 3 * info.Width * rows);
                AlphaComposite.ToRgb((byte*)strip, target, AlphaHandling.Drop);
            }
        }
        finally
        {
            NativeMemory.Free(strip);
        }
        return new DecodedImage(image, HadAlpha: false);
    }

    private static unsafe DecodedImage DecodeWhole(SKCodec codec, SKImageInfo info, AlphaHandling alpha)
    {
        var rgba = NativeMemory.Alloc((nuint)info.BytesSize64);
        try
        {
            var result = codec.GetPixels(info, (nint)rgba);
            if (result != SKCodecResult.Success)
            {
                throw Failure(result);
            }
            var image = new RgbImage(info.Width, info.Height);
            var hadAlpha = AlphaComposite.ToRgb((byte*)rgba, image.Pixels, alpha);
            return new DecodedImage(image, hadAlpha);
        }
        finally
        {
            NativeMemory.Free(rgba);
        }
    }

    private static BadImageException Failure(SKCodecResult result) =>
        result switch
        {
            SKCodecResult.IncompleteInput => BadImageException.Truncated("the pixel data ends early or is damaged"),
            SKCodecResult.Unimplemented => BadImageException.Unsupported("is of a variant of its format"),
            _ => BadImageException.Corrupt($"its pixel data cannot be decoded ({result})"),
        };
}
