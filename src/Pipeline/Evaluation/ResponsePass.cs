using WFrame.Engines;
using WFrame.Evaluation.Catalog;
using WFrame.Images;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Evaluation;

/// <summary>Response distances of every convolution of a trunk: F is what leaves the ReLU behind it.</summary>
internal static class ResponsePass
{
    /// <summary>R of each convolution, first to last; the last is the R of the paper. One pass reads all of them.</summary>
    public static IReadOnlyList<LayerDistance> Distances(
        ComparisonPixels pixels,
        Trunk trunk,
        EvaluationOptions options,
        IProgress<EvaluationProgress>? progress,
        CancellationToken cancellation
    )
    {
        var last = trunk.Layers.OfType<ConvolutionLayer>().Last().Name;
        // What leaves the trunk counts as the last convolution's, a pool behind it included.
        var taps = trunk.Taps.SkipLast(1).Where(t => t.Layer != last && trunk.Layers[t.Index] is ReluLayer);
        var layout = trunk.Layout(
            pixels.Size,
            [.. taps.Append(trunk.Taps[^1]).Select(tap => new Tap(tap.Layer, ThetaForm.Filter))]
        );
        // Progress counts maps: a layer of an image each.
        var (done, layers) = (0, layout.Taps.Count);
        var total = layers * (pixels.Generated.Length + pixels.Reference.Length);
        void Done() => progress?.Report(new EvaluationProgress("response-distance", done += layers, total));
        var where = new EngineOptions
        {
            Device = options.Device,
            Threads = options.Pass.Threads,
            Tf32 = options.Tf32,
        };
        using var engine = EngineFactory.Create(trunk, where).Engine;
        var generated = Means(engine, layout, pixels.Generated, Done, cancellation);
        var observed = Means(engine, layout, pixels.Reference, Done, cancellation);
        return
        [
            .. layout.Taps.Select(
                (tap, t) =>
                    new LayerDistance(
                        t == layers - 1 ? last : tap.Layer,
                        ResponseDistance.Between(generated[t], observed[t])
                    )
            ),
        ];
    }

    /// <summary>Mean response of each filter over images of one size, for each tap.</summary>
    /// <param name="engine">Runs the trunk.</param>
    /// <param name="layout">The taps, at the size of the images.</param>
    /// <param name="images">One or more.</param>
    /// <param name="done">Called after each image.</param>
    /// <param name="cancellation">Checked between chunks.</param>
    public static IReadOnlyList<double[]> Means(
        IEnergyEngine engine,
        ResponseLayout layout,
        IReadOnlyList<RgbImage> images,
        Action? done = null,
        CancellationToken cancellation = default
    )
    {
        var mean = new ResponseMean(layout);
        engine.ForEachResponse(
            images.Count,
            Chunk,
            layout,
            (_, responses) =>
            {
                mean.Add(responses);
                done?.Invoke();
            },
            cancellation
        );
        return mean.Values();

        PixelBatch Chunk(int start, int count)
        {
            var batch = new PixelBatch(count, new ImageSize(images[start].Height, images[start].Width));
            for (var i = 0; i < count; i++)
            {
                PixelLoader.ToPlanes(images[start + i], engine.Trunk.Mean, batch.Image(i).Span);
            }
            return batch;
        }
    }
}
