using WFrame.Engines;
using WFrame.Learning;
using WFrame.Noise;
using WFrame.Responses;

namespace WFrame.Sampling;

/// <summary>
/// Images drawn together under a theta that goes on being corrected by their own mean responses: lines 13 and 14 of
/// Algorithm 1 with the stored H_obs, at a rate that falls as the images settle (the steps of stochastic approximation), and with
/// a penalty that weighs less and less.
/// Their responses therefore come out as the training images', from wherever they start.
/// </summary>
internal sealed class CorrectedDraw
{
    /// <summary>Most images of a group; so many are corrected together, and the mean of fewer says less.</summary>
    private const int MostTogether = 9;

    /// <summary>Steps between two corrections; with more of them the images have left before theta can follow.</summary>
    private const int StepsBetween = 5;

    /// <summary>For so many steps the rate is the training's, and falls as 1 / steps from there; the images have settled by then.</summary>
    private const double Settled = 100;

    /// <summary>
    /// Images that start from grey take their first steps larger: a step forgets a fiftieth of where it began, and theta
    /// cannot be corrected by images that are half grey yet.
    /// </summary>
    private const double FirstStepFactor = 1.5;

    /// <summary>delta up to which first steps are made larger; beyond it theta swings.</summary>
    private const double LargestStep = 0.3;

    /// <summary>How many steps those are.</summary>
    private const int FirstSteps = 60;

    /// <summary>
    /// After so many steps half of the penalty is left: it keeps theta from running away while all has yet to be learned,
    /// and holds R above zero ever after.
    /// </summary>
    private const double PenaltyHalf = 200;

    private readonly WFrameModel _model;
    private readonly ImageDraw _draw;
    private readonly ResponseLayout _layout;
    private readonly ComponentLearning _learning;
    private readonly CounterRandom _gamma;
    private readonly int _group;
    private readonly int _number;
    private ComponentState _state;

    /// <summary>The state before, to be written to; null while that is the model's own.</summary>
    private LearningState? _spare;
    private int _done;

    /// <param name="engine">Runs the trunk.</param>
    /// <param name="model">Draws; it has the component's H_obs.</param>
    /// <param name="component">Which component.</param>
    /// <param name="group">Number of the group: its first image is number group * <see cref="Together"/>.</param>
    /// <param name="how">Seed and start are read.</param>
    /// <param name="number">Number of the component as the noise knows it; its own where it is null.</param>
    /// <param name="purpose">Which random numbers move the images.</param>
    /// <param name="together">Images of a group; <see cref="Together"/> where it is null.</param>
    public CorrectedDraw(
        IEnergyEngine engine,
        WFrameModel model,
        int component,
        int group,
        SamplingOptions how,
        int? number = null,
        RandomPurpose purpose = RandomPurpose.Draw,
        int? together = null
    )
    {
        (_model, _group, _number) = (model, group, number ?? component);
        var count = together ?? Together(model);
        _draw = new ImageDraw(engine, model, component, count, how with { FirstChain = group * count }, number)
        {
            Purpose = purpose,
        };
        _layout = engine.Trunk.Layout(model.Size, model.Options.Theta);
        _learning = new ComponentLearning(engine, model.Options, model.Size, _layout);
        _gamma = new CounterRandom(how.Seed, RandomPurpose.Gamma);
        var learned = model.Components[component];
        var start = new LearningState(learned.Theta, _draw.Images, new float[learned.Theta.Length]);
        _state = new ComponentState
        {
            Index = component,
            Name = learned.Name,
            ObservedMean = learned.ObservedResponses!,
            ObservedChannelMeans = learned.ObservedMeans!,
            GreyDistance = double.PositiveInfinity,
            Current = start,
            LastGood = start,
            Standing = new Standing(model.Options.StepSize),
        };
    }

    /// <summary>Where they are, [count,3,H,W].</summary>
    public PixelBatch Images => _draw.Images;

    /// <summary>Images that are drawn together.</summary>
    public static int Together(WFrameModel model) => Math.Min(MostTogether, model.Options.Chains);

    /// <summary>Puts the images where they start.</summary>
    public void Start() => _draw.Start();

    /// <summary>Moves them on until they have taken so many steps in all; parts give the bytes of the whole.</summary>
    /// <returns>Whether all stayed within the finite numbers; if not, they are where they left them.</returns>
    public bool Advance(int steps, CancellationToken cancellation)
    {
        while (_done < steps)
        {
            if (_done > 0 && _done % StepsBetween == 0 && !Correct(cancellation))
            {
                return false;
            }
            _draw.StepSize = StepSize();
            _done = Math.Min(steps, ((_done / StepsBetween) + 1) * StepsBetween);
            if (!_draw.Advance(_done, cancellation))
            {
                return false;
            }
        }
        return true;
    }

    private double StepSize()
    {
        var usual = _model.Options.StepSize;
        return _draw.IsFromGrey && _done < FirstSteps
            ? Math.Max(usual, Math.Min(FirstStepFactor * usual, LargestStep))
            : usual;
    }

    private bool Correct(CancellationToken cancellation)
    {
        LargeMemory.Reuse(_state.Current.Theta.Length);
        var iteration = _done / StepsBetween;
        var rate = _model.Options.LearningRate * Math.Min(1, Settled / _done);
        var gamma = _gamma.Uniform(_number, 1 + _group, iteration, 0, 0);
        var penalty = 1 / (1 + (_done / PenaltyHalf));
        if (
            _learning.Update(_state, Images, iteration, rate, gamma, cancellation, penalty, _spare) is not (var next, _)
        )
        {
            return false;
        }
        _spare = iteration > 1 ? _state.Current : null;
        _state = _state with { Current = next, LastGood = next };
        _draw.Theta = new Theta(_layout, 1, next.Theta);
        return true;
    }
}
