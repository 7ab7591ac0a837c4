using WFrame.Metrics.LinearAlgebra;

namespace WFrame.Metrics;

/// <summary>
/// How different the images of one set are from each other, in grey levels: the root mean square difference per pixel and
/// channel. A collapsed generator gives a few levels, photographs of one kind about 90.
/// </summary>
/// <param name="RootMeanSquare">Mean over all pairs of the RMS difference, 0..255.</param>
/// <param name="Smallest">RMS of the closest pair; 0: two images are equal.</param>
/// <param name="Count">Number of images N.</param>
public sealed record PixelDiversity(double RootMeanSquare, double Smallest, int Count)
{
    /// <summary>The same of the reference images, in an evaluation that has two or more.</summary>
    public PixelDiversity? Reference { get; init; }

    /// <summary>Diversity of images [N,3*H*W], values 0..255.</summary>
    /// <exception cref="UsageException">Fewer than two images, or a value that is not finite.</exception>
    public static PixelDiversity Compute(FeatureMatrix images, CancellationToken cancellation = default)
    {
        RequireRows(images.Rows);
        images.RequireFinite("Pixel diversity", "the pixel");
        var (sums, smallest) = (new double[images.Rows], new double[images.Rows]);
        Parallel.For(
            0,
            images.Rows,
            new ParallelOptions { CancellationToken = cancellation },
            i =>
            {
                smallest[i] = double.PositiveInfinity;
                for (var j = i + 1; j < images.Rows; j++)
                {
                    var rms = Math.Sqrt(SquaredDistances.Between(images.Row(i), images.Row(j)) / images.Columns);
                    sums[i] += rms;
                    smallest[i] = Math.Min(smallest[i], rms);
                }
            }
        );
        var pairs = images.Rows * (images.Rows - 1.0) / 2;
        return new PixelDiversity(sums.Sum() / pairs, smallest.Min(), images.Rows);
    }

    /// <exception cref="UsageException">There are fewer than two.</exception>
    internal static void RequireRows(int images)
    {
        if (images < 2)
        {
            throw new UsageException(
                $"Pixel diversity: {images} images given, a difference needs at least two; give more images."
            );
        }
    }
}
