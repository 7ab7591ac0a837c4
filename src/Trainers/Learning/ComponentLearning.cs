using WFrame.Engines;
using WFrame.Responses;

namespace WFrame.Learning;

/// <summary>
/// Lines 13 and 14 of Algorithm 1: responses and P of the chains of one or more components, then the next theta of each.
/// </summary>
internal sealed class ComponentLearning
{
    /// <summary>Numbers of F and P at once, 64 MB: of larger images one chain at a time, whose rows the threads share.</summary>
    private const int MostNumbers = 1 << 24;

    private readonly IEnergyEngine _engine;
    private readonly WFrameOptions _options;
    private readonly ResponseLayout _layout;
    private readonly ImageSize _size;
    private readonly ThetaUpdate _update;
    private readonly ChainSums?[] _workers;
    private readonly Dictionary<int, EnergyResults> _buffers = [];
    private readonly Stopwatch _clock = Stopwatch.StartNew();
    private int _last;

    public ComponentLearning(IEnergyEngine engine, WFrameOptions options, ImageSize size, ResponseLayout layout)
    {
        (_engine, _options, _size, _layout) = (engine, options, size, layout);
        _update = new ThetaUpdate(
            options.LearningRate,
            options.EffectiveBeta,
            options.PenaltyValues(size),
            options.ClipTheta
        );
        _workers = new ChainSums[engine.Threads()];
    }

    /// <summary>H_syn of the last component of the last update, for tests.</summary>
    public float[] Synthesized()
    {
        var mean = new float[_layout.ThetaLength];
        Worker(_last).Responses(mean);
        return mean;
    }

    /// <summary>H_obs and the channel means of the observed images.</summary>
    public (float[] Mean, double[] ChannelMeans) Observe(PixelBatch observed, CancellationToken cancellation)
    {
        var sums = new ResponseStatistics(_layout);
        _engine.ForEachResponse(observed, _layout, (_, responses) => sums.Add(responses), cancellation);
        var mean = new float[_layout.ThetaLength];
        sums.Mean(mean);
        return (mean, sums.ChannelMeans());
    }

    /// <summary>Lets working memory go, several times that of theta; another update makes it anew.</summary>
    public void Rest()
    {
        Array.Clear(_workers);
        _buffers.Clear();
    }

    /// <summary>The state of one component that follows from chains that have moved.</summary>
    /// <param name="component">The component before the iteration.</param>
    /// <param name="x">Its chains after line 8; copied.</param>
    /// <param name="iteration">Number of the iteration, 1-based.</param>
    /// <param name="learningRate">lambda of the iteration.</param>
    /// <param name="gamma">gamma of line 13.</param>
    /// <param name="cancellation">Checked between chunks.</param>
    /// <param name="penaltyShare">What part of beta weighs.</param>
    /// <param name="spare">A state that nobody needs any more: theta and P are written to it. Null for new arrays.</param>
    /// <returns>Null when anything has left the finite numbers.</returns>
    public (LearningState Next, IterationRecord Record)? Update(
        ComponentState component,
        PixelBatch x,
        int iteration,
        double learningRate,
        double gamma,
        CancellationToken cancellation,
        double penaltyShare = 1,
        LearningState? spare = null
    )
    {
        var theta = new Theta(_layout, 1, component.Current.Theta);
        return Update([component], x, theta, iteration, learningRate, [gamma], cancellation, penaltyShare, spare)[0];
    }

    /// <summary>The states that follow from chains that have moved; nothing that exists is written to.</summary>
    /// <param name="components">The components before the iteration.</param>
    /// <param name="x">Their chains after line 8, as many of each, one component after another; copied.</param>
    /// <param name="theta">Their present thetas.</param>
    /// <param name="iteration">Number of the iteration, 1-based.</param>
    /// <param name="learningRate">lambda of the iteration.</param>
    /// <param name="gammas">gamma of line 13 of each.</param>
    /// <param name="cancellation">Checked between chunks.</param>
    /// <param name="penaltyShare">What part of beta weighs.</param>
    /// <param name="spare">A state that nobody needs any more: theta and P of a single component are written to it.</param>
    /// <returns>Null of those of which anything has left the finite numbers.</returns>
    public (LearningState Next, IterationRecord Record)?[] Update(
        ComponentState[] components,
        PixelBatch x,
        Theta theta,
        int iteration,
        double learningRate,
        double[] gammas,
        CancellationToken cancellation,
        double penaltyShare = 1,
        LearningState? spare = null
    )
    {
        var chains = x.Count / components.Length;
        var update = _update with { LearningRate = learningRate, Beta = penaltyShare * _update.Beta };
        var next = new (LearningState, IterationRecord)?[components.Length];
        var inRange = components.Select((_, i) => DivergencePolicy.InRange(Chains(i).Values.Span)).ToArray();
        if (!inRange.Contains(true))
        {
            return next;
        }
        if (components.Length == 1)
        {
            Worker(0).Clear();
            // F and P of large images are what a training holds most of.
            var length = _layout.Length + _layout.ThetaLength;
            var most = EnergyEngineExtensions.AtOnce(_engine, x.Count, length);
            foreach (var part in x.Chunks(Math.Clamp(MostNumbers / length, 1, most)))
            {
                Worker(0).Add(Evaluate(part, theta, cancellation), 0, part.Count);
            }
            next[_last = 0] = Next(0, 0, spare);
            return next;
        }
        var results = Evaluate(x, theta, cancellation);
        var workers = Math.Min(_workers.Length, components.Length);
        _last = workers - 1;
        _ = Parallel.For(
            0,
            workers,
            worker =>
            {
                var sums = Worker(worker);
                for (var i = Start(worker); i < Start(worker + 1); i++)
                {
                    if (inRange[i])
                    {
                        sums.Clear();
                        sums.Add(results, i * chains, chains);
                        next[i] = Next(worker, i);
                    }
                }
            }
        );
        return next;

        int Start(int worker) => (int)((long)components.Length * worker / workers);

        PixelBatch Chains(int i) => x.Slice(i * chains, chains);

        (LearningState, IterationRecord)? Next(int worker, int i, LearningState? into = null) =>
            this.Next(Worker(worker), components[i], Chains(i), update, iteration, gammas[i], into);
    }

    private (LearningState Next, IterationRecord Record)? Next(
        ChainSums sums,
        ComponentState component,
        PixelBatch x,
        ThetaUpdate update,
        int iteration,
        double gamma,
        LearningState? spare
    )
    {
        var (theta, previous) = (component.Current.Theta, component.Current.PenaltyGradient);
        var (phi, gradientSquare) = (sums.Phi, sums.GradientSquare(_size.Dimension));
        var penaltyGradient = spare?.PenaltyGradient ?? new float[theta.Length];
        sums.PenaltyGradient(penaltyGradient);
        // H_syn becomes the next theta in place, number by number.
        var (synthesized, observed) = (spare?.Theta ?? new float[theta.Length], component.ObservedMean);
        sums.Responses(synthesized);
        if (update.Next(theta, observed, synthesized, previous, penaltyGradient, gamma, synthesized) is not { } next)
        {
            return null;
        }
        var record = new IterationRecord
        {
            Iteration = iteration,
            Component = component.Name,
            ResponseDistance = ResponseDistance.R(sums.ChannelMeans(), component.ObservedChannelMeans),
            PhiSynthesized = phi,
            PhiObserved = Energy.Dot(theta, component.ObservedMean),
            GradientRms = Math.Sqrt(gradientSquare),
            Penalty =
                _options.EffectiveBeta / 2 * gradientSquare * ((double)_size.Dimension / _options.PenaltyValues(_size)),
            ThetaNorm = Math.Sqrt(Energy.Dot(next, next)),
            StepSize = component.Standing.StepSize,
            Seconds = _clock.Elapsed.TotalSeconds,
        };
        // The sum is NaN or infinite as soon as one of them is.
        var sum = record.ResponseDistance + Math.Abs(phi) + Math.Abs(record.PhiObserved) + record.GradientRms;
        return double.IsFinite(sum + record.ThetaNorm)
            ? (new LearningState(next, x.Clone(), penaltyGradient), record)
            : null;
    }

    private EnergyResults Evaluate(PixelBatch x, Theta theta, CancellationToken cancellation)
    {
        if (!_buffers.TryGetValue(x.Count, out var results))
        {
            // Counts are few, until components are given up.
            if (_buffers.Count == 2)
            {
                _buffers.Clear();
            }
            _buffers[x.Count] = results = new EnergyResults(x.Count, _size, _layout);
        }
        _engine.Evaluate(x, theta, results, cancellation);
        return results;
    }

    private ChainSums Worker(int worker) => _workers[worker] ??= new ChainSums(_layout);
}
