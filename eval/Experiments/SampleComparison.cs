using WFrame.Engines;
using WFrame.Images;
using WFrame.Metrics;

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
        var distance = ResponseDistance.Between(
            Means(engine, samples, cancellation),
            Means(engine, observed, cancellation)
        );
        var (rows, training) = (Rows(samples), Rows(observed));
        return new SampleComparison(
            distance,
            samples.Count > 1 ? PixelDiversity.Compute(rows, cancellation) : null,
            NearestTrainingImage.Compute(rows, training, cancellation)
        );
    }

    private static double[] Means(IEnergyEngine engine, IReadOnlyList<RgbImage> images, CancellationToken cancellation)
    {
        var size = new ImageSize(images[0].Height, images[0].Width);
        var layout = engine.Trunk.Layout(size, ThetaForm.Filter);
        var tap = layout.Taps[0];
        var (batch, responses, mean) = (new PixelBatch(1, size), new float[tap.Length], new ResponseMean(tap.Channels));
        foreach (var image in images)
        {
            PixelLoader.ToPlanes(image, engine.Trunk.Mean, batch.Values.Span);
            engine.Responses(batch, layout, responses, cancellation);
            mean.Add(responses, tap);
        }
        return mean.Values();
    }

    private static FeatureMatrix Rows(IReadOnlyList<RgbImage> images)
    {
        float[] values = [.. images.SelectMany(i => i.Pixels).Select(p => (float)p)];
        return new FeatureMatrix(values, images.Count, values.Length / images.Count);
    }
}
