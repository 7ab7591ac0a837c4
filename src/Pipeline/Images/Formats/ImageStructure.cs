namespace WFrame.Images.Formats;

/// <summary>A file whose structure was checked and that is ready to be decoded.</summary>
/// <param name="Name">What to call it in messages.</param>
/// <param name="Header">Size and orientation.</param>
/// <param name="Data">What the decoder gets.</param>
/// <param name="Alpha">What becomes of transparency.</param>
/// <param name="Transparency">Whether a table of transparency was there, used or left out.</param>
internal sealed record ImageStructure(
    string Name,
    ImageHeader Header,
    ReadOnlyMemory<byte> Data,
    AlphaHandling Alpha,
    bool Transparency
)
{
    /// <summary>Checks the structure of a file, format by format; allocates no pixels.</summary>
    /// <exception cref="InvalidContentException">It is none, or not whole.</exception>
    public static ImageStructure Read(
        ReadOnlyMemory<byte> file,
        string name,
        AlphaHandling alpha,
        int maxPixels = PixelOptions.DefaultMaxPixels
    )
    {
        try
        {
            var format = ImageFormats.Detect(file.Span);
            if (format == ImageFormat.Png)
            {
                var png = PngStructure.Read(file.Span, alpha, maxPixels);
                return new ImageStructure(name, png.Header, png.Essential, alpha, png.Transparency);
            }
            var header = format switch
            {
                ImageFormat.Jpeg => JpegStructure.Read(file.Span, maxPixels),
                ImageFormat.Gif => GifStructure.Read(file.Span, maxPixels),
                ImageFormat.Bmp => BmpStructure.Read(file.Span, maxPixels),
                ImageFormat.Tiff => TiffStructure.Read(file.Span, maxPixels),
                _ => WebpStructure.Read(file.Span, maxPixels),
            };
            return new ImageStructure(name, header, file, alpha, Transparency: false);
        }
        catch (BadImageException bad)
        {
            throw bad.Naming(name);
        }
    }
}
