using WFrame.Engines;

namespace WFrame.Sampling;

/// <summary>New images of a component, in groups that are corrected together, or all under the theta that was learned.</summary>
/// <param name="engine">Runs the trunk.</param>
/// <param name="model">Draws.</param>
/// <param name="component">Which component.</param>
/// <param name="how">Seed, start, size and whether theta is corrected; steps are not read.</param>
internal sealed class NewImages(IEnergyEngine engine, WFrameModel model, int component, SamplingOptions how)
{
    /// <summary>Draws, and looks at the images on their way; each is the same whatever else is asked for.</summary>
    /// <param name="count">How many, from <see cref="SamplingOptions.FirstChain"/> on.</param>
    /// <param name="lengths">Numbers of steps, ascending.</param>
    /// <param name="cancellation">Checked every step.</param>
    /// <returns>The images after each number of steps; null where one left the finite numbers.</returns>
    public PixelBatch[]? Draw(int count, IReadOnlyList<int> lengths, CancellationToken cancellation)
    {
        var drawn = lengths.Select(_ => new PixelBatch(count, how.Size ?? model.Size)).ToArray();
        if (!model.CorrectsTheta(component, how))
        {
            var draw = new ImageDraw(engine, model, component, count, how);
            draw.Start();
            return Take(0, draw.Images, draw.Advance) ? drawn : null;
        }
        var together = CorrectedDraw.Together(model);
        for (int done = 0, taken; done < count; done += taken)
        {
            var (group, within) = Math.DivRem(how.FirstChain + done, together);
            taken = Math.Min(together - within, count - done);
            var draw = new CorrectedDraw(engine, model, component, group, how);
            draw.Start();
            if (!Take(done, draw.Images.Slice(within, taken), draw.Advance))
            {
                return null;
            }
        }
        return drawn;

        bool Take(int first, PixelBatch images, Func<int, CancellationToken, bool> advance)
        {
            foreach (var (steps, target) in lengths.Zip(drawn))
            {
                if (!advance(steps, cancellation))
                {
                    return false;
                }
                images.Values.CopyTo(target.Slice(first, images.Count).Values);
            }
            return true;
        }
    }
}
