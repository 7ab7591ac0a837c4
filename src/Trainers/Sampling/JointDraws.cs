using WFrame.Engines;

namespace WFrame.Sampling;

/// <summary>Some of the new images of a component.</summary>
/// <param name="Component">Which component.</param>
/// <param name="First">Number of the first image.</param>
/// <param name="Count">How many, 1 or more.</param>
internal readonly record struct ImageRange(int Component, int First, int Count);

/// <summary>New images of any components and numbers, in groups that go through the engine together.</summary>
internal static class JointDraws
{
    /// <summary>Groups that share engine calls.</summary>
    public static int AtOnce(IEnergyEngine engine, WFrameModel model, ImageSize size)
    {
        var together = CorrectedDraw.Together(model);
        return Math.Min(JointCalls.Most, engine.ModelsAtOnce(together, size, model.Layout(size)));
    }

    /// <summary>Something of each component, as many of them at once as <see cref="AtOnce"/>.</summary>
    /// <param name="engine">Runs the trunk; must hold the model's trunk.</param>
    /// <param name="model">The components.</param>
    /// <param name="algorithm">Is given the number of a component and an engine that only it may use.</param>
    /// <returns>What came of each, in order.</returns>
    public static T[] Each<T>(IEnergyEngine engine, WFrameModel model, Func<int, IEnergyEngine, T> algorithm) =>
        [
            .. Enumerable
                .Range(0, model.Components.Count)
                .ToArray()
                .InParts(AtOnce(engine, model, model.Size))
                .SelectMany(part => JointCalls.Run(engine, part.Length, (i, own) => algorithm(part[i], own)))
                .Select(task => task.GetAwaiter().GetResult()),
        ];

    /// <summary>Cuts images of a component into parts of about the wanted length, none within a group that is drawn together.</summary>
    public static IEnumerable<ImageRange> Cut(WFrameModel model, SamplingOptions how, ImageRange whole, int wanted)
    {
        for (int done = 0, count; done < whole.Count; done += count)
        {
            var first = whole.First + done;
            count = model.Batch(whole.Component, how, first, whole.Count - done, wanted);
            yield return new ImageRange(whole.Component, first, count);
        }
    }

    /// <summary>Draws; the images are those that each component draws alone.</summary>
    /// <param name="engine">Runs the trunk; must hold the model's trunk.</param>
    /// <param name="model">Draws.</param>
    /// <param name="ranges">What is wanted; read as it goes on.</param>
    /// <param name="how">Steps, seed, size; <see cref="SamplingOptions.FirstChain"/> is not read.</param>
    /// <param name="cancellation">Checked every step.</param>
    /// <returns>The images of each range, in order.</returns>
    /// <exception cref="DivergedException">A chain left the finite numbers; the ranges before it were returned.</exception>
    public static IEnumerable<PixelBatch> Draw(
        IEnergyEngine engine,
        WFrameModel model,
        IEnumerable<ImageRange> ranges,
        SamplingOptions how,
        CancellationToken cancellation
    )
    {
        var together = CorrectedDraw.Together(model);
        PixelBatch? all = null;
        foreach (var wave in ranges.SelectMany(Groups).Chunk(AtOnce(engine, model, how.Size ?? model.Size)))
        {
            var drawn = JointCalls.Run(engine, wave.Length, (i, own) => Drawn(own, wave[i].Group));
            foreach (var ((group, range), task) in wave.Zip(drawn))
            {
                var images = task.GetAwaiter().GetResult();
                all ??= new PixelBatch(range.Count, images.Size);
                images.Values.CopyTo(all.Slice(group.First - range.First, group.Count).Values);
                if (group.First + group.Count == range.First + range.Count)
                {
                    yield return all;
                    all = null;
                }
            }
        }

        PixelBatch Drawn(IEnergyEngine own, ImageRange group) =>
            model.Sample(own, group.Component, group.Count, how with { FirstChain = group.First }, cancellation);

        IEnumerable<(ImageRange Group, ImageRange Range)> Groups(ImageRange range) =>
            Cut(model, how, range, together).Select(group => (group, range));
    }
}
