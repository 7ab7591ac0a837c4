using System.Collections.Immutable;
using WFrame.Engines;
using WFrame.Responses;
using WFrame.Sampling;

namespace WFrame.Learning;

/// <summary>
/// Algorithm 1, one iteration a call, for one or more components that advance together. The caller owns the engine and
/// decides what to write between iterations (<see cref="Checkpoint"/>); <see cref="WFrameTrainer"/> is the simple way.
/// </summary>
/// <remarks>
/// An iteration is a transaction: it computes the next state beside the present one and replaces it at the end. A
/// component that leaves the finite numbers repeats the iteration with half the step size on a new noise sub-stream; one
/// that does so too often, or whose chains stay too far from the data for too long, is frozen at its last good state.
/// </remarks>
public sealed class TrainingSession
{
    private readonly ITrainingRandomness _randomness;
    private readonly ResponseLayout _layout;
    private readonly ComponentLearning _learning;

    /// <summary>Components that share engine calls.</summary>
    private readonly int _together;

    /// <summary>Where their chains move; a state's chains are copies.</summary>
    private readonly PixelBatch _moving;

    private bool _advancing;

    /// <summary>Prepares a training: computes H_obs, puts the chains at their start.</summary>
    /// <exception cref="UsageException">There is no image, sizes differ, or two components have one name.</exception>
    public TrainingSession(
        IEnergyEngine engine,
        IReadOnlyList<TrainingComponent> components,
        WFrameOptions options,
        CancellationToken cancellation = default
    )
        : this(engine, components, options, new TrainingRandomness(options.Seed), 0, null, cancellation) { }

    /// <param name="engine">Runs the trunk.</param>
    /// <param name="components">The models to learn.</param>
    /// <param name="options">Settings of Algorithm 1.</param>
    /// <param name="randomness">Where the random numbers come from.</param>
    /// <param name="firstModel">
    /// Number of the first component as the noise knows it: models of one batch learn the same whichever of them are
    /// trained together.
    /// </param>
    /// <param name="from">A model to go on from; without one chains and theta start anew.</param>
    /// <param name="cancellation">Ends the first pass over the images.</param>
    internal TrainingSession(
        IEnergyEngine engine,
        IReadOnlyList<TrainingComponent> components,
        WFrameOptions options,
        ITrainingRandomness randomness,
        int firstModel = 0,
        WFrameModel? from = null,
        CancellationToken cancellation = default
    )
    {
        if (components.Count == 0)
        {
            throw new UsageException("There is nothing to train: give at least one image.");
        }
        if (components.CountBy(c => c.Name).FirstOrDefault(c => c.Value > 1).Key is { } name)
        {
            throw new UsageException($"Two components are called {name}; give each a name of its own.");
        }
        (Engine, _randomness, Options, FirstModel) = (engine, randomness, options, firstModel);
        Observed = components;
        Size = components[0].Observed.Size;
        _layout = engine.Trunk.Layout(Size, options.Theta);
        _together = Math.Min(components.Count, engine.ModelsAtOnce(options.Chains, Size, _layout));
        _moving = new PixelBatch(checked(_together * options.Chains), Size);
        _learning = new ComponentLearning(engine, options, Size, _layout);
        var (_, grey) = _learning.Observe(new PixelBatch(1, Size), cancellation);
        var start = from is null ? null : new TrainingStart(from.RequireNoTexture(), options, engine.Trunk, Size);
        var learned = from?.RequireComponents([.. components.Select(c => c.Name)]);
        State = new(
            0,
            [.. components.Select((c, k) => Start(c, k, grey, start?.State(learned![k]), cancellation))],
            []
        );
        LargeMemory.Release(_layout.ThetaLength);
    }

    /// <summary>The options of this training.</summary>
    public WFrameOptions Options { get; }

    /// <summary>Size of images and chains.</summary>
    public ImageSize Size { get; }

    /// <summary>Iterations done, 0..T.</summary>
    public int Iteration => State.Iteration;

    /// <summary>All iterations are done, R has fallen no more and that ends it (<see cref="WFrameOptions.Until"/>), or every component has diverged.</summary>
    public bool Finished => Iteration >= Schedule.End || State.Components.All(c => c.Standing.Diverged);

    /// <summary>Whether any component was given up.</summary>
    public bool Diverged => State.Components.Any(c => c.Standing.Diverged);

    /// <summary>Names of the components, in order.</summary>
    public IReadOnlyList<string> Components => [.. State.Components.Select(c => c.Name)];

    /// <summary>History of all components so far, iteration by iteration.</summary>
    public IReadOnlyList<IterationRecord> History => State.History;

    internal IEnergyEngine Engine { get; }

    /// <summary>Number of the first component as the noise knows it.</summary>
    internal int FirstModel { get; }

    /// <summary>The models with their images.</summary>
    internal IReadOnlyList<TrainingComponent> Observed { get; }

    /// <summary>All that changes. Replaced as a whole, by an iteration or by <see cref="Checkpoint.Resume"/>.</summary>
    internal TrainingState State { get; set; }

    private LearningSchedule Schedule => LearningSchedule.Of(Options, State.History);

    /// <summary>H_syn of the component that learned last, for tests against reference values.</summary>
    internal ReadOnlySpan<float> SynthesizedMean => _learning.Synthesized();

    /// <summary>The chains of a component as they are now, [M,3,H,W]; later iterations do not change them.</summary>
    public PixelBatch Chains(int component) => State.Components[component].Current.Chains;

    /// <summary>One learning iteration of all components that have not diverged.</summary>
    /// <returns>One record for each of them that stayed finite.</returns>
    /// <exception cref="InvalidOperationException">Another thread is in the middle of an iteration of this session.</exception>
    /// <exception cref="ObjectDisposedException">The engine, or the trainer that owns it, was disposed.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; the state is that of the iteration before.</exception>
    public IReadOnlyList<IterationRecord> Advance(CancellationToken cancellation = default)
    {
        if (Interlocked.Exchange(ref _advancing, true))
        {
            throw new InvalidOperationException(
                "Another thread advances this training session; use a session of its own for each thread."
            );
        }
        try
        {
            return Finished ? [] : Iterate(cancellation);
        }
        finally
        {
            Volatile.Write(ref _advancing, false);
        }
    }

    private IterationRecord[] Iterate(CancellationToken cancellation)
    {
        LargeMemory.Reuse(_layout.ThetaLength);
        // Nothing below writes to the state: whatever is thrown, it is that of the iteration before.
        var components = State.Components.ToArray();
        var records = new IterationRecord?[components.Length];
        var pending = components.Where(c => !c.Standing.Diverged).ToArray();
        var schedule = Schedule;
        var (steps, lambda) = (schedule.Steps(Iteration), schedule.LearningRate(Iteration));
        while (pending.Length > 0)
        {
            // Components of one step size and noise sub-stream share engine calls: usually all do.
            var alike = pending.GroupBy(c => c.Standing.Restarts).Select(g => g.ToArray());
            foreach (var group in alike.SelectMany(g => g.InParts(_together)))
            {
                var (moved, theta) = Sample(group, steps, cancellation); // line 8, L times
                double[] gammas = [.. group.Select(c => _randomness.Gamma(FirstModel + c.Index, Iteration))]; // line 13
                var updates = _learning.Update(group, moved, theta, Iteration + 1, lambda, gammas, cancellation); // lines 13, 14
                foreach (var (component, update) in group.Zip(updates))
                {
                    components[component.Index] = update is (var next, var record)
                        ? component.Commit(next, records[component.Index] = record)
                        : component.Reject();
                }
            }
            pending = [.. components.Where(c => records[c.Index] is null && !c.Standing.Diverged)];
        }
        var learning = components.Where(c => !c.Standing.Diverged).ToArray();
        if (learning.Length > 0 && TrialRun.IsDue(Options, Iteration + 1))
        {
            Look(learning, records, cancellation);
        }
        IterationRecord[] made = [.. records.OfType<IterationRecord>()];
        var history = State.History.AddRange(made);
        State = new TrainingState(Iteration + 1, Ranked(components, history), history);
        return made;
    }

    /// <summary>Draws new images of components after an iteration, and puts R of them into their records.</summary>
    private void Look(ComponentState[] components, IterationRecord?[] records, CancellationToken cancellation)
    {
        Rest();
        LargeMemory.Reuse(_layout.ThetaLength);
        var model = Model(components.Select(c => Learned(c, c.Current, Iteration + 1)));
        var distances = JointDraws.Each(
            Engine,
            model,
            (i, own) => TrialRun.Look(own, model, i, FirstModel + components[i].Index, cancellation)
        );
        foreach (var (component, distance) in components.Zip(distances))
        {
            records[component.Index] = records[component.Index]! with { NewImagesDistance = distance };
        }
    }

    /// <summary>The components after an iteration, with the best one of each if that is what will be kept.</summary>
    private ImmutableArray<ComponentState> Ranked(ComponentState[] components, ImmutableList<IterationRecord> history)
    {
        if (Options.Keep == KeptIteration.Last)
        {
            return [.. components];
        }
        var histories = history.ToLookup(r => r.Component);
        return
        [
            .. components.Select(c =>
                c.Standing.Diverged
                    ? c
                    : c with
                    {
                        Best = BestIteration.After(c.Best, c.Current, [.. histories[c.Name]]),
                    }
            ),
        ];
    }

    /// <summary>Lets working memory go; another iteration makes it anew.</summary>
    internal void Rest() => _learning.Rest();

    /// <summary>What has been learned so far; a copy.</summary>
    public WFrameModel Snapshot() =>
        Model(State.Components.Select(Last).Select(c => c with { Theta = [.. c.Theta], Chains = c.Chains.Clone() }));

    /// <summary>The model to be kept of what has been learned so far (<see cref="WFrameOptions.Keep"/>); shares the state's arrays.</summary>
    internal WFrameModel Kept()
    {
        var histories = History.ToLookup(r => r.Component);
        return Model(
            State.Components.Select(c =>
                c.Best is { } best && (c.Standing.Diverged || best.HasTurned([.. histories[c.Name]]))
                    ? Learned(c, best.State, best.Iteration)
                    : Last(c)
            )
        );
    }

    private ModelComponent Last(ComponentState component) =>
        Learned(
            component,
            component.Current,
            component.Standing.Diverged ? component.Standing.LastGoodIteration : Iteration
        );

    private WFrameModel Model(IEnumerable<ModelComponent> components) =>
        new(Engine.Trunk, Size, Options, [.. components], [.. History]);

    /// <summary>Shares the state's arrays, which are large and which nobody writes to.</summary>
    private static ModelComponent Learned(ComponentState component, LearningState state, int iteration) =>
        new(component.Name, state.Theta, state.Chains, iteration, component.Standing.Diverged)
        {
            ObservedMeans = component.ObservedChannelMeans,
            ObservedResponses = component.ObservedMean,
        };

    private ComponentState Start(
        TrainingComponent component,
        int index,
        double[] grey,
        LearningState? learned,
        CancellationToken cancellation
    )
    {
        if (component.Observed.Count == 0 || component.Observed.Size != Size)
        {
            throw new UsageException(
                $"Component {component.Name} has {component.Observed.Count} images of {component.Observed.Size} px; every component needs at least one, all of {Size} px."
            );
        }
        var (mean, channelMeans) = _learning.Observe(component.Observed, cancellation);
        var start =
            learned ?? new LearningState(new float[mean.Length], Chains(component, index), new float[mean.Length]);
        return new ComponentState
        {
            Index = index,
            Name = component.Name,
            ObservedMean = mean,
            ObservedChannelMeans = channelMeans,
            GreyDistance = ResponseDistance.R(grey, channelMeans),
            Current = start,
            LastGood = start,
            Standing = new Standing(Options.StepSize),
        };
    }

    /// <summary>The chains of a component where they start.</summary>
    private PixelBatch Chains(TrainingComponent component, int index)
    {
        var chains = new PixelBatch(Options.Chains, Size);
        for (var i = 0; i < chains.Count; i++)
        {
            ChainStart.Fill(
                chains.Image(i).Span,
                new ChainId(FirstModel + index, i),
                Options.Initialization,
                Options.ReferenceSigma,
                Options.Seed,
                Engine.Trunk.Mean,
                component.Observed
            );
        }
        return chains;
    }

    /// <summary>Line 8 of Algorithm 1, L times, for components of equal standing.</summary>
    /// <returns>Their chains one behind the other, overwritten by the next call, and the thetas that moved them.</returns>
    private (PixelBatch Moved, Theta Theta) Sample(ComponentState[] group, int steps, CancellationToken cancellation)
    {
        var (count, standing, theta) = (Options.Chains, group[0].Standing, Thetas(group));
        var x = _moving.Slice(0, group.Length * count);
        for (var i = 0; i < group.Length; i++)
        {
            group[i].Current.Chains.Values.CopyTo(x.Slice(i * count, count).Values);
        }
        var run = new LangevinRun(
            LangevinStep.Coefficients(standing.StepSize, Options.ReferenceSigma, Options.NoiseSigma),
            _randomness.Noise(standing.Restarts),
            [.. group.SelectMany(c => Enumerable.Range(0, count).Select(i => new ChainId(FirstModel + c.Index, i)))],
            Iteration,
            FirstStep: 0,
            steps
        );
        Engine.Langevin(x, theta, run, cancellation);
        return (x, theta);
    }

    /// <summary>The thetas of components, one behind the other; of a single one its own, which nobody writes to.</summary>
    private Theta Thetas(ComponentState[] group)
    {
        if (group is [var one])
        {
            return new Theta(_layout, 1, one.Current.Theta);
        }
        var all = new Theta(_layout, group.Length);
        for (var i = 0; i < group.Length; i++)
        {
            group[i].Current.Theta.CopyTo(all.Group(i));
        }
        return all;
    }
}
