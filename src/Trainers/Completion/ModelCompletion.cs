using WFrame.Engines;
using WFrame.Learning;
using WFrame.Noise;
using WFrame.Sampling;

namespace WFrame.Completion;

/// <summary>Fills holes under a learned model: its Langevin steps, with the known pixels put back after each.</summary>
internal static class ModelCompletion
{
    public static PixelBatch Fill(
        WFrameModel model,
        IEnergyEngine engine,
        PixelBatch image,
        Hole hole,
        int component,
        CompletionOptions options,
        CancellationToken cancellation
    )
    {
        var chains = new PixelBatch(options.Count, model.Size);
        var blends = new Blends(model.Components[component].Chains, options.Seed, RandomPurpose.Selection);
        var blend = new float[model.Size.Dimension];
        for (var i = 0; i < chains.Count; i++)
        {
            var x = chains.Image(i).Span;
            image.Values.Span.CopyTo(x);
            blends.Fill(new ChainId(component, i), blend);
            HarmonicFill.Clone(x, blend, hole);
        }
        // The start is the likeliest guess of the whole; many steps add detail that is the model's own, and a step at the edge.
        var steps = options.Steps > 0 ? options.Steps : Math.Max(1, model.Options.Steps / 4);
        var theta = model.ThetaOf(component, model.Size);
        var run = new LangevinRun(
            LangevinStep.Coefficients(model.Options.StepSize, model.Options.ReferenceSigma, model.Options.NoiseSigma),
            new PhiloxNoise(options.Seed, purpose: RandomPurpose.Draw),
            [.. Enumerable.Range(0, options.Count).Select(i => new ChainId(component, i))],
            Iteration: 0,
            FirstStep: 0,
            Steps: 1
        );
        for (var step = 0; step < steps; step++)
        {
            engine.Langevin(chains, theta, run with { FirstStep = step }, cancellation);
            for (var i = 0; i < chains.Count; i++)
            {
                hole.Restore(image.Values.Span, chains.Image(i).Span);
            }
        }
        if (!DivergencePolicy.InRange(chains.Values.Span))
        {
            throw new DivergedException(
                "Filling left the finite numbers; take fewer Steps, or train the model with a lower learning rate."
            );
        }
        var edge = new EdgeJoin(hole);
        for (var i = 0; i < chains.Count; i++)
        {
            edge.Apply(chains.Image(i).Span);
        }
        return chains;
    }
}
