using WFrame.Engines;
using WFrame.Learning;
using WFrame.Noise;
using WFrame.Responses;
using WFrame.Scoring;
using WFrame.Trunks;

namespace WFrame;

/// <summary>
/// A learned model p(x) ~ exp(Phi(x; theta)) q(x) with one or more components, each with its own theta. Immutable. It
/// draws new images, scores given ones, and is stored as a valid ML.NET model (<see cref="Save"/>).
/// </summary>
public sealed partial class WFrameModel
{
    /// <summary>Puts a model together.</summary>
    /// <exception cref="ArgumentException">Theta of a component has another length than the trunk's responses need.</exception>
    public WFrameModel(
        Trunk trunk,
        ImageSize size,
        WFrameOptions options,
        IReadOnlyList<ModelComponent> components,
        IReadOnlyList<IterationRecord> history
    )
    {
        (Trunk, Size, Options, Components, History) = (trunk, size, options, components, history);
        var expected = trunk.Layout(size, options.Theta).ThetaLength;
        if (components.Count == 0 || components.Any(c => c.Theta.Length != expected))
        {
            throw new ArgumentException($"Every component needs a theta of {expected} numbers.", nameof(components));
        }
    }

    /// <summary>The frozen trunk.</summary>
    public Trunk Trunk { get; }

    /// <summary>Size of the images it was learned from.</summary>
    public ImageSize Size { get; }

    /// <summary>How it was learned.</summary>
    public WFrameOptions Options { get; }

    /// <summary>The components, in order.</summary>
    public IReadOnlyList<ModelComponent> Components { get; }

    /// <summary>Learning history of all components.</summary>
    public IReadOnlyList<IterationRecord> History { get; }

    /// <summary>Index of a component by name.</summary>
    /// <exception cref="UsageException">There is none of that name; the names are listed.</exception>
    public int IndexOf(string component)
    {
        string[] names = [.. Components.Select(c => c.Name)];
        return Array.IndexOf(names, component) is >= 0 and var index
            ? index
            : throw new UsageException(
                $"Component {component} is not in the model: choose one of {string.Join(", ", names.Take(20))}.",
                "Component"
            );
    }

    /// <summary>Theta of one component at an image size (filter theta fits every size).</summary>
    /// <exception cref="UsageException">A spatial theta was asked for at another size than the model's.</exception>
    public Theta ThetaOf(int component, ImageSize? size = null)
    {
        var at = size ?? Size;
        var layout = Trunk.Layout(at, Options.Theta);
        if (at != Size && layout.Taps.Any(tap => tap.Form == ThetaForm.Spatial))
        {
            throw new UsageException(
                $"Size {at} does not fit: the model has spatial theta for {Size} px; only filter theta draws other sizes.",
                nameof(Size)
            );
        }
        return new Theta(layout, 1, Components[component].Theta);
    }

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
        var size = how.Size ?? Size;
        var theta = ThetaOf(component, size);
        var chains = new PixelBatch(count, size);
        StartChains(chains, component, how);
        var run = new LangevinRun(
            LangevinStep.Coefficients(Options.StepSize, Options.ReferenceSigma, Options.NoiseSigma),
            new PhiloxNoise(how.Seed, purpose: RandomPurpose.Draw),
            [.. Enumerable.Range(how.FirstChain, count).Select(i => new ChainId(component, i))],
            Iteration: 0,
            FirstStep: 0,
            how.Steps > 0 ? how.Steps : 4 * Options.Steps
        );
        engine.Langevin(chains, theta, run, cancellation);
        if (!DivergencePolicy.InRange(chains.Values.Span))
        {
            throw new DivergedException(
                $"Sampling component {Components[component].Name} left the finite numbers; the model is past its stable range: train it with a lower learning rate or step size."
            );
        }
        return chains;
    }

    private void StartChains(PixelBatch chains, int component, SamplingOptions how)
    {
        var learned = Components[component].Chains;
        var start = chains.Size == learned.Size ? how.Start : SamplingStart.Initialization;
        var random = new CounterRandom(how.Seed, RandomPurpose.Selection);
        for (var i = 0; i < chains.Count; i++)
        {
            var id = new ChainId(component, how.FirstChain + i);
            var x = chains.Image(i).Span;
            switch (start)
            {
                case SamplingStart.Blend:
                    ChainStart.Blend(learned, x, element => random.Uniform(id.Model, id.Chain, 0, 0, element));
                    break;
                case SamplingStart.Chains:
                    learned.Image(id.Chain % learned.Count).Span.CopyTo(x);
                    break;
                default:
                    // Images are not part of the model: what started at them starts at the mean grey.
                    ChainStart.Fill(x, id, Options.Initialization, Options.ReferenceSigma, how.Seed, Trunk.Mean, null);
                    break;
            }
        }
    }

    /// <summary>Log-density of images under every component, up to each component's constant.</summary>
    /// <remarks>
    /// Makes an engine and disposes it, which costs as much as the scores of tens of images: give many images in one batch,
    /// or pass an engine of your own to score few again and again.
    /// </remarks>
    /// <inheritdoc cref="Score(IEnergyEngine, PixelBatch, CancellationToken)"/>
    public ModelScores Score(PixelBatch images, CancellationToken cancellation = default)
    {
        using var engine = EngineFactory.Create(Trunk).Engine;
        return Score(engine, images, cancellation);
    }

    /// <summary>Log-density of images under every component, up to each component's constant.</summary>
    /// <param name="engine">Runs the trunk; must hold this model's trunk.</param>
    /// <param name="images">Images [N,3,H,W]; of the model's size, or of any size for filter theta.</param>
    /// <param name="cancellation">Checked between chunks.</param>
    /// <exception cref="UsageException">The images have another size than a spatial theta needs.</exception>
    public ModelScores Score(IEnergyEngine engine, PixelBatch images, CancellationToken cancellation = default)
    {
        var components = Components.Count;
        var thetas = Enumerable.Range(0, components).Select(k => ThetaOf(k, images.Size)).ToArray();
        var scores = new ModelScores(
            images.Count,
            components,
            new double[images.Count * components],
            new double[images.Count * components]
        );
        var layout = Trunk.Layout(images.Size, Options.Theta);
        var similarities = SimilarityScores.For(Components, layout, images.Count);
        engine.ForEachResponse(
            images,
            layout,
            (image, responses) =>
            {
                var x = images.Image(image).Span;
                var prior = Energy.Dot(x, x) / (2 * Options.ReferenceSigma * Options.ReferenceSigma);
                for (var k = 0; k < components; k++)
                {
                    var phi = Energy.Phi(thetas[k].Values, responses, layout);
                    scores.Phi[(image * components) + k] = phi;
                    scores.Score[(image * components) + k] = phi - prior;
                }
                similarities?.Add(image, responses);
            },
            cancellation
        );
        return similarities?.AddTo(scores) ?? scores;
    }
}
