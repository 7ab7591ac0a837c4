using WFrame.Engines;
using WFrame.Sampling;

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
    /// <param name="how">Seed, start and whether theta is corrected; steps are not read.</param>
    /// <param name="cancellation">Checked every step.</param>
    /// <exception cref="DivergedException">A chain left the finite numbers.</exception>
    public static IReadOnlyList<PixelBatch> Of(
        WFrameModel model,
        IEnergyEngine engine,
        int component,
        int count,
        IReadOnlyList<int> lengths,
        SamplingOptions? how = null,
        CancellationToken cancellation = default
    ) =>
        new NewImages(engine, model, component, how ?? new()).Draw(count, lengths, cancellation)
        ?? throw new DivergedException($"A chain left the finite numbers before step {lengths[^1]}.");
}
