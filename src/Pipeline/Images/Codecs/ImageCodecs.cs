using WFrame.Images.Formats;

namespace WFrame.Images.Codecs;

/// <summary>Pixels of the formats that are read, as a library computes them.</summary>
internal interface IImageDecoder
{
    /// <summary>Decodes the first frame to 8-bit RGB as stored: no orientation, no colour management.</summary>
    /// <param name="file">A whole file whose structure was checked (<see cref="ImageStructure"/>).</param>
    /// <param name="alpha">What becomes of transparency.</param>
    /// <exception cref="BadImageException">The pixel data cannot be decoded, or not whole.</exception>
    RgbImage Decode(ReadOnlySpan<byte> file, AlphaHandling alpha);
}

/// <summary>The bytes of a picture's file.</summary>
internal interface IImageEncoder
{
    /// <summary>An 8-bit RGB PNG file; equal pixels give equal bytes.</summary>
    byte[] EncodePng(RgbImage image);
}

/// <summary>The libraries in use: nothing outside this folder knows which they are.</summary>
internal static class ImageCodecs
{
    private static readonly ImageSharpCodec ImageSharp = new();

    public static IImageEncoder Encoder => ImageSharp;

    /// <summary>The decoder of a file.</summary>
    public static IImageDecoder Decoder(ReadOnlySpan<byte> file) =>
        ImageFormats.Detect(file) == ImageFormat.Jpeg ? new JpegCodec() : ImageSharp;
}
