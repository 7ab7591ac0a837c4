using WFrame.Engines;
using WFrame.Evaluation;
using WFrame.Images;
using WFrame.Images.Writing;
using WFrame.Metrics;
using WFrame.Metrics.LinearAlgebra;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Experiments.Studies;

/// <summary>What tells images of two batches of one size apart. Dispose it.</summary>
public sealed class ImageMeasures(Trunk trunk, EngineOptions options) : IDisposable
{
    /// <summary>For drawing and scoring, too.</summary>
    public IEnergyEngine Engine { get; } = EngineFactory.Create(trunk, options).Engine;

    /// <summary>Mean response of each filter over positions and images, which R compares.</summary>
    public double[] Means(PixelBatch images)
    {
        var layout = trunk.Layout(images.Size, ThetaForm.Filter);
        var mean = new ResponseMean(layout);
        Engine.ForEachResponse(images, layout, (_, responses) => mean.Add(responses));
        return mean.Values()[0];
    }

    /// <summary>The response distance R of two sets, from their <see cref="Means"/>.</summary>
    public static double R(double[] first, double[] second) => ResponseDistance.R(first, second);

    /// <summary>A batch as pictures.</summary>
    public RgbImage[] Pictures(PixelBatch images) =>
        [.. Enumerable.Range(0, images.Count).Select(i => PngWriter.ToImage(images, i, trunk.Mean))];

    /// <summary>How near each image comes to one of others, in grey levels.</summary>
    public NearestTrainingImage Nearest(PixelBatch images, PixelBatch others)
    {
        var rows = new ComparisonPixels(images.Size, Pictures(images), Pictures(others)).Rows();
        return NearestTrainingImage.Compute(rows.Generated, rows.Reference!);
    }

    /// <summary>Rms difference of the two pictures that are most alike, in parts of the median over all pairs.</summary>
    public double NearestPair(PixelBatch images)
    {
        var rows = new ComparisonPixels(images.Size, Pictures(images), []).Rows().Generated;
        double[] distances =
        [
            .. Enumerable
                .Range(0, rows.Rows)
                .SelectMany(i => Enumerable.Range(0, i).Select(j => SquaredDistances.Between(rows.Row(i), rows.Row(j))))
                .Order(),
        ];
        return Math.Sqrt(distances[0] / distances[distances.Length / 2]);
    }

    /// <summary>
    /// Kernel distance of all rows of two sets of features, with the kernel of KID; unbiased, so it may come out below 0.
    /// </summary>
    public static double Kernel(FeatureMatrix first, FeatureMatrix second) =>
        KernelDistance.Estimate(first, second, (x, y) => new PolynomialKernel().Values(x, y, first.Columns));

    public void Dispose() => Engine.Dispose();
}
