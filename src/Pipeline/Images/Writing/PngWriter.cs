using WFrame.Files;
using WFrame.Images.Codecs;

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
    public static byte[] Encode(RgbImage image) => ImageSharpCodec.EncodePng(image);

    /// <summary>Name of one of several pictures: its number with as many digits as the last one needs, two or more.</summary>
    /// <param name="index">Which, 0-based.</param>
    /// <param name="count">How many there are.</param>
    public static string FileName(int index, int count)
    {
        var digits = Math.Max(2, (count - 1).ToString(CultureInfo.InvariantCulture).Length);
        return index.ToString($"D{digits}", CultureInfo.InvariantCulture) + ".png";
    }
}
