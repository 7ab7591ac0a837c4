using System.Runtime.InteropServices;
using SkiaSharp;
using WFrame.Graphs;

namespace WFrame.Pipeline;

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
    public static DecodedImage Decode(ReadOnlySpan<byte> file, string name, AlphaHandling alpha = AlphaHandling.White)
    {
        try
        {
            return Decode(file, alpha);
        }
        catch (BadImageException bad)
        {
            throw new InvalidContentException($"{name} {bad.Message}.", bad);
        }
    }

    private static DecodedImage Decode(ReadOnlySpan<byte> file, AlphaHandling alpha)
    {
        var data = file;
        ImageHeader header;
        var transparency = false;
        switch (ImageFormats.Detect(file))
        {
            case ImageFormat.Jpeg:
                header = JpegStructure.Read(file);
                break;
            case ImageFormat.Png:
                header = PngStructure.Read(file, alpha, out var essential, out transparency);
                data = essential;
                break;
            case ImageFormat.Gif:
                header = GifStructure.Read(file);
                break;
            case ImageFormat.Bmp:
                header = BmpStructure.Read(file);
                break;
            default:
                header = WebpStructure.Read(file);
                break;
        }
        var decoded = SkiaDecode(data, alpha);
        return new DecodedImage(Orientation.Apply(decoded.Image, header.Orientation), decoded.HadAlpha || transparency);
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
            var rgba = NativeMemory.Alloc((nuint)info.BytesSize64);
            try
            {
                var result = codec.GetPixels(info, (nint)rgba);
                return result == SKCodecResult.Success
                    ? AlphaComposite.ToRgb((byte*)rgba, width, height, alpha)
                    : throw Failure(result);
            }
            finally
            {
                NativeMemory.Free(rgba);
            }
        }
    }

    private static BadImageException Failure(SKCodecResult result) =>
        result switch
        {
            SKCodecResult.IncompleteInput => BadImageException.Truncated("the pixel data ends early"),
            SKCodecResult.Unimplemented => BadImageException.Unsupported("is of a variant of its format"),
            _ => BadImageException.Corrupt($"its pixel data cannot be decoded ({result})"),
        };
}
