using System.Numerics.Tensors;
using WFrame.Evaluation.Catalog;
using WFrame.Images;
using WFrame.Images.Geometry;
using WFrame.Metrics;

namespace WFrame.Evaluation;

/// <summary>Generated and reference images brought to one size, for metrics that look at pixels or responses.</summary>
internal sealed record ComparisonPixels(ImageSize Size, RgbImage[] Generated, RgbImage[] Reference)
{
    public static ComparisonPixels Load(
        ImageSet generated,
        ImageSet? reference,
        EvaluationOptions options,
        CancellationToken cancellation
    )
    {
        if (options.Size is { } wanted && (wanted.Height < 1 || wanted.Width < 1))
        {
            throw new UsageException($"Size {wanted} is impossible; 1 pixel or more a side is allowed.");
        }
        var first = Decode(generated, options.Pass.Threads, options.Size, cancellation);
        var size = options.Size ?? CommonSize(generated, first);
        var second = reference is null ? [] : Decode(reference, options.Pass.Threads, size, cancellation);
        return new ComparisonPixels(size, first, second);
    }

    /// <summary>Pixels as rows, [N,3*H*W], 0..255.</summary>
    public MetricRows Rows() => new(Rows(Generated), Reference.Length == 0 ? null : Rows(Reference));

    private static FeatureMatrix Rows(RgbImage[] images)
    {
        var columns = images[0].Pixels.Length;
        var values = new float[checked(images.Length * columns)];
        for (var i = 0; i < images.Length; i++)
        {
            TensorPrimitives.ConvertChecked<byte, float>(images[i].Pixels, values.AsSpan(i * columns));
        }
        return new FeatureMatrix(values, images.Length, columns);
    }

    private static RgbImage[] Decode(ImageSet set, int threads, ImageSize? size, CancellationToken cancellation)
    {
        var images = new RgbImage[set.Count];
        BadImages.Refuse(PixelLoader.ForEach(set.Count, threads, Load, isAll: true, cancellation));
        return images;

        void Load(int i)
        {
            var image = set.Load(i);
            images[i] = size is { } target ? Fit(image, target) : image;
        }
    }

    /// <summary>A picture at another size, cropped to its aspect: area average where it shrinks, cubic where it grows.</summary>
    public static RgbImage Fit(RgbImage image, ImageSize size)
    {
        var box = Crop.Fit(image.Width, image.Height, size);
        var shrinks = box.Width >= size.Width && box.Height >= size.Height;
        return Resampler.Resize(image, box, size, shrinks ? ResampleFilter.Box : ResampleFilter.Bicubic);
    }

    private static ImageSize CommonSize(ImageSet set, RgbImage[] images)
    {
        var size = SizeOf(images[0]);
        return Array.FindIndex(images, i => SizeOf(i) != size) is var other and > 0
            ? throw new UsageException(
                $"The generated images have different sizes ({set.NameOf(0)}: {size}, {set.NameOf(other)}: {SizeOf(images[other])}); "
                    + "give the size at which they are compared (Size).",
                nameof(EvaluationOptions.Size)
            )
            : size;

        static ImageSize SizeOf(RgbImage image) => new(image.Height, image.Width);
    }
}
