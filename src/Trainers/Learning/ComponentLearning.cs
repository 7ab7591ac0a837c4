using WFrame.Engines;
using WFrame.Responses;

namespace WFrame.Learning;

/// <summary>Steps 2 and 3 of an iteration: responses and penalty of the chains, then the theta update.</summary>
internal sealed class ComponentLearning
{
    /// <summary>Chains evaluated at once: enough to keep the threads busy, few enough to keep the buffers small.</summary>
    private const int Chunk = 16;

    private readonly IEnergyEngine _engine;
    private readonly WFrameOptions _options;
    private readonly ResponseLayout _layout;
    private readonly ImageSize _size;
    private readonly ResponseStatistics _responses;
    private readonly Dictionary<int, EnergyResults> _buffers = [];
    private readonly double[] _penaltySum;
    private readonly float[] _penalty;
    private readonly float[] _synthesized;

    public ComponentLearning(IEnergyEngine engine, WFrameOptions options, ImageSize size, ResponseLayout layout)
    {
        (_engine, _options, _size, _layout) = (engine, options, size, layout);
        _responses = new ResponseStatistics(layout);
        var length = layout.ThetaLength;
        (_penaltySum, _penalty, _synthesized) = (new double[length], new float[length], new float[length]);
    }

    /// <summary>H_syn of the last update.</summary>
    public ReadOnlySpan<float> Synthesized => _synthesized;

    /// <summary>H_obs and the channel means of the observed images.</summary>
    public (float[] Mean, double[] ChannelMeans) Observe(PixelBatch observed, CancellationToken cancellation)
    {
        _responses.Clear();
        var buffer = new float[Math.Min(Chunk, observed.Count) * _layout.Length];
        foreach (var part in Parts(observed))
        {
            _engine.Responses(part, _layout, buffer.AsMemory(0, part.Count * _layout.Length), cancellation);
            AddResponses(buffer, part.Count);
        }
        var mean = new float[_synthesized.Length];
        _responses.Mean(mean);
        return (mean, _responses.ChannelMeans());
    }

    /// <summary>One theta update from the chains as they are; null when something is not finite (theta is then unusable).</summary>
    public IterationRecord? Learn(
        ComponentState state,
        int iteration,
        double gamma,
        double seconds,
        CancellationToken cancellation
    )
    {
        if (!InRange(state.Chains.Values.Span))
        {
            return null;
        }
        var (phi, gradientSquare) = EvaluateChains(state, cancellation);
        var distance = ResponseStatistics.Distance(_responses.ChannelMeans(), state.ObservedChannelMeans);
        var phiObserved = Energy.Dot(state.Theta.Span, state.ObservedMean);
        var update = new ThetaUpdate(
            _options.LearningRate,
            _options.EffectiveBeta,
            _size.Dimension,
            _options.ClipTheta
        );
        var theta = state.Theta.Span;
        var finite = update.Apply(theta, state.ObservedMean, _synthesized, state.PreviousPenalty, _penalty, gamma);
        _penalty.CopyTo(state.PreviousPenalty, 0);
        var record = new IterationRecord
        {
            Iteration = iteration,
            Component = state.Name,
            ResponseDistance = distance,
            PhiSynthesized = phi,
            PhiObserved = phiObserved,
            GradientRms = Math.Sqrt(gradientSquare),
            Penalty = _options.EffectiveBeta / 2 * gradientSquare,
            ThetaNorm = Math.Sqrt(Energy.Dot(theta, theta)),
            StepSize = state.StepSize,
            Seconds = seconds,
        };
        // The sum is NaN or infinite as soon as one of them is.
        var sum = distance + Math.Abs(phi) + Math.Abs(phiObserved) + record.GradientRms + record.ThetaNorm;
        return finite && double.IsFinite(sum) ? record : null;
    }

    /// <summary>H_syn, P, mean Phi and mean |G|^2 / d over the chains of a component.</summary>
    private (double Phi, double GradientSquare) EvaluateChains(ComponentState state, CancellationToken cancellation)
    {
        _responses.Clear();
        Array.Clear(_penaltySum);
        var (phi, square, chains) = (0.0, 0.0, state.Chains.Count);
        var theta = new Theta(_layout, 1, state.Theta.ToArray());
        foreach (var part in Parts(state.Chains))
        {
            var results = Buffers(part.Count);
            _engine.Evaluate(part, theta, results, cancellation);
            AddResponses(results.Responses, part.Count);
            for (var i = 0; i < part.Count; i++)
            {
                phi += results.Phi[i];
                var penalty = results.Penalty.AsSpan(i * _layout.ThetaLength, _layout.ThetaLength);
                ResponseStatistics.Accumulate(_penaltySum, penalty);
            }
            square += Energy.Dot(results.Gradient, results.Gradient);
        }
        _responses.Mean(_synthesized);
        ResponseStatistics.Mean(_penaltySum, chains, _penalty);
        return (phi / chains, square / ((double)chains * _size.Dimension));
    }

    private void AddResponses(float[] responses, int count)
    {
        for (var i = 0; i < count; i++)
        {
            _responses.Add(responses.AsSpan(i * _layout.Length, _layout.Length));
        }
    }

    private EnergyResults Buffers(int count)
    {
        if (!_buffers.TryGetValue(count, out var results))
        {
            _buffers[count] = results = new EnergyResults(count, _size, _layout);
        }
        return results;
    }

    private static IEnumerable<PixelBatch> Parts(PixelBatch batch)
    {
        for (var start = 0; start < batch.Count; start += Chunk)
        {
            yield return batch.Slice(start, Math.Min(Chunk, batch.Count - start));
        }
    }

    internal static bool InRange(ReadOnlySpan<float> values)
    {
        foreach (var value in values)
        {
            // Written so that NaN fails.
            if (!(MathF.Abs(value) <= TrainingSession.LargestPixel))
            {
                return false;
            }
        }
        return true;
    }
}
