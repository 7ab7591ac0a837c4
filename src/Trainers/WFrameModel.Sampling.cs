using WFrame.Engines;
using WFrame.Learning;
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
    /// <exception cref="UsageException">An option is out of range.</exception>
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
        Check.AtLeast(count, 1, "Count");
        if (Draw(engine, component, count, how, cancellation) is { } images)
        {
            return images;
        }
        throw new DivergedException(
            $"Sampling component {Components[component].Name} left the finite numbers; the model is past its stable range: train it with a lower learning rate or step size."
        );
    }

    /// <summary>
    /// How many images of a component are drawn together: image i comes out the same whatever is asked for, and asking for whole
    /// groups draws none twice.
    /// </summary>
    internal int Together(int component, SamplingOptions how) =>
        CorrectsTheta(component, how) ? CorrectedDraw.Together(this) : 1;

    /// <summary>Whether theta goes on being corrected while a component's images are drawn (<see cref="SamplingOptions.FixedTheta"/>).</summary>
    internal bool CorrectsTheta(int component, SamplingOptions how) =>
        !how.FixedTheta
        && (how.Size ?? Size) == Size
        && Components[component] is { ObservedResponses: not null, ObservedMeans: not null };

    private PixelBatch? Draw(
        IEnergyEngine engine,
        int component,
        int count,
        SamplingOptions how,
        CancellationToken cancellation
    )
    {
        var steps = how.Steps > 0 ? how.Steps : StepsOf(component);
        if (!CorrectsTheta(component, how))
        {
            var draw = new ImageDraw(engine, this, component, count, how);
            draw.Start();
            return draw.Advance(steps, cancellation) ? draw.Images : null;
        }
        var images = new PixelBatch(count, Size);
        var (together, done) = (CorrectedDraw.Together(this), 0);
        while (done < count)
        {
            var (group, within) = Math.DivRem(how.FirstChain + done, together);
            var draw = new CorrectedDraw(engine, this, component, group, how);
            draw.Start();
            if (!draw.Advance(steps, cancellation))
            {
                return null;
            }
            var taken = Math.Min(together - within, count - done);
            draw.Images.Slice(within, taken).Values.CopyTo(images.Slice(done, taken).Values);
            done += taken;
        }
        return images;
    }

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
        var layout = Trunk.Layout(images.Size, Options.Theta);
        var responses = new ResponseStatistics(layout);
        engine.ForEachResponse(images, layout, (_, r) => responses.Add(r), cancellation);
        return Responses.ResponseDistance.R(responses.ChannelMeans(), observed);
    }
}
