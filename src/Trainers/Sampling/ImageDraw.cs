using WFrame.Engines;
using WFrame.Learning;
using WFrame.Noise;
using WFrame.Responses;

namespace WFrame.Sampling;

/// <summary>New images of one component on their way: Langevin dynamics under the learned theta from fresh chains.</summary>
internal sealed class ImageDraw
{
    private readonly IEnergyEngine _engine;
    private readonly WFrameModel _model;
    private readonly SamplingOptions _how;
    private readonly int _component;
    private readonly ChainId[] _chains;
    private int _done;

    /// <param name="engine">Runs the trunk.</param>
    /// <param name="model">Draws.</param>
    /// <param name="component">Which component.</param>
    /// <param name="count">How many images.</param>
    /// <param name="how">Steps are not read.</param>
    /// <param name="number">Number of the component as the noise knows it; its own where it is null.</param>
    public ImageDraw(
        IEnergyEngine engine,
        WFrameModel model,
        int component,
        int count,
        SamplingOptions how,
        int? number = null
    )
    {
        (_engine, _model, _how, _component) = (engine, model, how, component);
        var size = how.Size ?? model.Size;
        Theta = model.ThetaOf(component, size);
        StepSize = model.Options.StepSize;
        Images = new PixelBatch(count, size);
        _chains = [.. Enumerable.Range(how.FirstChain, count).Select(i => new ChainId(number ?? component, i))];
    }

    /// <summary>Which random numbers move them; others than the default's for what must not show in what users draw.</summary>
    public RandomPurpose Purpose { get; init; } = RandomPurpose.Draw;

    /// <summary>The theta of the next steps; the model's own at first, which is never written to.</summary>
    public Theta Theta { get; set; }

    /// <summary>delta of the next steps; the training's at first.</summary>
    public double StepSize { get; set; }

    /// <summary>Whether they start where the training's chains did, and not from what was learned.</summary>
    public bool IsFromGrey => From == SamplingStart.Initialization;

    /// <summary>Where they are, [count,3,H,W].</summary>
    public PixelBatch Images { get; }

    private SamplingStart From =>
        Images.Size == _model.Components[_component].Chains.Size ? _how.Start : SamplingStart.Initialization;

    /// <summary>Puts the chains where they start.</summary>
    public void Start()
    {
        var learned = _model.Components[_component].Chains;
        var options = _model.Options;
        var blends = new Blends(learned, _how.Seed, Purpose == RandomPurpose.Draw ? RandomPurpose.Selection : Purpose);
        for (var i = 0; i < Images.Count; i++)
        {
            var id = _chains[i];
            var x = Images.Image(i).Span;
            switch (From)
            {
                case SamplingStart.Blend:
                    blends.Fill(id, x);
                    break;
                case SamplingStart.Chains:
                    learned.Image(id.Chain % learned.Count).Span.CopyTo(x);
                    break;
                default:
                    // Images are not part of the model: what started at them starts at the mean grey.
                    var (initialization, sigma) = (options.Initialization, options.ReferenceSigma);
                    ChainStart.Fill(x, id, initialization, sigma, _how.Seed, _model.Trunk.Mean, null);
                    break;
            }
        }
    }

    /// <summary>Moves them on until they have taken so many steps in all; parts give the bytes of the whole.</summary>
    /// <returns>Whether all stayed within the finite numbers.</returns>
    public bool Advance(int steps, CancellationToken cancellation)
    {
        var options = _model.Options;
        var run = new LangevinRun(
            LangevinStep.Coefficients(StepSize, options.ReferenceSigma, options.NoiseSigma),
            new PhiloxNoise(_how.Seed, purpose: Purpose),
            _chains,
            Iteration: 0,
            FirstStep: _done,
            steps - _done
        );
        _engine.Langevin(Images, Theta, run, cancellation);
        _done = steps;
        return DivergencePolicy.InRange(Images.Values.Span);
    }
}
