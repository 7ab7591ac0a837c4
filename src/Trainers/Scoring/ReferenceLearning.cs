using WFrame.Engines;
using WFrame.Learning;
using WFrame.Responses;

namespace WFrame.Scoring;

/// <summary>What a finished training leaves for scoring: one pass for the means, one for the images left out in turn.</summary>
internal static class ReferenceLearning
{
    /// <summary>Of more images the first ones tell the spread as well.</summary>
    private const int MostLeftOut = 1000;

    /// <summary>The same model with what its scores are compared with.</summary>
    /// <param name="model">What was learned.</param>
    /// <param name="engine">Runs the trunk.</param>
    /// <param name="observed">The training images of each component.</param>
    /// <param name="cropSide">What was cut out of the pictures before, for those who score.</param>
    /// <param name="cancellation">Checked between chunks of images.</param>
    public static WFrameModel Add(
        WFrameModel model,
        IEnergyEngine engine,
        IEnumerable<PixelBatch> observed,
        int? cropSide,
        CancellationToken cancellation
    ) =>
        With(
            model,
            model.Components.Zip(
                observed,
                (component, images) => Of(engine, model, component, images, cancellation) with { CropSide = cropSide }
            )
        );

    /// <summary>The same model with something to compare scores with: where a component has none, its own chains.</summary>
    public static WFrameModel Complete(WFrameModel model, IEnergyEngine engine, CancellationToken cancellation) =>
        model.Components.All(c => c.Reference is not null)
            ? model
            : With(
                model,
                model.Components.Select(c => c.Reference ?? Of(engine, model, c, c.Chains, cancellation).AsOfChains())
            );

    /// <summary>The same model with nothing to compare scores with.</summary>
    public static WFrameModel Remove(WFrameModel model) =>
        With(model, model.Components.Select(_ => (ScoreReference?)null));

    private static WFrameModel With(WFrameModel model, IEnumerable<ScoreReference?> references) =>
        model.With([.. model.Components.Zip(references, (c, reference) => c with { Reference = reference })]);

    private static ScoreReference Of(
        IEnergyEngine engine,
        WFrameModel model,
        ModelComponent component,
        PixelBatch images,
        CancellationToken cancellation
    )
    {
        var layout = model.Layout(model.Size);
        var directions = new ResponseDirections(layout);
        var (sum, own) = (new double[directions.Length], new float[directions.Length]);
        Each(
            images,
            (_, _) =>
            {
                for (var i = 0; i < sum.Length; i++)
                {
                    sum[i] += own[i];
                }
            }
        );
        var (mean, others) = (Array.ConvertAll(sum, s => (float)(s / images.Count)), new float[sum.Length]);
        var leftOut = new List<double>();
        if (images.Count > 1)
        {
            Each(
                images.Slice(0, Math.Min(images.Count, MostLeftOut)),
                (_, _) =>
                {
                    for (var i = 0; i < sum.Length; i++)
                    {
                        others[i] = (float)((sum[i] - own[i]) / (images.Count - 1));
                    }
                    leftOut.Add(ResponseDirections.Cosine(own, others));
                }
            );
        }
        var (samples, firstPhi) = (new List<double>(), 0.0);
        Each(
            component.Chains,
            (i, phi) =>
            {
                samples.Add(ResponseDirections.Cosine(own, mean));
                firstPhi = i == 0 ? phi : firstPhi;
            }
        );
        return new ScoreReference
        {
            Direction = mean,
            LeftOut = leftOut,
            Samples = samples,
            FirstPhi = firstPhi,
            Texture =
                model.Options.Theta == ThetaForm.Filter ? TextureStatistics.Learn(engine, images, cancellation) : null,
        };

        void Each(PixelBatch batch, Action<int, double> each) =>
            engine.ForEachResponse(
                batch,
                layout,
                (i, responses) =>
                {
                    directions.Of(responses, own);
                    each(i, i == 0 ? Energy.Phi(component.Theta, responses, layout) : 0);
                },
                cancellation
            );
    }
}
