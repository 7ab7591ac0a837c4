using WFrame.Engines;
using WFrame.Responses;
using WFrame.Scoring;

namespace WFrame;

/// <content>How like the training images an image is: what the model holds for it, and whether an engine finds the same.</content>
public sealed partial class WFrameModel
{
    /// <summary>How far two engines' Phi may lie apart, in its own size and that of its terms.</summary>
    private const double SelfTestTolerance = 1e-3;

    /// <summary>
    /// Whether the model holds what its training images score when each is left out in turn, four or more of every component,
    /// so that <see cref="ModelScores.Percentile"/> and <see cref="ModelScores.P"/> can be told.
    /// </summary>
    public bool IsCalibrated => Components.All(c => c.Reference is { IsCalibrated: true });

    /// <summary>Whether it is of textures and holds what their <see cref="Maps"/> compare with.</summary>
    internal bool HasTextures => Components.All(c => c.Reference?.Texture is not null);

    /// <summary>Whether <see cref="ScoreWithTextures"/> tells P.</summary>
    internal bool TellsP =>
        IsCalibrated
        && Components.All(c => c.Reference!.Texture is null or { LeftOut.Count: >= ScoreReference.LeastLeftOut });

    /// <summary>
    /// Side in pixels of the centred square that was cut out of the training images, where the model's trainer knew: images
    /// to be scored need the same.
    /// </summary>
    public int? CropSide => Components[0].Reference?.CropSide;

    /// <summary>
    /// The same model, able to tell <see cref="ModelScores.Similarity"/>: one stored without the training images' mean
    /// responses takes those of its chains, which learned to have them.
    /// </summary>
    /// <param name="engine">Runs the trunk; must hold this model's trunk.</param>
    /// <param name="cancellation">Checked between chunks.</param>
    public WFrameModel WithSimilarity(IEnergyEngine engine, CancellationToken cancellation = default) =>
        ReferenceLearning.Complete(this, engine, cancellation);

    /// <summary>
    /// Scores where, of textures, P is that of the deviation: what is wrong with a texture is wrong at a place, and the mean
    /// over all places hides it.
    /// </summary>
    /// <returns>The scores, with deviations of textures, and the maps of each texture; none of other models.</returns>
    internal (ModelScores Scores, ScoreMaps[] Maps) ScoreWithTextures(
        IEnergyEngine engine,
        PixelBatch images,
        CancellationToken cancellation = default
    )
    {
        var scores = Score(engine, images, cancellation);
        if (!HasTextures)
        {
            return (scores, []);
        }
        ScoreMaps[] maps = [.. Components.Select((_, k) => Maps(engine, images, k, cancellation))];
        return (
            scores with
            {
                P = maps.All(m => m.P is not null) ? Each(m => m.P!) : null,
                Deviation = Each(m => m.Deviation!),
            },
            maps
        );

        double[] Each(Func<ScoreMaps, double[]> of) =>
            [.. Enumerable.Range(0, scores.Score.Length).Select(i => of(maps[i % maps.Length])[i / maps.Length])];
    }

    /// <summary>The same model that tells no similarity, for those who do not ask for it: a pass over all responses less.</summary>
    internal WFrameModel WithoutSimilarity() => ReferenceLearning.Remove(this);

    /// <summary>
    /// Where images are unlike the training images. Of spatial theta 1 less the cosine of the responses' directions at each
    /// position; of filter theta, a texture, how far directions and colours at each position lie from those at all positions of
    /// the training images.
    /// </summary>
    /// <param name="engine">Runs the trunk; must hold this model's trunk.</param>
    /// <param name="images">Images [N,3,H,W]; of the model's size, or of any size for filter theta.</param>
    /// <param name="component">Which component.</param>
    /// <param name="cancellation">Checked between chunks.</param>
    /// <exception cref="UsageException">
    /// The images have another size than a spatial theta needs, or the model has nothing to compare with
    /// (<see cref="WithSimilarity"/>).
    /// </exception>
    public ScoreMaps Maps(
        IEnergyEngine engine,
        PixelBatch images,
        int component = 0,
        CancellationToken cancellation = default
    )
    {
        var layout = ThetaOf(component, images.Size).Layout;
        var reference =
            Components[component].Reference
            ?? throw new UsageException(
                "The model was stored without what its training images have in common; call WithSimilarity first."
            );
        if (reference.Texture is { } texture)
        {
            return texture.Maps(engine, images, cancellation);
        }
        var maps = new SimilarityMaps(layout, images.Size, reference.Direction, images.Count);
        var readings = new ResponseReadings(() =>
            new ResponseReading(layout, [], [reference.Direction], everywhere: true)
        );
        engine.ForEachResponseAtOnce(
            images,
            layout,
            (image, responses) => readings.Read(responses, own => maps.Add(image, own)),
            cancellation
        );
        return new ScoreMaps(images.Count, images.Size, maps.Values);
    }

    /// <summary>Scores and maps of one component from one pass over the responses; null maps of several or of a texture.</summary>
    internal (ModelScores Scores, ScoreMaps? Maps) ScoreWithMaps(
        IEnergyEngine engine,
        PixelBatch images,
        CancellationToken cancellation = default
    )
    {
        if (Components is not [{ Reference: { Texture: null } reference }])
        {
            return (Score(engine, images, cancellation), null);
        }
        var maps = new SimilarityMaps(Layout(images.Size), images.Size, reference.Direction, images.Count);
        var scores = Score(engine, images, maps, cancellation);
        return (scores, new ScoreMaps(images.Count, images.Size, maps.Values));
    }

    /// <summary>
    /// Holds an engine against the numbers that were stored at the end of the training: Phi and similarity of the first chain
    /// of the first component.
    /// </summary>
    /// <param name="engine">Runs the trunk; must hold this model's trunk.</param>
    /// <exception cref="InvalidContentException">It finds other ones: scores would mean nothing.</exception>
    public void SelfTest(IEnergyEngine engine)
    {
        if (Components[0].Reference is not { OfChains: false, Samples.Count: > 0 } stored)
        {
            return;
        }
        var chain = Components[0].Chains.Slice(0, 1);
        var layout = Layout(Size);
        var (phi, terms, similarity) = (0.0, 0.0, 0.0);
        engine.ForEachResponse(
            chain,
            layout,
            (_, responses) =>
            {
                phi = Energy.Phi(Components[0].Theta, responses, layout);
                terms = Energy.Phi([.. Components[0].Theta.Select(Math.Abs)], responses, layout);
                var own = new float[layout.ThetaLength];
                new ResponseDirections(layout).Of(responses, own);
                similarity = ResponseDirections.Cosine(own, stored.Direction);
            }
        );
        if (
            !(Math.Abs(phi - stored.FirstPhi) <= SelfTestTolerance * terms)
            || !(Math.Abs(similarity - stored.Samples[0]) <= SelfTestTolerance)
        )
        {
            throw new InvalidContentException(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The model's self-test failed: its first chain has Phi {phi:g6} and similarity {similarity:0.0000} on {engine.Description}, {stored.FirstPhi:g6} and {stored.Samples[0]:0.0000} when it was learned; use another device."
                )
            );
        }
    }
}
