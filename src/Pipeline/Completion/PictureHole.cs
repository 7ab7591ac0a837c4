using WFrame.Images;
using WFrame.Images.Geometry;

namespace WFrame.Completion;

/// <summary>A picture with a hole, and the same picture with the hole filled: outside the hole no byte changes.</summary>
internal sealed class PictureHole
{
    private const int White = 128;

    private readonly RgbImage _picture;
    private readonly string _maskName;

    /// <param name="picture">The picture, upright.</param>
    /// <param name="mask">White where it is to be filled.</param>
    /// <param name="pictureName">Of the picture, for the sentence.</param>
    /// <param name="maskName">Of the mask, likewise.</param>
    /// <exception cref="UsageException">The mask has another size, or nothing or everything is to be filled.</exception>
    public PictureHole(RgbImage picture, RgbImage mask, string pictureName, string maskName)
    {
        if ((mask.Width, mask.Height) != (picture.Width, picture.Height))
        {
            throw new UsageException(
                $"The mask {maskName} is {mask.Width} x {mask.Height} pixels, {pictureName} {picture.Width} x {picture.Height}: give one of the image's size.",
                "Mask"
            );
        }
        (_picture, _maskName) = (picture, maskName);
        Pixels =
        [
            .. Enumerable
                .Range(0, picture.Width * picture.Height)
                .Select(i => (mask.Pixels[3 * i] + mask.Pixels[(3 * i) + 1] + mask.Pixels[(3 * i) + 2]) >= 3 * White),
        ];
        _ = new Hole(new ImageSize(picture.Height, picture.Width), Pixels).Require($"The mask {maskName}");
    }

    public int Width => _picture.Width;

    public int Height => _picture.Height;

    /// <summary>Whether each pixel is to be filled, [H,W].</summary>
    public bool[] Pixels { get; }

    /// <summary>The picture as a batch of one, [1,3,H,W].</summary>
    public PixelBatch Batch(IReadOnlyList<float> mean) => ToBatch(_picture, mean);

    /// <summary>What a model sees of it: the part, at the model's size, and which of its pixels are to be filled.</summary>
    /// <exception cref="UsageException">The hole reaches out of that part.</exception>
    public (PixelBatch Image, bool[] Mask) Seen(PixelBox box, ImageSize size, IReadOnlyList<float> mean)
    {
        var mask = new bool[size.Area];
        for (var i = 0; i < Pixels.Length; i++)
        {
            if (!Pixels[i])
            {
                continue;
            }
            var (x, y) = ((i % _picture.Width) - box.Left, (i / _picture.Width) - box.Top);
            if (x < 0 || y < 0 || x >= box.Width || y >= box.Height)
            {
                throw new UsageException(
                    $"The mask {_maskName} reaches out of the part that the model sees, {box.Width} x {box.Height} pixels around the centre: cut the image or the mask to it.",
                    "Mask"
                );
            }
            mask[((long)y * size.Height / box.Height * size.Width) + ((long)x * size.Width / box.Width)] = true;
        }
        return (ToBatch(Resampler.Resize(_picture, box, size, Filter(box, size)), mean), mask);
    }

    /// <summary>The picture with the hole taken from an image of its own size.</summary>
    public RgbImage With(RgbImage filled)
    {
        var result = new RgbImage(_picture.Width, _picture.Height, [.. _picture.Pixels]);
        for (var i = 0; i < Pixels.Length; i++)
        {
            if (Pixels[i])
            {
                filled.Pixels.AsSpan(3 * i, 3).CopyTo(result.Pixels.AsSpan(3 * i));
            }
        }
        return result;
    }

    /// <summary>The picture with the hole taken from what a model saw and filled, without a step at the edge.</summary>
    public RgbImage With(RgbImage filled, PixelBox box, IReadOnlyList<float> mean)
    {
        var whole = new RgbImage(_picture.Width, _picture.Height, [.. _picture.Pixels]);
        var size = new ImageSize(box.Height, box.Width);
        var part = Resampler.Resize(filled, size, Filter(PixelBox.Whole(filled), size));
        for (var y = 0; y < box.Height; y++)
        {
            part.Pixels.AsSpan(3 * y * box.Width, 3 * box.Width)
                .CopyTo(whole.Pixels.AsSpan(3 * (((box.Top + y) * whole.Width) + box.Left)));
        }
        if (filled.Width == box.Width && filled.Height == box.Height)
        {
            return With(whole);
        }
        var own = Batch(mean);
        var hole = new Hole(own.Size, Pixels);
        HarmonicFill.Clone(own.Values.Span, ToBatch(whole, mean).Values.Span, hole);
        return With(Images.Writing.PngWriter.ToImage(own, 0, mean));
    }

    private static ResampleFilter Filter(PixelBox box, ImageSize size) =>
        size.Height < box.Height ? ResampleFilter.Area : ResampleFilter.Bicubic;

    private static PixelBatch ToBatch(RgbImage picture, IReadOnlyList<float> mean)
    {
        var batch = new PixelBatch(1, new ImageSize(picture.Height, picture.Width));
        PixelLoader.ToPlanes(picture, mean, batch.Values.Span);
        return batch;
    }
}
