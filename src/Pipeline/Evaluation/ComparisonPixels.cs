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
            var (pixels, row) = (images[i].Pixels, i * columns);
            for (var j = 0; j < columns; j++)
            {
                values[row + j] = pixels[j];
            }
        }
        return new FeatureMatrix(values, images.Length, columns);
    }

    private static RgbImage[] Decode(ImageSet set, int threads, ImageSize? size, CancellationToken cancellation)
    {
        var images = new RgbImage[set.Count];
        var failures = new Exception?[set.Count];
        var parallel = new ParallelOptions { MaxDegreeOfParallelism = threads, CancellationToken = cancellation };
        Parallel.For(
            0,
            set.Count,
            parallel,
            (i, state) =>
            {
                try
                {
                    images[i] = Fit(set, i, size);
                }
                catch (Exception bad) when (bad is InvalidContentException or UsageException)
                {
                    failures[i] = bad;
                    state.Break();
                }
            }
        );
        if (failures.FirstOrDefault(f => f is not null) is { } first)
        {
            System.Runtime.ExceptionServices.ExceptionDispatchInfo.Throw(first);
        }
        return images;
    }

    private static RgbImage Fit(ImageSet set, int index, ImageSize? size)
    {
        var image = set.Load(index);
        if (size is not { } target)
        {
            return image;
        }
        var box = Crop.Fit(image.Width, image.Height, target);
        // As in training: area average where the picture shrinks, cubic where it grows.
        var shrinks = box.Width >= target.Width && box.Height >= target.Height;
        return Resampler.Resize(image, box, target, shrinks ? ResampleFilter.Box : ResampleFilter.Bicubic);
    }

    private static ImageSize CommonSize(ImageSet set, RgbImage[] images)
    {
        var size = new ImageSize(images[0].Height, images[0].Width);
        for (var i = 1; i < images.Length; i++)
        {
            var other = new ImageSize(images[i].Height, images[i].Width);
            if (other != size)
            {
                throw new UsageException(
                    $"The generated images have different sizes ({set.NameOf(0)}: {size}, {set.NameOf(i)}: {other}); give the "
                        + "size at which they are compared (Size).",
                    nameof(EvaluationOptions.Size)
                );
            }
        }
        return size;
    }
}
