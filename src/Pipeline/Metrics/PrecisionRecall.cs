using WFrame.Metrics.LinearAlgebra;

namespace WFrame.Metrics;

/// <summary>
/// Improved precision and recall. Kynkaanniemi et al., "Improved Precision and Recall Metric for Assessing Generative
/// Models", NeurIPS 2019. Each point of a set carries a closed ball that reaches its k-th nearest other point; precision
/// counts generated points inside a ball of the real set, recall real points inside a ball of the generated set.
/// </summary>
/// <param name="GeneratedInside">Generated points inside a real ball.</param>
/// <param name="GeneratedCount">Generated points.</param>
/// <param name="RealInside">Real points inside a generated ball.</param>
/// <param name="RealCount">Real points.</param>
public sealed record PrecisionRecall(int GeneratedInside, int GeneratedCount, int RealInside, int RealCount)
{
    /// <summary>Share of generated images that look real, 0..1.</summary>
    public double Precision => (double)GeneratedInside / GeneratedCount;

    /// <summary>Share of real images that the generator covers, 0..1.</summary>
    public double Recall => (double)RealInside / RealCount;

    /// <summary>Harmonic mean of both; 0 where both are 0.</summary>
    public double FScore => 2 * Precision * Recall / Math.Max(1e-5, Precision + Recall);

    /// <summary>Counts of features [N,D] and [M,D]; exact, distances in double.</summary>
    /// <param name="generated">Features of generated images.</param>
    /// <param name="real">Features of real images.</param>
    /// <param name="neighborhood">k, at least 1 and below the rows of both sets.</param>
    /// <param name="cancellation">Checked at every row.</param>
    /// <exception cref="UsageException">A set of k or fewer rows, k below 1, different columns, a non-finite feature.</exception>
    public static PrecisionRecall Compute(
        FeatureMatrix generated,
        FeatureMatrix real,
        int neighborhood = 3,
        CancellationToken cancellation = default
    )
    {
        FeatureMatrix.RequireSameColumns("Precision and recall", generated, real);
        RequireNeighbors(neighborhood, Math.Min(generated.Rows, real.Rows));
        generated.RequireFinite("Precision and recall", "the feature");
        real.RequireFinite("Precision and recall", "the feature");
        return new PrecisionRecall(
            Inside(generated, real, Radii(real, neighborhood, cancellation), cancellation),
            generated.Rows,
            Inside(real, generated, Radii(generated, neighborhood, cancellation), cancellation),
            real.Rows
        );
    }

    /// <exception cref="UsageException">k is below 1 or not below the rows of the smaller set.</exception>
    internal static void RequireNeighbors(int neighborhood, int fewest)
    {
        if (neighborhood < 1 || fewest <= neighborhood)
        {
            throw new UsageException(
                $"Precision and recall: neighbourhood {neighborhood} asked for, the smaller set has {fewest} images; at "
                    + "least 1 and fewer than the images of each set are allowed."
            );
        }
    }

    // Squared distance of each row to its k-th nearest other row; the row itself is entry 0 of the sorted distances.
    private static double[] Radii(FeatureMatrix set, int k, CancellationToken cancellation)
    {
        var radii = new double[set.Rows];
        var options = new ParallelOptions { CancellationToken = cancellation };
        Parallel.For(
            0,
            set.Rows,
            options,
            () => new double[set.Rows],
            (i, _, distances) =>
            {
                for (var j = 0; j < distances.Length; j++)
                {
                    distances[j] = SquaredDistances.Between(set.Row(i), set.Row(j));
                }
                Array.Sort(distances);
                radii[i] = distances[k];
                return distances;
            },
            _ => { }
        );
        return radii;
    }

    private static int Inside(
        FeatureMatrix points,
        FeatureMatrix centers,
        double[] radii,
        CancellationToken cancellation
    ) =>
        ParallelEnumerable
            .Range(0, points.Rows)
            .WithCancellation(cancellation)
            .Count(i =>
                Enumerable
                    .Range(0, centers.Rows)
                    .Any(j => SquaredDistances.Between(points.Row(i), centers.Row(j)) <= radii[j])
            );
}
