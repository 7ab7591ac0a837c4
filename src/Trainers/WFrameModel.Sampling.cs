using WFrame.Engines;
using WFrame.Learning;
using WFrame.Responses;
using WFrame.Sampling;

namespace WFrame;

/// <content>New images from a model.</content>
public sealed partial class WFrameModel
{
    /// <summary>Draws new images by Langevin dynamics under the learned theta, from fresh chains.</summary>
    /// <remarks>
    /// Makes an engine and disposes it, so a model owns nothing native and may be used by several threads at once. That is
    /// little beside the hundreds of steps of a chain; pass an engine of your own to draw a few steps again and again.
    /// </remarks>
    /// <inheritdoc cref="Sample(IEnergyEngine, int, int, SamplingOptions?, CancellationToken)"/>
    public PixelBatch Sample(
        int count,
        int component = 0,
        SamplingOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        using var engine = EngineFactory.Create(Trunk).Engine;
        return Sample(engine, component, count, options, cancellation);
    }

    /// <summary>Draws new images from the component of a name.</summary>
    /// <inheritdoc cref="Sample(int, int, SamplingOptions?, CancellationToken)"/>
    public PixelBatch Sample(
        int count,
        string component,
        SamplingOptions? options = null,
        CancellationToken cancellation = default
    ) => Sample(count, IndexOf(component), options, cancellation);

    /// <summary>Draws new images by Langevin dynamics under the learned theta, from fresh chains.</summary>
    /// <param name="engine">Runs the trunk; must hold this model's trunk.</param>
    /// <param name="component">Which component.</param>
    /// <param name="count">How many images, 1 or more.</param>
    /// <param name="options">Steps, seed, size.</param>
    /// <param name="cancellation">Checked every step.</param>
    /// <returns>Images [count,3,H,W], B, G, R minus the mean.</returns>
    /// <exception cref="UsageException">An option is out of range, or the model is of a texture.</exception>
    /// <exception cref="DivergedException">A chain left the finite numbers.</exception>
    public PixelBatch Sample(
        IEnergyEngine engine,
        int component,
        int count,
        SamplingOptions? options = null,
        CancellationToken cancellation = default
    )
    {
        var how = options ?? new SamplingOptions();
        RequireNoTexture();
        Check.AtLeast(count, 1, "Count");
        int[] lengths = [how.Steps > 0 ? how.Steps : StepsOf(component)];
        return new NewImages(engine, this, component, how).Draw(count, lengths, cancellation) is [var images]
            ? images
            : throw new DivergedException(
                $"Sampling component {Components[component].Name} left the finite numbers; the model is past its stable range: train it with a lower learning rate or step size."
            );
    }

    /// <summary>
    /// How many images to ask for next: about as many as wanted, up to the end of a group that is drawn together, so that none
    /// is drawn for two calls.
    /// </summary>
    /// <param name="component">Which component.</param>
    /// <param name="how">How they are drawn.</param>
    /// <param name="first">Number of the next image.</param>
    /// <param name="left">Images that are still to be drawn.</param>
    /// <param name="wanted">Images that one call should draw, 1 or more.</param>
    internal int Batch(int component, SamplingOptions how, int first, int left, int wanted)
    {
        var together = CorrectsTheta(component, how) ? CorrectedDraw.Together(this) : 1;
        var whole = Math.Max(1, wanted / together) * together;
        return Math.Min(whole - (first % together), left);
    }

    /// <summary>Whether theta goes on being corrected while a component's images are drawn (<see cref="SamplingOptions.FixedTheta"/>).</summary>
    internal bool CorrectsTheta(int component, SamplingOptions how) =>
        !how.FixedTheta
        && (how.Size ?? Size) == Size
        && Components[component] is { ObservedResponses: not null, ObservedMeans: not null };

    /// <summary>
    /// Langevin steps that draw the best new images of a component, as its <see cref="ModelComponent.Trial"/> found; four
    /// iterations' worth where there was none.
    /// </summary>
    public int StepsOf(int component) => Components[component].Trial?.Best.Steps ?? 4 * Options.Steps;

    /// <summary>
    /// R between images and the training images: for images that were drawn what <see cref="IterationRecord"/> tells of the
    /// chains. Of few images it is larger, because their mean varies.
    /// </summary>
    /// <param name="engine">Runs the trunk; must hold this model's trunk.</param>
    /// <param name="images">Images [N,3,H,W], of the model's size.</param>
    /// <param name="component">Which component.</param>
    /// <param name="cancellation">Checked between chunks.</param>
    /// <returns>Null of a model that was stored without the training images' mean responses.</returns>
    public double? ResponseDistance(
        IEnergyEngine engine,
        PixelBatch images,
        int component = 0,
        CancellationToken cancellation = default
    )
    {
        if (Components[component].ObservedMeans is not { } observed)
        {
            return null;
        }
        var layout = Layout(images.Size);
        var responses = new ResponseMean(layout);
        engine.ForEachResponse(images, layout, (_, r) => responses.Add(r), cancellation);
        return Responses.ResponseDistance.R([.. responses.Values().SelectMany(means => means)], observed);
    }
}
