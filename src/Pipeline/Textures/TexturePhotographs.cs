using WFrame.Images;
using WFrame.Images.Geometry;
using WFrame.Images.Sources;

namespace WFrame.Textures;

/// <summary>Photographs of a material to pixels, each at its own size: cropped, then shrunk, never enlarged.</summary>
internal static class TexturePhotographs
{
    /// <summary>What the shorter side is shrunk to where no scale is given: details then have the size of the filters.</summary>
    public const int ShorterSide = 512;

    /// <param name="arguments">Files, folders, globs, lists.</param>
    /// <param name="cropSide">Side of a centred square that is cut out first; null: the whole photograph.</param>
    /// <param name="scale">Factor of 0 to 1 on both sides; null: as much as brings the shorter side to 512 px or less.</param>
    /// <param name="mean">The trunk's, B, G, R.</param>
    /// <param name="notice">Told what a user should know.</param>
    /// <param name="cancellation">Checked before each photograph.</param>
    /// <returns>The photographs, and by how much the first was shrunk, 0 to 1.</returns>
    /// <exception cref="UsageException">An argument names nothing.</exception>
    /// <exception cref="InvalidContentException">A file cannot be used, or is too small.</exception>
    public static (IReadOnlyList<PixelBatch> Photographs, double Factor) Load(
        IEnumerable<string> arguments,
        int? cropSide,
        double? scale,
        IReadOnlyList<float> mean,
        Action<string> notice,
        CancellationToken cancellation
    )
    {
        var photographs = new List<PixelBatch>();
        var notices = new ImageNotices();
        double? first = null;
        foreach (var entry in ImageSource.Expand(arguments, notice, cancellation))
        {
            cancellation.ThrowIfCancellationRequested();
            var decoded = entry.Decode();
            notices.Add(entry.Name, decoded.Remarks, AlphaHandling.White);
            var (picture, factor) = Fit(entry, decoded, cropSide, scale, notice);
            first ??= factor;
            var pixels = new PixelBatch(1, new ImageSize(picture.Height, picture.Width));
            PixelLoader.ToPlanes(picture, mean, pixels.Values.Span);
            photographs.Add(pixels);
        }
        foreach (var sentence in notices.Sentences)
        {
            notice(sentence);
        }
        return (photographs, first!.Value);
    }

    private static (RgbImage Picture, double Factor) Fit(
        ImageEntry entry,
        RgbImage picture,
        int? cropSide,
        double? scale,
        Action<string> notice
    )
    {
        var box = cropSide is { } side ? PictureCrops.CenterSquare(entry, picture, side) : PixelBox.Whole(picture);
        var shorter = Math.Min(box.Width, box.Height);
        var factor = scale ?? Math.Min(1, ShorterSide / (double)shorter);
        var size = new ImageSize(
            Math.Max(1, (int)Math.Round(box.Height * factor)),
            Math.Max(1, (int)Math.Round(box.Width * factor))
        );
        if (Math.Min(size.Height, size.Width) < TexturePlan.LeastPhotograph)
        {
            throw new InvalidContentException(
                $"{entry.Name} gives {size.Width} x {size.Height} pixels, too few to learn a texture from; {TexturePlan.LeastPhotograph} a side are needed: give a larger photograph, crop or shrink less."
            );
        }
        if (scale is null && factor < 1)
        {
            notice($"{entry.Name} is shrunk to {size.Width} x {size.Height} pixels; a scale of 1 takes it as it is.");
        }
        return (Resampler.Resize(picture, box, size, ResampleFilter.Area), factor);
    }
}
