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
    private readonly IReadOnlyList<Tap>? _taps;

    /// <summary>Puts a model together whose energy reads the trunk's last layer.</summary>
    /// <exception cref="ArgumentException">Theta of a component has another length than the trunk's responses need.</exception>
    public WFrameModel(
        Trunk trunk,
        ImageSize size,
        WFrameOptions options,
        IReadOnlyList<ModelComponent> components,
        IReadOnlyList<IterationRecord> history
    )
        : this(trunk, size, options, components, history, taps: null) { }

    /// <param name="trunk">The trunk.</param>
    /// <param name="size">Size of the images.</param>
    /// <param name="options">How it was learned.</param>
    /// <param name="components">One or more.</param>
    /// <param name="history">Of the learning.</param>
    /// <param name="taps">The layers that the energy reads; null: the last.</param>
    internal WFrameModel(
        Trunk trunk,
        ImageSize size,
        WFrameOptions options,
        IReadOnlyList<ModelComponent> components,
        IReadOnlyList<IterationRecord> history,
        IReadOnlyList<Tap>? taps
    )
    {
        (Trunk, Size, Options, Components, History) = (trunk, size, options, components, history);
        _taps = taps;
        var expected = Layout(size).ThetaLength;
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

    /// <summary>The layers that the energy reads, and the form of theta at each; one, the trunk's last, but of textures.</summary>
    public IReadOnlyList<Tap> Taps => _taps ?? [new(Trunk.Taps[^1].Layer, Options.Theta)];

    /// <summary>Whether it is of a texture (<see cref="WFrameTexture.ToModel"/>): it scores images, and <see cref="WFrameTexture"/> draws them.</summary>
    public bool IsTexture => TextureEntry is not null;

    /// <summary>What <see cref="WFrameTexture"/> draws from, as its file says it; null of other models.</summary>
    internal byte[]? TextureEntry { get; init; }

    /// <summary><see cref="Taps"/> where they are not the trunk's last layer.</summary>
    internal IReadOnlyList<Tap>? StoredTaps => _taps;

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

    /// <summary>The layers that are read, at an image size.</summary>
    internal ResponseLayout Layout(ImageSize size) => Layout(Trunk, size);

    /// <summary>The same of its trunk read back from a file, whose layers may have other names.</summary>
    internal ResponseLayout Layout(Trunk trunk, ImageSize size) =>
        _taps is null ? trunk.Layout(size, Options.Theta) : trunk.Layout(size, _taps);

    /// <summary>The record of the iteration that a component is; null where there is none.</summary>
    internal IterationRecord? RecordOf(ModelComponent component) =>
        History.LastOrDefault(r => r.Component == component.Name && r.Iteration == component.Iterations);

    /// <summary>The same model with other components.</summary>
    internal WFrameModel With(IReadOnlyList<ModelComponent> components) =>
        new(Trunk, Size, Options, components, History, _taps) { TextureEntry = TextureEntry };

    /// <summary>What draws or learns on wants theta at which chains stay: that of a texture runs away on another image.</summary>
    /// <exception cref="UsageException">It is of a texture.</exception>
    internal WFrameModel RequireNoTexture() =>
        IsTexture
            ? throw new UsageException(
                "The model is of a texture and only scores; draw it with WFrameTexture.Load and Draw."
            )
            : this;

    /// <summary>Theta of one component at an image size (filter theta fits every size).</summary>
    /// <exception cref="UsageException">A spatial theta was asked for at another size than the model's.</exception>
    public Theta ThetaOf(int component, ImageSize? size = null)
    {
        var at = size ?? Size;
        var layout = Layout(at);
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
    public ModelScores Score(IEnergyEngine engine, PixelBatch images, CancellationToken cancellation = default) =>
        Score(engine, images, maps: null, cancellation);

    private ModelScores Score(
        IEnergyEngine engine,
        PixelBatch images,
        SimilarityMaps? maps,
        CancellationToken cancellation
    )
    {
        var components = Components.Count;
        float[][] thetas = [.. Enumerable.Range(0, components).Select(k => ThetaOf(k, images.Size).Values)];
        var scores = new ModelScores(
            images.Count,
            components,
            new double[images.Count * components],
            new double[images.Count * components]
        );
        var layout = Layout(images.Size);
        var similarities = SimilarityScores.For(Components, images.Count);
        var readings = new ResponseReadings(() =>
            new ResponseReading(layout, thetas, similarities?.Means ?? [], everywhere: maps is not null)
        );
        engine.ForEachResponseAtOnce(
            images,
            layout,
            (image, responses) =>
            {
                var x = images.Image(image).Span;
                var prior = Energy.Dot(x, x) / (2 * Options.ReferenceSigma * Options.ReferenceSigma);
                readings.Read(
                    responses,
                    own =>
                    {
                        for (var k = 0; k < components; k++)
                        {
                            scores.Phi[(image * components) + k] = own.Phi[k];
                            scores.Score[(image * components) + k] = own.Phi[k] - prior;
                        }
                        similarities?.Add(image, own.Cosines);
                        maps?.Add(image, own);
                    }
                );
            },
            cancellation
        );
        return similarities?.AddTo(scores) ?? scores;
    }
}
