using WFrame.Metrics.LinearAlgebra;

namespace WFrame.Metrics;

/// <summary>Does the model copy its training images? Distances in grey levels: RMS per pixel and channel, 0..255.</summary>
/// <param name="Distances">RMS of each generated image to its nearest training image, [N].</param>
/// <param name="Nearest">Index of that training image, [N].</param>
/// <param name="UsesOfTraining">How many generated images are nearest to each training image, [M].</param>
/// <param name="Copies">
/// Generated images closer to one training image than a third of their distance to the second nearest: the test of Yoon
/// et al., "Diffusion Probabilistic Models Generalize when They Fail to Memorize", 2023. Null for one training image.
/// </param>
public sealed record NearestTrainingImage(
    IReadOnlyList<double> Distances,
    IReadOnlyList<int> Nearest,
    IReadOnlyList<int> UsesOfTraining,
    int? Copies
)
{
    private const double CopyRatio = 1.0 / 3;

    /// <summary>Smallest distance.</summary>
    public double Min => Distances.Min();

    /// <summary>Median distance.</summary>
    public double Median => Spread.Quantile([.. Distances.Order()], 0.5);

    /// <summary>Largest distance.</summary>
    public double Max => Distances.Max();

    /// <summary>Nearest training image of each generated one; images [N,D] and [M,D], values 0..255, same size.</summary>
    /// <exception cref="UsageException">A set is empty, the sizes differ, or a value is not finite.</exception>
    public static NearestTrainingImage Compute(
        FeatureMatrix generated,
        FeatureMatrix training,
        CancellationToken cancellation = default
    )
    {
        FeatureMatrix.RequireSameColumns("Nearest training image", generated, training);
        if (generated.Rows == 0 || training.Rows == 0)
        {
            throw new UsageException(
                $"Nearest training image: {generated.Rows} generated and {training.Rows} training images given; at least "
                    + "one of each is needed."
            );
        }
        generated.RequireFinite("Nearest training image", "the pixel");
        training.RequireFinite("Nearest training image", "the pixel");
        var (distances, nearest, copies) = (new double[generated.Rows], new int[generated.Rows], 0);
        Parallel.For(
            0,
            generated.Rows,
            new ParallelOptions { CancellationToken = cancellation },
            i =>
            {
                var (best, second) = (double.PositiveInfinity, double.PositiveInfinity);
                for (var j = 0; j < training.Rows; j++)
                {
                    var distance = SquaredDistances.Between(generated.Row(i), training.Row(j));
                    if (distance < best)
                    {
                        (best, second, nearest[i]) = (distance, best, j);
                    }
                    else
                    {
                        second = Math.Min(second, distance);
                    }
                }
                distances[i] = Math.Sqrt(best / generated.Columns);
                if (best <= CopyRatio * CopyRatio * second)
                {
                    _ = Interlocked.Increment(ref copies);
                }
            }
        );
        var uses = new int[training.Rows];
        foreach (var index in nearest)
        {
            uses[index]++;
        }
        return new NearestTrainingImage(distances, nearest, uses, training.Rows < 2 ? null : copies);
    }
}
