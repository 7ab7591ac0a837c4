using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Advanced;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.PixelFormats;
using WFrame.Images.Formats;

namespace WFrame.Images.Codecs;

/// <summary>SixLabors.ImageSharp for everything but JPEG (see <see cref="JpegCodec"/>).</summary>
internal static class ImageSharpCodec
{
    private static readonly Configuration Modules = new(
        new PngConfigurationModule(),
        new GifConfigurationModule(),
        new BmpConfigurationModule(),
        new WebpConfigurationModule(),
        new TiffConfigurationModule()
    );

    /// <summary>Level 3 takes half of the time of the library's 6, for files that are a fiftieth larger.</summary>
    private static readonly PngEncoder Encoder = new()
    {
        ColorType = PngColorType.Rgb,
        BitDepth = PngBitDepth.Bit8,
        CompressionLevel = PngCompressionLevel.Level3,
    };

    /// <summary>Decodes the first frame to 8-bit RGB as stored: no orientation, no colour management.</summary>
    /// <param name="file">A whole file whose structure was checked.</param>
    /// <param name="alpha">What becomes of transparency.</param>
    public static RgbImage Decode(ReadOnlySpan<byte> file, AlphaHandling alpha) =>
        ImageFormats.Detect(file) switch
        {
            ImageFormat.Png when PngStructure.Bits(file) == 16 => HighBytes(file, alpha),
            // Of 8 bits and less the high byte is the value.
            ImageFormat.Tiff => HighBytes(file, alpha),
            ImageFormat.Webp when WebpAnimation.FirstFrame(file) is { } frame => OnCanvas(frame, alpha),
            _ => EightBits(file, alpha),
        };

    /// <summary>An 8-bit RGB PNG file; equal pixels give equal bytes.</summary>
    public static byte[] EncodePng(RgbImage image)
    {
        using var picture = Image.LoadPixelData<Rgb24>(Modules, image.Pixels, image.Width, image.Height);
        using var memory = new MemoryStream();
        picture.Save(memory, Encoder);
        return memory.ToArray();
    }

    private static RgbImage EightBits(ReadOnlySpan<byte> file, AlphaHandling alpha)
    {
        using var decoded = Load<Rgba32>(file);
        var (image, blend) = (new RgbImage(decoded.Width, decoded.Height), new AlphaBlend(alpha));
        for (var y = 0; y < image.Height; y++)
        {
            blend.Row(MemoryMarshal.AsBytes(decoded.DangerousGetPixelRowMemory(y).Span), image.Row(y));
        }
        image.Remarks = blend.Remarks;
        return image;
    }

    /// <summary>Of 16 bits the high byte counts; the library's own conversion would round.</summary>
    private static RgbImage HighBytes(ReadOnlySpan<byte> file, AlphaHandling alpha)
    {
        using var decoded = Load<Rgba64>(file);
        var (image, blend) = (new RgbImage(decoded.Width, decoded.Height), new AlphaBlend(alpha));
        var (range, row) = (new SixteenBitRange(), new byte[4 * image.Width]);
        for (var y = 0; y < image.Height; y++)
        {
            var values = MemoryMarshal.Cast<Rgba64, ushort>(decoded.DangerousGetPixelRowMemory(y).Span);
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = (byte)(values[i] >> 8);
            }
            blend.Row(row, image.Row(y));
            range.Add(values);
        }
        image.Remarks = range.Remark(blend.Remarks);
        return image;
    }

    /// <summary>A frame smaller than its canvas leaves the rest transparent.</summary>
    private static RgbImage OnCanvas(WebpAnimation frame, AlphaHandling alpha)
    {
        var picture = EightBits(frame.Still, alpha);
        if ((picture.Width, picture.Height) == (frame.CanvasWidth, frame.CanvasHeight))
        {
            return picture;
        }
        var canvas = new RgbImage(frame.CanvasWidth, frame.CanvasHeight)
        {
            Remarks = picture.Remarks with { HadAlpha = true },
        };
        Array.Fill(canvas.Pixels, alpha == AlphaHandling.Drop ? (byte)0 : (byte)255);
        for (var y = 0; y < Math.Min(picture.Height, canvas.Height - frame.Y); y++)
        {
            var count = 3 * Math.Min(picture.Width, canvas.Width - frame.X);
            picture.Row(y)[..count].CopyTo(canvas.Row(y + frame.Y)[(3 * frame.X)..]);
        }
        return canvas;
    }

    private static Image<TPixel> Load<TPixel>(ReadOnlySpan<byte> file)
        where TPixel : unmanaged, IPixel<TPixel> =>
        ImageFormats.Detect(file) == ImageFormat.Gif
            ? Image.Load<TPixel>(Modules, file, new GifDecoder { DecodingMode = FrameDecodingMode.First })
            : Image.Load<TPixel>(Modules, file);
}
