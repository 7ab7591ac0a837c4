using System.Diagnostics.CodeAnalysis;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Advanced;
using SixLabors.ImageSharp.Formats.Bmp;
using SixLabors.ImageSharp.Formats.Gif;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Webp;
using SixLabors.ImageSharp.Metadata;
using SixLabors.ImageSharp.PixelFormats;
using WFrame.Images.Formats;

namespace WFrame.Images.Codecs;

/// <summary>SixLabors.ImageSharp for everything but JPEG (see <see cref="JpegCodec"/>).</summary>
internal sealed class ImageSharpCodec : IImageDecoder, IImageEncoder
{
    private readonly Configuration _configuration = new(
        new PngConfigurationModule(),
        new GifConfigurationModule(),
        new BmpConfigurationModule(),
        new WebpConfigurationModule()
    );

    [SuppressMessage(
        "Design",
        "CA1031",
        Justification = "On crafted files the library throws whatever its parsers meet."
    )]
    public RgbImage Decode(ReadOnlySpan<byte> file, AlphaHandling alpha)
    {
        try
        {
            return ImageFormats.Detect(file) switch
            {
                ImageFormat.Png when PngStructure.Bits(file) == 16 => HighBytes(file, alpha),
                ImageFormat.Webp when WebpAnimation.FirstFrame(file) is { } frame => OnCanvas(frame, alpha),
                _ => EightBits(file, alpha),
            };
        }
        catch (Exception e) when (e is not (OutOfMemoryException or BadImageException))
        {
            throw BadImageException.Corrupt($"its pixel data cannot be decoded ({e.Message.TrimEnd('.')})");
        }
    }

    public byte[] EncodePng(RgbImage image)
    {
        using var picture = Image.LoadPixelData<Rgb24>(_configuration, image.Pixels, image.Width, image.Height);
        using var memory = new MemoryStream();
        picture.Save(memory, new PngEncoder { ColorType = PngColorType.Rgb, BitDepth = PngBitDepth.Bit8 });
        return memory.ToArray();
    }

    private RgbImage EightBits(ReadOnlySpan<byte> file, AlphaHandling alpha)
    {
        using var decoded = Load<Rgba32>(file);
        var image = new RgbImage(decoded.Width, decoded.Height);
        for (var y = 0; y < image.Height; y++)
        {
            var row = MemoryMarshal.AsBytes(decoded.DangerousGetPixelRowMemory(y).Span);
            image.HadAlpha |= AlphaComposite.ToRgb(row, image.Row(y), alpha);
        }
        return image;
    }

    /// <summary>Of 16 bits the high byte counts; the library's own conversion would round.</summary>
    private RgbImage HighBytes(ReadOnlySpan<byte> file, AlphaHandling alpha)
    {
        using var decoded = Load<Rgba64>(file);
        var image = new RgbImage(decoded.Width, decoded.Height);
        var row = new byte[4 * image.Width];
        for (var y = 0; y < image.Height; y++)
        {
            var values = MemoryMarshal.Cast<Rgba64, ushort>(decoded.DangerousGetPixelRowMemory(y).Span);
            for (var i = 0; i < row.Length; i++)
            {
                row[i] = (byte)(values[i] >> 8);
            }
            image.HadAlpha |= AlphaComposite.ToRgb(row, image.Row(y), alpha);
        }
        return image;
    }

    /// <summary>A frame smaller than its canvas leaves the rest transparent.</summary>
    private RgbImage OnCanvas(WebpAnimation frame, AlphaHandling alpha)
    {
        var picture = EightBits(frame.Still, alpha);
        if ((picture.Width, picture.Height) == (frame.CanvasWidth, frame.CanvasHeight))
        {
            return picture;
        }
        var canvas = new RgbImage(frame.CanvasWidth, frame.CanvasHeight) { HadAlpha = true };
        Array.Fill(canvas.Pixels, alpha == AlphaHandling.Drop ? (byte)0 : (byte)255);
        for (var y = 0; y < Math.Min(picture.Height, canvas.Height - frame.Y); y++)
        {
            var count = 3 * Math.Min(picture.Width, canvas.Width - frame.X);
            picture.Row(y)[..count].CopyTo(canvas.Row(y + frame.Y)[(3 * frame.X)..]);
        }
        return canvas;
    }

    private Image<TPixel> Load<TPixel>(ReadOnlySpan<byte> file)
        where TPixel : unmanaged, IPixel<TPixel> =>
        ImageFormats.Detect(file) == ImageFormat.Gif
            ? Image.Load<TPixel>(_configuration, file, new GifDecoder { DecodingMode = FrameDecodingMode.First })
            : Image.Load<TPixel>(_configuration, file);
}
