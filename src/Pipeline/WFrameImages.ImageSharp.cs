using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using WFrame.Images;
using WFrame.Images.Sources;
using WFrame.Images.Writing;
using WFrame.Trunks;

namespace WFrame;

/// <content>Pictures in memory, as SixLabors.ImageSharp holds them.</content>
public static partial class WFrameImages
{
    /// <summary>Pixels of pictures in memory, cut and resized as <see cref="Load(string, PixelOptions, Trunk?, Action{string}?, CancellationToken)"/> does it.</summary>
    /// <param name="pictures">One or more, upright; they stay the caller's.</param>
    /// <param name="options">Size, crops, seed.</param>
    /// <param name="trunk">The trunk that will see the pixels, whose mean is subtracted; VGG when null.</param>
    /// <returns>[N,3,H,W], B, G, R minus the mean.</returns>
    /// <exception cref="UsageException">There is no picture.</exception>
    /// <exception cref="InvalidContentException">A picture is smaller than the crop; the message gives its number.</exception>
    public static PixelBatch From(IReadOnlyList<Image<Rgb24>> pictures, PixelOptions options, Trunk? trunk = null)
    {
        if (pictures.Count == 0)
        {
            throw new UsageException("No pictures are given: give one or more.", nameof(pictures));
        }
        var crops = options.ImagesPerPicture;
        var pixels = new PixelBatch(pictures.Count * crops, options.Size);
        var step = crops * options.Size.Dimension;
        for (var i = 0; i < pictures.Count; i++)
        {
            var image = new RgbImage(pictures[i].Width, pictures[i].Height);
            pictures[i].CopyPixelDataTo(image.Pixels);
            var entry = new ImageEntry($"picture {i}");
            var values = pixels.Values.Span.Slice(i * step, step);
            PictureCrops.Cut(entry, i, image, sha256: "", options, trunk?.Mean ?? Trunk.VggMean, values);
        }
        return pixels;
    }

    /// <summary>Pictures of a batch, rounded and clipped to 0..255; the caller disposes them.</summary>
    /// <param name="images">[N,3,H,W], B, G, R minus the mean.</param>
    /// <param name="trunk">The trunk whose mean is added; VGG when null.</param>
    /// <exception cref="ArgumentException">A value is not finite.</exception>
    public static IReadOnlyList<Image<Rgb24>> ToPictures(PixelBatch images, Trunk? trunk = null) =>
        [
            .. Enumerable
                .Range(0, images.Count)
                .Select(i => PngWriter.ToImage(images, i, trunk?.Mean ?? Trunk.VggMean))
                .Select(picture => Image.LoadPixelData<Rgb24>(picture.Pixels, picture.Width, picture.Height)),
        ];
}
