using WFrame.Engines;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Experiments.Studies;

/// <summary>Statistics of images under a model of one component that may tell what kind they are. Dispose it.</summary>
public sealed class ScoreStatistics(Trunk trunk, EngineOptions options) : IDisposable
{
    private readonly IEnergyEngine _engine = EngineFactory.Create(trunk, options).Engine;

    /// <summary>Of each image, by name of the statistic.</summary>
    /// <param name="model">Of one component.</param>
    /// <param name="learned">Its training images.</param>
    /// <param name="images">Images to tell.</param>
    public IReadOnlyDictionary<string, double[]> Of(WFrameModel model, PixelBatch learned, PixelBatch images)
    {
        var scores = model.Score(_engine, images);
        var layout = trunk.Layout(images.Size, ThetaForm.Spatial);
        var mean = new double[layout.Length];
        _engine.ForEachResponse(
            learned,
            layout,
            (_, f) =>
            {
                for (var i = 0; i < mean.Length; i++)
                {
                    mean[i] += f[i] / (double)learned.Count;
                }
            }
        );
        var observed = Array.ConvertAll(mean, v => (float)v);
        var (lengths, cosines, centred) = (
            new double[images.Count],
            new double[images.Count],
            new double[images.Count]
        );
        var theta = model.Components[0].Theta;
        _engine.ForEachResponse(
            images,
            layout,
            (i, f) =>
            {
                lengths[i] = Math.Sqrt(Energy.Dot(f, f));
                cosines[i] = Energy.Dot(f, observed) / (lengths[i] * Math.Sqrt(Energy.Dot(observed, observed)));
                centred[i] = Centred(theta, f, layout.Taps[0]);
            }
        );
        return new Dictionary<string, double[]>
        {
            ["score, the log-density"] = scores.Score,
            ["phi"] = scores.Phi,
            ["phi / |F|"] = [.. scores.Phi.Zip(lengths, (phi, length) => phi / length)],
            ["cosine of theta and F, each filter centred"] = centred,
            ["cosine of F and its mean over the training images"] = cosines,
            ["similarity to the model's chains"] = model
                .WithoutSimilarity()
                .WithSimilarity(_engine)
                .Score(_engine, images)
                .Similarity!,
            ["similarity"] = scores.Similarity!,
        };
    }

    /// <summary>p of each image; none where the model cannot tell.</summary>
    public IReadOnlyList<double> P(WFrameModel model, PixelBatch images) => model.Score(_engine, images).P ?? [];

    public void Dispose() => _engine.Dispose();

    private static double Centred(float[] theta, ReadOnlySpan<float> f, ResponseTap tap)
    {
        var (product, length) = (0.0, 0.0);
        for (var k = 0; k < tap.Channels; k++)
        {
            var map = f.Slice(k * tap.Positions, tap.Positions);
            var mean = Energy.Sum(map) / tap.Positions;
            for (var p = 0; p < map.Length; p++)
            {
                product += theta[(k * tap.Positions) + p] * (map[p] - mean);
                length += (map[p] - mean) * (map[p] - mean);
            }
        }
        return product / Math.Sqrt(length);
    }
}
