using WFrame.Engines;
using WFrame.Learning;
using WFrame.Trunks;

namespace WFrame;

/// <summary>The observed images of one model: a class, a group, or everything that was given.</summary>
/// <param name="Name">Name in results and folders, for instance the class; unique within a training.</param>
/// <param name="Observed">Images y, [N,3,H,W], one or more, all components of the same size.</param>
public sealed record TrainingComponent(string Name, PixelBatch Observed);

/// <summary>Reported after each learning iteration.</summary>
/// <param name="Iteration">Iterations done.</param>
/// <param name="Iterations">Iterations in all.</param>
/// <param name="Records">One record for each component that is still learning.</param>
public sealed record WFrameProgress(int Iteration, int Iterations, IReadOnlyList<IterationRecord> Records);

/// <summary>
/// The plain way to learn a model from pixels, without ML.NET and without files:
/// <code>using var trainer = new WFrameTrainer(new WFrameOptions { Seed = 1 });
/// var model = trainer.Fit(images);</code>
/// Any number of threads may share a trainer: their trainings take turns step by step, with the results they have alone.
/// After <see cref="Dispose"/>, which waits for the step that runs, trainings end with <see cref="ObjectDisposedException"/>.
/// </summary>
public sealed class WFrameTrainer : IDisposable
{
    private readonly IEnergyEngine _engine;

    /// <summary>Creates the engine.</summary>
    /// <param name="options">Settings of Algorithm 1.</param>
    /// <param name="trunk">Frozen trunk; VGG-16 up to conv2_2 when null.</param>
    /// <param name="engine">Where to compute; the fastest there is when null.</param>
    /// <exception cref="UsageException">The device does not exist.</exception>
    public WFrameTrainer(WFrameOptions? options = null, Trunk? trunk = null, EngineOptions? engine = null)
    {
        Options = options ?? new WFrameOptions();
        var choice = EngineFactory.Create(trunk ?? Trunk.Vgg16Conv4(), engine);
        (_engine, EngineReason) = (choice.Engine, choice.Reason);
    }

    /// <summary>The settings.</summary>
    public WFrameOptions Options { get; }

    /// <summary>
    /// A model to go on from, learned with other options, from other images or at another size; null: from the beginning.
    /// Chains and theta are taken over (resized; theta of another trunk or form is not), each component's from the one of its
    /// name, or a single one's from a single one.
    /// </summary>
    public WFrameModel? From { get; init; }

    /// <summary>What runs, for reports.</summary>
    public string EngineDescription => _engine.Description;

    /// <summary>Why this engine was taken.</summary>
    public string EngineReason { get; }

    /// <summary>Learns one model from all images.</summary>
    /// <param name="images">Observed images, [N,3,H,W], B, G, R minus the mean.</param>
    /// <param name="progress">Told after each iteration.</param>
    /// <param name="cancellation">Stops between Langevin steps; nothing is kept.</param>
    /// <exception cref="DivergedException">The chains left the finite numbers for good.</exception>
    public WFrameModel Fit(
        PixelBatch images,
        IProgress<WFrameProgress>? progress = null,
        CancellationToken cancellation = default
    ) => Fit([new TrainingComponent("model", images)], progress, cancellation);

    /// <summary>Learns one component for each entry; they advance together.</summary>
    /// <inheritdoc cref="Fit(PixelBatch, IProgress{WFrameProgress}, CancellationToken)"/>
    public WFrameModel Fit(
        IReadOnlyList<TrainingComponent> components,
        IProgress<WFrameProgress>? progress = null,
        CancellationToken cancellation = default
    )
    {
        var session = Begin(components, cancellation);
        while (!session.Finished)
        {
            var records = session.Advance(cancellation);
            progress?.Report(new WFrameProgress(session.Iteration, Options.Iterations, records));
        }
        if (session.Diverged)
        {
            throw new DivergedException(
                $"Training diverged at iteration {session.Iteration} of {Options.Iterations}; lower the learning rate ({Options.LearningRate}) or the step size ({Options.StepSize})."
            );
        }
        return FinishedModel.Of(session, cancellation: cancellation);
    }

    /// <summary>A training that the caller drives iteration by iteration; it uses this trainer's engine.</summary>
    public TrainingSession Begin(
        IReadOnlyList<TrainingComponent> components,
        CancellationToken cancellation = default
    ) => Begin(components, From, cancellation);

    /// <summary>One that goes on from a model.</summary>
    internal TrainingSession Begin(
        IReadOnlyList<TrainingComponent> components,
        WFrameModel? from,
        CancellationToken cancellation
    ) =>
        new(_engine, components, Options, new TrainingRandomness(Options.Seed), from: from, cancellation: cancellation);

    /// <inheritdoc/>
    public void Dispose() => _engine.Dispose();
}
