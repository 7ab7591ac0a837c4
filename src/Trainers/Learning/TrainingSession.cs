using System.Diagnostics;
using WFrame.Engines;
using WFrame.Responses;

namespace WFrame.Learning;

/// <summary>
/// Algorithm 1, one iteration a call, for one or more components that advance together. The caller owns the engine and
/// decides what to write between iterations; <see cref="WFrameTrainer"/> is the simple way.
/// </summary>
/// <remarks>
/// Iteration t: (1) L Langevin steps of all chains with the current theta; (2) F, Phi, G, P at the result; (3) the theta
/// update. If anything leaves the finite numbers the component goes back to its last good iteration and repeats it with
/// half the step size on a new noise sub-stream, <see cref="MaximalRestarts"/> times at most; then it is frozen there.
/// A component whose chains stay farther from the data than <see cref="WorstDistance"/> allows, for
/// <see cref="LongestAstray"/> iterations in a row, is past saving too: it is frozen at the last iteration before that.
/// </remarks>
public sealed partial class TrainingSession
{
    /// <summary>Restarts a component gets after divergences before it is given up.</summary>
    public const int MaximalRestarts = 3;

    /// <summary>Beyond this many grey levels the next steps overflow: the step, not the model, is at fault, and a smaller one is tried.</summary>
    public const float LargestPixel = 1e6f;

    /// <summary>
    /// Response distance, as a multiple of the mean observed response, from which on chains have nothing to do with the
    /// data: the mean grey is at about 1, a collapsed FRAME below 1.
    /// </summary>
    public const double WorstDistance = 2;

    /// <summary>Iterations in a row beyond <see cref="WorstDistance"/> after which a component has diverged; the first
    /// steps of a normal training overshoot for two or three.</summary>
    public const int LongestAstray = 10;

    private readonly IEnergyEngine _engine;
    private readonly ITrainingRandomness _randomness;
    private readonly Theta _theta;
    private readonly PixelBatch _chains;
    private readonly ComponentState[] _states;
    private readonly ComponentLearning _learning;
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    /// <summary>Prepares a training: computes H_obs, puts the chains at their start.</summary>
    /// <exception cref="UsageException">There is no image, or the sizes differ.</exception>
    public TrainingSession(
        IEnergyEngine engine,
        IReadOnlyList<TrainingComponent> components,
        WFrameOptions options,
        CancellationToken cancellation = default
    )
        : this(engine, components, options, new TrainingRandomness(options.Seed), cancellation) { }

    internal TrainingSession(
        IEnergyEngine engine,
        IReadOnlyList<TrainingComponent> components,
        WFrameOptions options,
        ITrainingRandomness randomness,
        CancellationToken cancellation = default
    )
    {
        if (components.Count == 0)
        {
            throw new UsageException("There is nothing to train: give at least one image.");
        }
        (_engine, _randomness, Options) = (engine, randomness, options);
        Size = components[0].Observed.Size;
        var layout = engine.Trunk.Layout(Size, options.Theta);
        _theta = new Theta(layout, components.Count);
        _chains = new PixelBatch(checked(components.Count * options.Chains), Size);
        _learning = new ComponentLearning(engine, options, Size, layout);
        _states = [.. components.Select((component, index) => CreateState(component, index, cancellation))];
    }

    /// <summary>The options of this training.</summary>
    public WFrameOptions Options { get; }

    /// <summary>Size of images and chains.</summary>
    public ImageSize Size { get; }

    /// <summary>Iterations done, 0..T.</summary>
    public int Iteration { get; private set; }

    /// <summary>All iterations are done, or every component has diverged.</summary>
    public bool Finished => Iteration >= Options.Iterations || _states.All(s => s.Diverged);

    /// <summary>Whether any component was given up.</summary>
    public bool Diverged => _states.Any(s => s.Diverged);

    /// <summary>Names of the components, in order.</summary>
    public IReadOnlyList<string> Components => [.. _states.Select(s => s.Name)];

    /// <summary>The chains of a component as they are now, [M,3,H,W]; a view.</summary>
    public PixelBatch Chains(int component) => _states[component].Chains;

    /// <summary>History of all components so far, iteration by iteration.</summary>
    public IEnumerable<IterationRecord> History =>
        _states
            .SelectMany(s => s.History.Select(r => (Record: r, s.Index)))
            .OrderBy(e => e.Record.Iteration)
            .ThenBy(e => e.Index)
            .Select(e => e.Record);

    /// <summary>One learning iteration of all components that have not diverged.</summary>
    /// <returns>One record for each of them that stayed finite.</returns>
    /// <exception cref="OperationCanceledException">Cancelled; the state is that of the iteration before.</exception>
    public IReadOnlyList<IterationRecord> Advance(CancellationToken cancellation = default)
    {
        if (Finished)
        {
            return [];
        }
        var running = _states.Where(s => !s.Diverged).ToList();
        running.ForEach(s => s.Remember());
        try
        {
            var records = new List<IterationRecord>();
            var pending = running;
            while (pending.Count > 0)
            {
                Sample(pending, cancellation);
                pending = [.. pending.Where(s => !Learn(s, records, cancellation) && Restart(s))];
            }
            Iteration++;
            records.Sort((a, b) => IndexOf(a.Component).CompareTo(IndexOf(b.Component)));
            foreach (var record in records)
            {
                Commit(_states[IndexOf(record.Component)], record);
            }
            return records;
        }
        catch
        {
            running.ForEach(s => s.Restore());
            throw;
        }
    }

    /// <summary>What has been learned so far; a copy.</summary>
    public WFrameModel Snapshot() =>
        new(
            _engine.Trunk,
            Size,
            Options,
            [
                .. _states.Select(s => new ModelComponent(
                    s.Name,
                    s.Theta.ToArray(),
                    s.Chains.Clone(),
                    s.SoundIteration,
                    s.Diverged
                )),
            ],
            [.. History]
        );

    /// <summary>H_obs of a component, for tests against reference values.</summary>
    internal ReadOnlySpan<float> ObservedMean(int component) => _states[component].ObservedMean;

    /// <summary>P of the last iteration of a component, for tests against reference values.</summary>
    internal ReadOnlySpan<float> PreviousPenalty(int component) => _states[component].PreviousPenalty;

    /// <summary>H_syn of the component that learned last, for tests against reference values.</summary>
    internal ReadOnlySpan<float> SynthesizedMean => _learning.Synthesized;

    private int IndexOf(string component) => Array.FindIndex(_states, s => s.Name == component);

    private ComponentState CreateState(TrainingComponent component, int index, CancellationToken cancellation)
    {
        if (component.Observed.Count == 0 || component.Observed.Size != Size)
        {
            throw new UsageException(
                $"Component {component.Name} has {component.Observed.Count} images of {component.Observed.Size} px; every component needs at least one, all of {Size} px."
            );
        }
        var chains = _chains.Slice(index * Options.Chains, Options.Chains);
        var (initialization, sigma) = (Options.Initialization, Options.ReferenceSigma);
        for (var i = 0; i < chains.Count; i++)
        {
            var id = new ChainId(index, i);
            ChainStart.Fill(
                chains.Image(i).Span,
                id,
                initialization,
                sigma,
                Options.Seed,
                _engine.Trunk.Mean,
                component.Observed
            );
        }
        var observed = _learning.Observe(component.Observed, cancellation);
        var theta = _theta.Values.AsMemory(index * _theta.Layout.ThetaLength, _theta.Layout.ThetaLength);
        return new ComponentState(index, component.Name, theta, chains, Options.StepSize)
        {
            ObservedMean = observed.Mean,
            ObservedChannelMeans = observed.ChannelMeans,
        };
    }

    /// <summary>Step 1. Neighbours with the same step size share one engine call: usually all components do.</summary>
    private void Sample(List<ComponentState> pending, CancellationToken cancellation)
    {
        for (int first = 0, next; first < pending.Count; first = next)
        {
            next = first + 1;
            while (
                next < pending.Count
                && pending[next].Index == pending[next - 1].Index + 1
                && pending[next].Restarts == pending[first].Restarts
            )
            {
                next++;
            }
            var (head, groups, chains) = (pending[first], next - first, Options.Chains);
            var theta =
                groups == _theta.Groups
                    ? _theta
                    : new Theta(
                        _theta.Layout,
                        groups,
                        _theta
                            .Values.AsSpan(head.Index * _theta.Layout.ThetaLength, groups * _theta.Layout.ThetaLength)
                            .ToArray()
                    );
            var run = new LangevinRun(
                LangevinStep.Coefficients(head.StepSize, Options.ReferenceSigma, Options.NoiseSigma),
                _randomness.Noise(head.Restarts),
                [
                    .. Enumerable
                        .Range(0, groups * chains)
                        .Select(i => new ChainId(head.Index + (i / chains), i % chains)),
                ],
                Iteration,
                FirstStep: 0,
                Options.Steps
            );
            _engine.Langevin(_chains.Slice(head.Index * chains, groups * chains), theta, run, cancellation);
        }
    }

    /// <summary>Steps 2 and 3 for one component; false when it has left the finite numbers.</summary>
    private bool Learn(ComponentState state, List<IterationRecord> records, CancellationToken cancellation)
    {
        var gamma = _randomness.Gamma(state.Index, Iteration);
        var record = _learning.Learn(state, Iteration + 1, gamma, _clock.Elapsed.TotalSeconds, cancellation);
        if (record is not null)
        {
            records.Add(record);
        }
        return record is not null;
    }

    /// <summary>Keeps the record of an iteration and notices when a component has gone astray for good.</summary>
    private static void Commit(ComponentState state, IterationRecord record)
    {
        state.History.Add(record);
        if (record.ResponseDistance <= WorstDistance * state.ObservedChannelMeans.Average())
        {
            state.Astray = 0;
            state.SoundIteration = record.Iteration;
            state.Sound.Take(state);
        }
        else if (++state.Astray == LongestAstray)
        {
            state.Sound.PutBack(state);
            state.Diverged = true;
        }
    }

    /// <summary>Back to the last good iteration with half the step size; false when the restarts are used up.</summary>
    private static bool Restart(ComponentState state)
    {
        state.Restore();
        if (state.Restarts == MaximalRestarts)
        {
            state.Sound.PutBack(state);
            state.Diverged = true;
            return false;
        }
        state.Restarts++;
        state.StepSize /= 2;
        return true;
    }
}
