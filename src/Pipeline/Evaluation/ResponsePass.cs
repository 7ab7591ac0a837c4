using System.Diagnostics;
using WFrame.Engines;
using WFrame.Evaluation.Catalog;
using WFrame.Evaluation.Classifiers;
using WFrame.Images;
using WFrame.Metrics;
using WFrame.Trunks;

namespace WFrame.Evaluation;

/// <summary>Response distances of every convolution of a trunk: F is what leaves the ReLU behind it.</summary>
internal static class ResponsePass
{
    private const int BatchSize = 16;

    /// <summary>R of each convolution, first to last; the last is the R of the paper.</summary>
    public static IReadOnlyList<LayerDistance> Distances(
        ComparisonPixels pixels,
        Trunk trunk,
        EvaluationOptions options,
        IProgress<EvaluationProgress>? progress,
        CancellationToken cancellation
    )
    {
        var distances = new List<LayerDistance>();
        var parts = Parts(trunk).ToArray();
        var (watch, done) = (Stopwatch.StartNew(), 0);
        var total = parts.Length * (pixels.Generated.Length + pixels.Reference.Length);
        void Done(int images)
        {
            done += images;
            progress?.Report(
                new EvaluationProgress("response-distance", new FeatureProgress(done, total, watch.Elapsed))
            );
        }
        foreach (var (layer, part) in parts)
        {
            using var engine = EngineFactory.Create(part, options.Device, options.Pass.Threads).Engine;
            var generated = Mean(engine, pixels.Generated, pixels.Size, Done, cancellation);
            var observed = Mean(engine, pixels.Reference, pixels.Size, Done, cancellation);
            distances.Add(new LayerDistance(layer, ResponseDistance.Between(generated, observed)));
        }
        return distances;
    }

    // The trunk up to each convolution and its ReLU; the last part is the whole trunk.
    private static IEnumerable<(string Layer, Trunk Part)> Parts(Trunk trunk)
    {
        var last = trunk.Layers.OfType<ConvolutionLayer>().Last();
        for (var i = 0; i < trunk.Layers.Count; i++)
        {
            if (trunk.Layers[i] is not ConvolutionLayer convolution)
            {
                continue;
            }
            if (ReferenceEquals(convolution, last))
            {
                yield return (convolution.Name, trunk);
            }
            else if (i + 1 < trunk.Layers.Count && trunk.Layers[i + 1] is ReluLayer)
            {
                var layers = trunk.Layers.Take(i + 2).ToArray();
                yield return (convolution.Name, new Trunk($"{trunk.Name}/{convolution.Name}", layers, trunk.Mean));
            }
        }
    }

    private static double[] Mean(
        IEnergyEngine engine,
        RgbImage[] images,
        ImageSize size,
        Action<int> done,
        CancellationToken cancellation
    )
    {
        var layout = engine.Trunk.Layout(size, ThetaForm.Filter);
        var mean = new ResponseMean(layout.Taps[0].Channels);
        var responses = new float[checked(Math.Min(BatchSize, images.Length) * layout.Length)];
        for (var from = 0; from < images.Length; from += BatchSize)
        {
            var count = Math.Min(BatchSize, images.Length - from);
            var batch = new PixelBatch(count, size);
            for (var i = 0; i < count; i++)
            {
                PixelLoader.ToPlanes(images[from + i], engine.Trunk.Mean, batch.Image(i).Span);
            }
            var target = responses.AsMemory(0, count * layout.Length);
            engine.Responses(batch, layout, target, cancellation);
            mean.Add(target.Span, layout.Taps[0]);
            done(count);
        }
        return mean.Values();
    }
}
