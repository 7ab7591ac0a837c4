using WFrame.Engines;
using WFrame.Responses;

namespace WFrame.Learning;

/// <summary>Lines 13 and 14 of Algorithm 1 for one component: responses and P of its chains, then the next theta.</summary>
internal sealed class ComponentLearning
{
    private readonly IEnergyEngine _engine;
    private readonly WFrameOptions _options;
    private readonly ResponseLayout _layout;
    private readonly ImageSize _size;
    private readonly ThetaUpdate _update;
    private readonly ResponseStatistics _responses;
    private readonly Dictionary<int, EnergyResults> _buffers = [];
    private readonly double[] _penaltySum;
    private readonly float[] _synthesized;
    private readonly Stopwatch _clock = Stopwatch.StartNew();

    public ComponentLearning(IEnergyEngine engine, WFrameOptions options, ImageSize size, ResponseLayout layout)
    {
        (_engine, _options, _size, _layout) = (engine, options, size, layout);
        _update = new ThetaUpdate(
            options.LearningRate,
            options.EffectiveBeta,
            options.PenaltyValues(size),
            options.ClipTheta
        );
        _responses = new ResponseStatistics(layout);
        (_penaltySum, _synthesized) = (new double[layout.ThetaLength], new float[layout.ThetaLength]);
    }

    /// <summary>H_syn of the last update.</summary>
    public ReadOnlySpan<float> Synthesized => _synthesized;

    /// <summary>H_obs and the channel means of the observed images.</summary>
    public (float[] Mean, double[] ChannelMeans) Observe(PixelBatch observed, CancellationToken cancellation)
    {
        _responses.Clear();
        _engine.ForEachResponse(observed, _layout, (_, responses) => _responses.Add(responses), cancellation);
        var mean = new float[_synthesized.Length];
        _responses.Mean(mean);
        return (mean, _responses.ChannelMeans());
    }

    /// <summary>The state that follows from chains that have moved; nothing that exists is written to.</summary>
    /// <param name="component">The component before the iteration.</param>
    /// <param name="x">Its chains after line 8; copied.</param>
    /// <param name="iteration">Number of the iteration, 1-based.</param>
    /// <param name="learningRate">lambda of the iteration.</param>
    /// <param name="gamma">gamma of line 13.</param>
    /// <param name="cancellation">Checked between chunks.</param>
    /// <param name="penaltyShare">What part of beta weighs.</param>
    /// <returns>Null when anything has left the finite numbers.</returns>
    public (LearningState Next, IterationRecord Record)? Update(
        ComponentState component,
        PixelBatch x,
        int iteration,
        double learningRate,
        double gamma,
        CancellationToken cancellation,
        double penaltyShare = 1
    )
    {
        if (!DivergencePolicy.InRange(x.Values.Span))
        {
            return null;
        }
        var (theta, previous) = (component.Current.Theta, component.Current.PenaltyGradient);
        var (phi, gradientSquare, penaltyGradient) = Evaluate(x, theta, cancellation);
        var update = _update with { LearningRate = learningRate, Beta = penaltyShare * _update.Beta };
        if (update.Next(theta, component.ObservedMean, _synthesized, previous, penaltyGradient, gamma) is not { } next)
        {
            return null;
        }
        var record = new IterationRecord
        {
            Iteration = iteration,
            Component = component.Name,
            ResponseDistance = ResponseDistance.R(_responses.ChannelMeans(), component.ObservedChannelMeans),
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

    /// <summary>Mean Phi, mean |G|^2 / d and P over the chains of a component; H_syn and R's means are left behind.</summary>
    private (double Phi, double GradientSquare, float[] PenaltyGradient) Evaluate(
        PixelBatch x,
        float[] theta,
        CancellationToken cancellation
    )
    {
        _responses.Clear();
        Array.Clear(_penaltySum);
        var (phi, square) = (0.0, 0.0);
        var one = new Theta(_layout, 1, theta);
        foreach (var part in x.Chunks(EnergyEngineExtensions.Chunk))
        {
            var results = Buffers(part.Count);
            _engine.Evaluate(part, one, results, cancellation);
            for (var i = 0; i < part.Count; i++)
            {
                _responses.Add(results.Responses.AsSpan(i * _layout.Length, _layout.Length));
                phi += results.Phi[i];
                var penalty = results.Penalty.AsSpan(i * _layout.ThetaLength, _layout.ThetaLength);
                ResponseStatistics.Accumulate(_penaltySum, penalty);
            }
            square += Energy.Dot(results.Gradient, results.Gradient);
        }
        _responses.Mean(_synthesized);
        var penaltyGradient = new float[theta.Length];
        ResponseStatistics.Mean(_penaltySum, x.Count, penaltyGradient);
        return (phi / x.Count, square / ((double)x.Count * _size.Dimension), penaltyGradient);
    }

    private EnergyResults Buffers(int count)
    {
        if (!_buffers.TryGetValue(count, out var results))
        {
            _buffers[count] = results = new EnergyResults(count, _size, _layout);
        }
        return results;
    }
}
