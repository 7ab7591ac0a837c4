using System.Numerics.Tensors;
using WFrame.Engines;
using WFrame.Noise;
using WFrame.Responses;
using WFrame.Textures.Spectra;

namespace WFrame.Textures.Drawing;

/// <summary>
/// One level of a texture being drawn: Langevin steps of the <see cref="ColourMetric"/>, and after every few of them theta
/// follows what the photographs have and the image lacks (Algorithm 1 with one chain). Phi is that of <see cref="FilterTheta"/>
/// and of the <see cref="PixelEnergy"/>.
/// The loop stays closed: theta of one image runs away on another.
/// </summary>
internal sealed class TextureChain
{
    // Far above the best, for so many iterations in a row: the loop has lost it.
    private const double Lost = 1.3;
    private const int Patience = 3;

    // At first theta is far from what it will be. The error rises after a first fall, in which the image has hardly moved from
    // the enlarged one: its means may be right and its pattern is not, so nothing of then is the best.
    private const int Grace = 4;

    private readonly IEnergyEngine _engine;
    private readonly TextureSchedule _schedule;
    private readonly LevelStatistics _observed;
    private readonly ResponseLayout _layout;
    private readonly PixelBatch? _structure;
    private readonly PixelEnergy _pixels;
    private readonly double _sigma;
    private readonly ColourMetric _colours;
    private readonly FilterTheta _theta;
    private readonly float[] _statistics;
    private readonly float[] _gradient;
    private readonly float[] _noise;
    private readonly PixelBatch _turned;
    private readonly float[] _turnedGradient;
    private readonly StepLength _step = new();
    private double _rate = 1;
    private int _lost;
    private BestState? _best;
    private EnergyResults? _evaluated;
    private PoolPhase _phase;

    /// <param name="engine">Runs the trunk.</param>
    /// <param name="observed">Of the photographs at this level.</param>
    /// <param name="image">Where it starts; changed in place.</param>
    /// <param name="coarse">The coarser image that it is bound to, if any.</param>
    /// <param name="enlarged">Whether it starts from a coarser image, and not from noise.</param>
    /// <param name="schedule">How fast.</param>
    public TextureChain(
        IEnergyEngine engine,
        LevelStatistics observed,
        PixelBatch image,
        PixelBatch? coarse,
        bool enlarged,
        TextureSchedule schedule
    )
    {
        (_engine, _observed, Image, _schedule) = (engine, observed, image, schedule);
        _structure = coarse is null ? null : Pyramid.Structure(coarse);
        _layout = engine.Trunk.Layout(
            image.Size,
            [.. observed.Layers.Select(layer => new Tap(layer, ThetaForm.Filter))],
            Tiling.XY
        );
        _sigma = schedule.SigmaOf(observed.Pixels.Contrast);
        _pixels = new PixelEnergy(observed.Pixels, _sigma);
        if (enlarged)
        {
            _pixels.Flatten();
        }
        _theta = new FilterTheta(_layout, observed.Observed, observed.Scales, image.Size.Area);
        _statistics = new float[_layout.ThetaLength];
        (_gradient, _noise) = (new float[image.Size.Dimension], new float[image.Size.Dimension]);
        _colours = new ColourMetric(observed.Pixels.Covariance);
        (_turned, _turnedGradient) = (new PixelBatch(1, image.Size), new float[image.Size.Dimension]);
    }

    /// <summary>The image, [1,3,H,W].</summary>
    public PixelBatch Image { get; }

    /// <summary>Sum over layers of the mean squared error of the statistics, in their units, at the last iteration.</summary>
    public double Error { get; private set; }

    /// <summary>Numbers of theta.</summary>
    public int ThetaLength => _layout.ThetaLength;

    /// <summary>Adds what the responses' sums are weighed with under theta as it is learned.</summary>
    public void AddWeights(Span<double> sum) => _theta.AddWeights(sum);

    /// <summary>One iteration: theta follows, then the image.</summary>
    /// <param name="noise">Source of z.</param>
    /// <param name="chain">Names the image and level, for the noise.</param>
    /// <param name="iteration">Number of the iteration.</param>
    /// <param name="progress">Share of the iterations that are done, 0 to 1.</param>
    /// <param name="cancellation">Checked before every step.</param>
    public void Advance(
        INoiseSource noise,
        ChainId chain,
        int iteration,
        double progress,
        CancellationToken cancellation
    )
    {
        _phase = PoolPhase.Of(iteration);
        Measure(cancellation);
        if (StepBack(iteration))
        {
            return;
        }
        Learn(_rate * _schedule.RateAt(progress), cancellation);
        for (var step = 0; step < _schedule.Steps; step++)
        {
            cancellation.ThrowIfCancellationRequested();
            noise.Fill(chain, iteration, step, _noise);
            Step(step == 0, cancellation);
        }
    }

    /// <summary>What <see cref="Resume"/> needs to go on after an iteration, the first or a later one.</summary>
    /// <param name="iteration">Number of the iteration.</param>
    public ChainState State(int iteration)
    {
        var (gains, errors) = _theta.Gains.State;
        return new()
        {
            Iteration = iteration,
            Rate = _rate,
            Lost = _lost,
            StepFactor = _step.Factor,
            Theta = _theta.Values,
            PixelTheta = [.. _pixels.Theta],
            Gains = gains,
            LastErrors = errors,
            Image = Image.Values.ToArray(),
            Best = _best!,
        };
    }

    /// <summary>Goes on from a state of this level.</summary>
    public void Resume(ChainState state)
    {
        (_rate, _lost, _step.Factor, _best) = (state.Rate, state.Lost, state.StepFactor, state.Best);
        _theta.Values = state.Theta;
        _theta.Gains.State = (state.Gains, state.LastErrors);
        _pixels.Theta = [.. state.PixelTheta];
        state.Image.CopyTo(Image.Values);
    }

    /// <summary>
    /// Ends the level: the best image that was seen, without more fine grain than the photographs have, with their contrast
    /// of details and their grey levels.
    /// </summary>
    public void Finish(CancellationToken cancellation)
    {
        Measure(cancellation);
        if (_best is { } best && best.Error < Error)
        {
            best.Image.CopyTo(Image.Values);
            Error = best.Error;
        }
        // Before the contrast is matched, since grain counts as contrast and takes the place of details; and after it, since
        // all details are raised alike.
        LimitPower();
        DetailContrast.Match(Image, _observed.Pixels);
        LimitPower();
        if (_schedule.KeepsGreyLevels)
        {
            ChannelQuantiles.Match(Image.Values.Span, _observed.Quantiles);
        }
    }

    private void LimitPower()
    {
        if (_observed.Power is { } power)
        {
            PowerLimit.Apply(Image, power);
        }
    }

    private void Measure(CancellationToken cancellation)
    {
        _phase.Turn(Image.Values.Span, Image.Size, _turned.Values.Span);
        _engine.Statistics(_turned, _layout, _statistics, cancellation);
        Error = _theta.Compare((tap, k) => _statistics[k] / (double)_layout.Taps[tap].Positions);
    }

    /// <summary>Keeps the best state; returns to it, slower, when the error stays far above its.</summary>
    private bool StepBack(int iteration)
    {
        if (_best is null || Error < _best.Error || (iteration <= Grace && double.IsFinite(Error)))
        {
            _best = new()
            {
                Error = Error,
                Image = Image.Values.ToArray(),
                Theta = _theta.Values,
                PixelTheta = [.. _pixels.Theta],
            };
            _lost = 0;
            return false;
        }
        // NaN counts as lost.
        _lost = iteration <= Grace || Error <= Lost * _best.Error ? 0 : _lost + 1;
        if (_lost < Patience)
        {
            return false;
        }
        _best.Image.CopyTo(Image.Values);
        _theta.Values = _best.Theta;
        _pixels.Theta = [.. _best.PixelTheta];
        _rate /= 2;
        _step.StepBack();
        _lost = 0;
        return true;
    }

    /// <summary>(beta / 2) dW/dtheta at the image and theta that moved it; null without beta.</summary>
    private double[]? Penalty(CancellationToken cancellation)
    {
        if (_schedule.Beta == 0)
        {
            return null;
        }
        _evaluated ??= new EnergyResults(1, Image.Size, _layout);
        _engine.Evaluate(_turned, _theta.Weights, _evaluated, cancellation);
        var penalty = _theta.Penalty(_evaluated.Penalty, _sigma);
        TensorPrimitives.Multiply(penalty, _schedule.Beta / 2, penalty);
        return penalty;
    }

    private void Learn(double rate, CancellationToken cancellation)
    {
        _theta.Learn(rate, _schedule.Damping, Penalty(cancellation));
        _pixels.Learn(Image.Values.Span, Image.Size, _schedule.ColourGain * rate, _schedule.DifferenceGain * rate);
    }

    private void Step(bool first, CancellationToken cancellation)
    {
        var image = Image.Values.Span;
        var area = Image.Size.Area;
        _phase.Turn(image, Image.Size, _turned.Values.Span);
        _engine.Gradient(_turned, _theta.Weights, _turnedGradient, cancellation);
        _phase.TurnBack(_turnedGradient, Image.Size, _gradient);
        _pixels.AddGradient(image, Image.Size, _gradient);
        AddReference(image);
        _colours.Apply(_gradient);
        _colours.ApplyRoot(_noise);
        _step.Follow(_gradient, image, first);
        var step = _schedule.LargestStep * _sigma * _sigma * _step.Factor;
        var noise = (float)(Math.Sqrt(2 * step) * _schedule.Noise);
        for (var c = 0; c < 3; c++)
        {
            var plane = image.Slice(c * area, area);
            var quantiles = _observed.Quantiles[c];
            TensorPrimitives.MultiplyAdd(_gradient.AsSpan(c * area, area), (float)step, plane, plane);
            TensorPrimitives.MultiplyAdd(_noise.AsSpan(c * area, area), noise, plane, plane);
            if (_schedule.KeepsGreyLevels)
            {
                TensorPrimitives.Max(plane, quantiles[0], plane);
                TensorPrimitives.Min(plane, quantiles[^1], plane);
            }
        }
        if (_structure is not null)
        {
            Pyramid.Project(Image, _structure);
        }
    }

    /// <summary>Adds -(x - mean) / sigma^2 to the gradient.</summary>
    private void AddReference(ReadOnlySpan<float> image)
    {
        var area = Image.Size.Area;
        var pull = (float)(-1 / (_sigma * _sigma));
        for (var c = 0; c < 3; c++)
        {
            var plane = _gradient.AsSpan(c * area, area);
            TensorPrimitives.MultiplyAdd(image.Slice(c * area, area), pull, plane, plane);
            TensorPrimitives.Add(plane, (float)(-pull * _observed.Pixels.Mean[c]), plane);
        }
    }
}
