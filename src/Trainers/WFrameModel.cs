using WFrame.Engines;
using WFrame.Learning;
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

    /// <summary>The components that go on as those of some names: each as the one of its name, a single one as a single one.</summary>
    /// <exception cref="UsageException">The model has none of one name.</exception>
    internal IReadOnlyList<ModelComponent> RequireComponents(IReadOnlyList<string> names) =>
        names.Count == 1 && Components.Count == 1 ? Components : [.. names.Select(name => Components[IndexOf(name)])];

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
