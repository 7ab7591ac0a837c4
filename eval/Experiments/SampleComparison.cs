using WFrame.Engines;
using WFrame.Evaluation;
using WFrame.Images;
using WFrame.Metrics;
using WFrame.Responses;

namespace WFrame.Experiments;

/// <summary>
/// Samples against the few images that their model has seen, as written to PNG files (8-bit), so that samples of any
/// program compare.
/// </summary>
/// <param name="Distance">R between the samples and the images.</param>
/// <param name="Diversity">Mean RMS difference between two samples, 0..255; null for a single sample.</param>
/// <param name="Nearest">RMS difference to the nearest image.</param>
public sealed record SampleComparison(
    ResponseDistance Distance,
    PixelDiversity? Diversity,
    NearestTrainingImage Nearest
)
{
    /// <summary>Compares samples with the images their model has seen.</summary>
    /// <param name="engine">Runs the trunk whose responses R is taken of.</param>
    /// <param name="samples">One or more pictures.</param>
    /// <param name="observed">One or more pictures of the same size.</param>
    /// <param name="cancellation">Checked between images.</param>
    /// <exception cref="UsageException">The sizes differ, or a set is empty.</exception>
    public static SampleComparison Compute(
        IEnergyEngine engine,
        IReadOnlyList<RgbImage> samples,
        IReadOnlyList<RgbImage> observed,
        CancellationToken cancellation = default
    )
    {
        var all = samples.Concat(observed).ToArray();
        if (
            samples.Count == 0
            || observed.Count == 0
            || all.Any(i => (i.Width, i.Height) != (all[0].Width, all[0].Height))
        )
        {
            throw new UsageException(
                $"Comparison: {samples.Count} samples and {observed.Count} images given; both need one or more, all of one size."
            );
        }
        var layout = engine.Trunk.Layout(new ImageSize(all[0].Height, all[0].Width), ThetaForm.Filter);
        var distance = ResponseDistance.Between(
            ResponsePass.Means(engine, layout, samples, null, cancellation)[0],
            ResponsePass.Means(engine, layout, observed, null, cancellation)[0]
        );
        var (rows, training) = (Rows(samples), Rows(observed));
        return new SampleComparison(
            distance,
            samples.Count > 1 ? PixelDiversity.Compute(rows, cancellation) : null,
            NearestTrainingImage.Compute(rows, training, cancellation)
        );
    }

    private static FeatureMatrix Rows(IReadOnlyList<RgbImage> images)
    {
        float[] values = [.. images.SelectMany(i => i.Pixels).Select(p => (float)p)];
        return new FeatureMatrix(values, images.Count, values.Length / images.Count);
    }
}
