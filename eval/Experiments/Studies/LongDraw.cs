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
    )
    {
        how ??= new SamplingOptions();
        var drawn = lengths.Select(_ => new PixelBatch(count, how.Size ?? model.Size)).ToArray();
        var together = model.Together(component, how);
        if (together == 1)
        {
            var draw = new ImageDraw(engine, model, component, count, how);
            draw.Start();
            Take(0, draw.Images, draw.Advance);
            return drawn;
        }
        for (var first = 0; first < count; first += together)
        {
            var draw = new CorrectedDraw(engine, model, component, (how.FirstChain + first) / together, how);
            draw.Start();
            Take(first, draw.Images, draw.Advance);
        }
        return drawn;

        void Take(int first, PixelBatch images, Func<int, CancellationToken, bool> advance)
        {
            foreach (var (steps, target) in lengths.Zip(drawn))
            {
                if (!advance(steps, cancellation))
                {
                    throw new DivergedException($"A chain left the finite numbers before step {steps}.");
                }
                var taken = Math.Min(images.Count, count - first);
                images.Slice(0, taken).Values.CopyTo(target.Slice(first, taken).Values);
            }
        }
    }
}
