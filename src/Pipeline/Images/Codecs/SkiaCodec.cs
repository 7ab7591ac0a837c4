using System.Buffers;
using System.Runtime.InteropServices;
using SkiaSharp;
using WFrame.Images.Formats;

namespace WFrame.Images.Codecs;

/// <summary>SkiaSharp as decoder and encoder.</summary>
internal sealed class SkiaCodec : IImageDecoder, IImageEncoder
{
    /// <summary>Rows of a strip.</summary>
    private const int StripRows = 64;

    public unsafe RgbImage Decode(ReadOnlySpan<byte> file, AlphaHandling alpha)
    {
        fixed (byte* start = file)
        {
            using var data = SKData.Create((nint)start, file.Length);
            using var stream = new SKMemoryStream(data);
            using var codec = SKCodec.Create(stream, out var opened);
            Check(opened);
            var (width, height) = (codec.Info.Width, codec.Info.Height);
            ImageHeader.CheckSize(width, height);
            // Without a colour space in the target Skia converts none: values stay as stored.
            var info = new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Unpremul);
            // Large photographs are JPEG files, and four channels of all their rows are a lot: these come in strips.
            var isJpeg = codec.EncodedFormat == SKEncodedImageFormat.Jpeg;
            var rows = isJpeg ? Math.Min(StripRows, height) : height;
            var rgba = NativeMemory.Alloc((nuint)info.RowBytes64, (nuint)rows);
            try
            {
                var image = new RgbImage(width, height);
                if (isJpeg)
                {
                    ReadStrips(codec, info, (byte*)rgba, image);
                }
                else
                {
                    Check(codec.GetPixels(info, (nint)rgba));
                    image.HadAlpha = AlphaComposite.ToRgb((byte*)rgba, image.Pixels, alpha);
                }
                return image;
            }
            finally
            {
                NativeMemory.Free(rgba);
            }
        }
    }

    public unsafe byte[] EncodePng(RgbImage image)
    {
        var info = new SKImageInfo(image.Width, image.Height, SKColorType.Rgb888x, SKAlphaType.Opaque);
        var rgbx = ArrayPool<byte>.Shared.Rent(checked((int)info.BytesSize64));
        try
        {
            for (int from = 0, to = 0; from < image.Pixels.Length; from += 3, to += 4)
            {
                image.Pixels.AsSpan(from, 3).CopyTo(rgbx.AsSpan(to));
                rgbx[to + 3] = 255;
            }
            fixed (byte* start = rgbx)
            {
                using var pixmap = new SKPixmap(info, (nint)start);
                using var data = pixmap.Encode(SKPngEncoderOptions.Default);
                return data?.ToArray() ?? throw new InvalidOperationException("The PNG encoder gave no data.");
            }
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(rgbx);
        }
    }

    private static unsafe void ReadStrips(SKCodec codec, SKImageInfo info, byte* strip, RgbImage image)
    {
        Check(codec.StartScanlineDecode(info));
        for (var y = 0; y < info.Height; y += StripRows)
        {
            var rows = Math.Min(StripRows, info.Height - y);
            if (codec.GetScanlines((nint)strip, rows, info.RowBytes) != rows)
            {
                Check(SKCodecResult.IncompleteInput);
            }
            var target = image.Pixels.AsSpan(3 * info.Width * y, 3 * info.Width * rows);
            AlphaComposite.ToRgb(strip, target, AlphaHandling.Drop);
        }
    }

    private static void Check(SKCodecResult result)
    {
        if (result != SKCodecResult.Success)
        {
            throw result switch
            {
                SKCodecResult.IncompleteInput => BadImageException.Truncated("the pixel data ends early or is damaged"),
                SKCodecResult.Unimplemented => BadImageException.Unsupported("is of a variant of its format"),
                _ => BadImageException.Corrupt($"its pixel data cannot be decoded ({result})"),
            };
        }
    }
}
