using WFrame.Images.Geometry;
using WFrame.Images.Sources;
using WFrame.Noise;

namespace WFrame.Images;

/// <summary>One decoded picture to the images that it gives: itself, or its jittered crops.</summary>
internal static class PictureCrops
{
    /// <param name="entry">The picture.</param>
    /// <param name="index">Its place in the list, which the jitter depends on.</param>
    /// <param name="image">Its pixels, upright.</param>
    /// <param name="sha256">Hash of its file.</param>
    /// <param name="options">Size and crops.</param>
    /// <param name="mean">The trunk's, B, G, R.</param>
    /// <param name="values">Receives [crops,3,H,W].</param>
    /// <exception cref="InvalidContentException">The picture is smaller than the crop.</exception>
    public static LoadedImage[] Cut(
        ImageEntry entry,
        int index,
        RgbImage image,
        string sha256,
        PixelOptions options,
        IReadOnlyList<float> mean,
        Span<float> values
    )
    {
        var (whole, size) = (BaseBox(entry, image, options), options.Size);
        var random = new CounterRandom(options.Seed, RandomPurpose.Crop);
        var crops = new LoadedImage[options.ImagesPerPicture];
        for (var crop = 0; crop < crops.Length; crop++)
        {
            var (box, mirrored) =
                options.Crops > 0
                    ? JitteredCrop.Draw(
                        whole,
                        image.Width,
                        image.Height,
                        options.Jitter,
                        element => random.Uniform(0, crop, index, 0, element)
                    )
                    : (whole, false);
            var resized = Resampler.Resize(image, box, size, Filter(box, size));
            mirrored &= options.Mirroring == CropMirroring.Half;
            if (mirrored)
            {
                JitteredCrop.Mirror(resized);
            }
            PixelLoader.ToPlanes(resized, mean, values.Slice(crop * size.Dimension, size.Dimension));
            crops[crop] = new LoadedImage(entry, sha256, crop)
            {
                Box = box,
                Mirrored = mirrored,
                Remarks = image.Remarks,
            };
        }
        return crops;
    }

    private static PixelBox BaseBox(ImageEntry entry, RgbImage image, PixelOptions options) =>
        options.CropSide is { } side
            ? CenterSquare(entry, image, side)
            : Crop.Fit(image.Width, image.Height, options.Size);

    /// <summary>The centred square of a side.</summary>
    /// <exception cref="InvalidContentException">The picture is smaller.</exception>
    public static PixelBox CenterSquare(ImageEntry entry, RgbImage image, int side)
    {
        if (side > Math.Min(image.Width, image.Height))
        {
            throw new InvalidContentException(
                $"{entry.Name} has {image.Width} x {image.Height} pixels, too few for a crop of {side}: crop less or leave it out."
            );
        }
        return Crop.CenterSquare(image.Width, image.Height, side);
    }

    /// <summary>Exact area average where both sides shrink or stay, bicubic where one grows.</summary>
    private static ResampleFilter Filter(PixelBox box, ImageSize size) =>
        box.Width >= size.Width && box.Height >= size.Height ? ResampleFilter.Area : ResampleFilter.Bicubic;
}
