using System.Buffers;
using SkiaSharp;
using WFrame.Files;

namespace WFrame.Images.Writing;

/// <summary>
/// Pictures to 8-bit RGB PNG files, written atomically. This is the only place where model pixels are quantised:
/// mean added, rounded half to even, clipped to 0..255; never stretched. Equal pixels give equal bytes.
/// </summary>
public static class PngWriter
{
    /// <summary>One image of a batch as a picture.</summary>
    /// <param name="batch">[N,3,H,W], B, G, R minus the mean.</param>
    /// <param name="index">Which image, 0-based.</param>
    /// <param name="mean">The trunk's mean, B, G, R.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static RgbImage ToImage(PixelBatch batch, int index, IReadOnlyList<float> mean)
    {
        var size = batch.Size;
        var values = batch.Image(index).Span;
        var image = new RgbImage(size.Width, size.Height);
        for (var channel = 0; channel < 3; channel++)
        {
            var plane = values.Slice(channel * size.Area, size.Area);
            for (var i = 0; i < plane.Length; i++)
            {
                if (!float.IsFinite(plane[i]))
                {
                    throw new ArgumentException($"Image {index} of the batch holds {plane[i]}.", nameof(batch));
                }
                var value = Math.Round(plane[i] + mean[channel], MidpointRounding.ToEven);
                image.Pixels[(3 * i) + 2 - channel] = (byte)Math.Clamp(value, 0, 255);
            }
        }
        return image;
    }

    /// <summary>Writes one image of a batch at its true size.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, PixelBatch batch, int index, IReadOnlyList<float> mean) =>
        Write(path, ToImage(batch, index, mean));

    /// <summary>Writes a picture; the folder must exist.</summary>
    /// <exception cref="IOException">The file cannot be written; nothing is left half-written.</exception>
    public static void Write(string path, RgbImage image) => AtomicFile.Write(path, Encode(image));

    /// <summary>The bytes of a PNG file.</summary>
    public static unsafe byte[] Encode(RgbImage image)
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
}
