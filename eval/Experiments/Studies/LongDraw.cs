using WFrame.Engines;
using WFrame.Learning;
using WFrame.Noise;

namespace WFrame.Experiments.Studies;

/// <summary>Drawing that is looked at on its way: new images after several numbers of steps, for the steps of the last one.</summary>
public static class LongDraw
{
    /// <summary>
    /// What <see cref="WFrameModel.Sample(IEnergyEngine, int, int, SamplingOptions?, CancellationToken)"/> gives for each
    /// number of steps, to the bit.
    /// </summary>
    /// <param name="model">Draws.</param>
    /// <param name="engine">Runs its trunk.</param>
    /// <param name="component">Which component.</param>
    /// <param name="count">How many images.</param>
    /// <param name="lengths">Numbers of steps, ascending.</param>
    /// <param name="cancellation">Checked every step.</param>
    /// <exception cref="DivergedException">A chain left the finite numbers.</exception>
    public static IReadOnlyList<PixelBatch> Of(
        WFrameModel model,
        IEnergyEngine engine,
        int component,
        int count,
        IReadOnlyList<int> lengths,
        CancellationToken cancellation = default
    )
    {
        var options = new SamplingOptions { Steps = lengths[0] };
        var drawn = new List<PixelBatch> { model.Sample(engine, component, count, options, cancellation) };
        for (var i = 1; i < lengths.Count; i++)
        {
            var x = drawn[^1].Clone();
            var run = new LangevinRun(
                LangevinStep.Coefficients(
                    model.Options.StepSize,
                    model.Options.ReferenceSigma,
                    model.Options.NoiseSigma
                ),
                new PhiloxNoise(options.Seed, purpose: RandomPurpose.Draw),
                [.. Enumerable.Range(0, count).Select(chain => new ChainId(component, chain))],
                Iteration: 0,
                FirstStep: lengths[i - 1],
                lengths[i] - lengths[i - 1]
            );
            engine.Langevin(x, model.ThetaOf(component), run, cancellation);
            drawn.Add(
                DivergencePolicy.InRange(x.Values.Span)
                    ? x
                    : throw new DivergedException($"A chain left the finite numbers before step {lengths[i]}.")
            );
        }
        return drawn;
    }
}
