using WFrame.Engines;
using WFrame.Noise;
using WFrame.Responses;
using WFrame.Textures;

namespace WFrame.Completion;

/// <summary>
/// One level of a texture's hole being filled: Langevin steps x &lt;- x + eta dPhi/dx + sqrt(2 eta) tau z on the pixels of the
/// hole, all others held, and after every few of them theta follows what the known part has and the hole lacks
/// (<see cref="Textures.Drawing.TextureChain"/> with a held part).
/// </summary>
internal sealed class CompletionChain
{
    private const double Lost = 1.3;
    private const int FewestRanks = 256;
    private readonly IEnergyEngine _engine;
    private readonly TextureSchedule _schedule = new();
    private readonly KnownStatistics _known;
    private readonly Hole _hole;
    private readonly ResponseLayout _layout;
    private readonly int[][] _inside;
    private readonly FilterTheta _theta;
    private readonly float[] _responses;
    private readonly float[] _gradient;
    private readonly float[] _noise;
    private readonly StepLength _step = new();
    private readonly ColourMetric _colours;
    private readonly double _sigma;
    private (double Error, float[] Image, double[] Theta)? _best;
    private double _rate = 1;

    public CompletionChain(IEnergyEngine engine, KnownStatistics known, PixelBatch image, Hole hole)
    {
        (_engine, _known, Image, _hole) = (engine, known, image, hole);
        _layout = engine.Trunk.Layout(image.Size, [.. known.Layers.Select(l => new Tap(l, ThetaForm.Filter))]);
        _inside = [.. _layout.Taps.Select(tap => KnownStatistics.Inside(engine.Trunk, tap, hole))];
        _theta = new FilterTheta(_layout, known.Observed, known.Scales, image.Size.Area);
        _responses = new float[_layout.Length];
        (_gradient, _noise) = (new float[image.Size.Dimension], new float[image.Size.Dimension]);
        _colours = new ColourMetric(known.Covariance);
        _sigma = _schedule.SigmaOf(known.Contrast);
    }

    /// <summary>The image, [1,3,H,W].</summary>
    public PixelBatch Image { get; }

    /// <summary>Sum over layers of the mean squared error of the hole's statistics, in their units.</summary>
    public double Error { get; private set; }

    /// <summary>Runs the level and leaves the best image that was seen.</summary>
    public void Run(INoiseSource noise, ChainId chain, int iterations, CancellationToken cancellation)
    {
        for (var t = 0; t < iterations; t++)
        {
            Measure(cancellation);
            if (_best is { } best && t > 4 && !(Error <= Lost * best.Error))
            {
                best.Image.CopyTo(Image.Values);
                _theta.Values = best.Theta;
                _rate /= 2;
                _step.StepBack();
                Measure(cancellation);
            }
            Keep();
            var progress = t / (double)Math.Max(1, iterations - 1);
            _theta.Learn(_rate * _schedule.RateAt(progress), _schedule.Damping);
            for (var step = 0; step < _schedule.Steps; step++)
            {
                cancellation.ThrowIfCancellationRequested();
                noise.Fill(chain, t + 1, step, _noise);
                Step(step == 0, cancellation);
            }
        }
        Measure(cancellation);
        Keep();
        _best!.Value.Image.CopyTo(Image.Values);
        Error = _best.Value.Error;
        FineDetail.Match(Image.Values.Span, _hole);
        new EdgeJoin(_hole).Apply(Image.Values.Span);
        MatchGreyLevels();
    }

    /// <summary>The ranks stay, and the grey levels become those of the known part: contrast and colours are then right.</summary>
    private void MatchGreyLevels()
    {
        var area = Image.Size.Area;
        int[] inside = [.. Enumerable.Range(0, area).Where(i => _hole.Pixels[i])];
        // Of a few pixels the place says more than the ranks do.
        if (inside.Length < FewestRanks)
        {
            return;
        }
        var image = Image.Values.Span;
        var values = new float[3 * inside.Length];
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = image[(i / inside.Length * area) + inside[i % inside.Length]];
        }
        ChannelQuantiles.Match(values, _known.Quantiles);
        for (var i = 0; i < values.Length; i++)
        {
            image[(i / inside.Length * area) + inside[i % inside.Length]] = values[i];
        }
    }

    private void Keep()
    {
        if (_best is null || Error < _best.Value.Error)
        {
            _best = (Error, Image.Values.ToArray(), _theta.Values);
        }
    }

    private void Measure(CancellationToken cancellation)
    {
        _engine.Responses(Image, _layout, _responses, cancellation);
        Error = _theta.Compare(MeanInside);
    }

    private double MeanInside(int tap, int filter)
    {
        var (positions, own) = (_inside[tap], _layout.Taps[tap]);
        if (positions.Length == 0)
        {
            return _known.Observed[filter];
        }
        var (at, total) = (own.Offset + ((filter - own.ThetaOffset) * own.Positions), 0.0);
        foreach (var p in positions)
        {
            total += _responses[at + p];
        }
        return total / positions.Length;
    }

    private void Step(bool first, CancellationToken cancellation)
    {
        var image = Image.Values.Span;
        _engine.Gradient(Image, _theta.Weights, _gradient, cancellation);
        _hole.Hold(_gradient);
        _colours.Apply(_gradient);
        _colours.ApplyRoot(_noise);
        _step.Follow(_gradient, image, first);
        var step = _schedule.LargestStep * _sigma * _sigma * _step.Factor;
        var noise = Math.Sqrt(2 * step) * _schedule.Noise;
        var area = Image.Size.Area;
        for (var i = 0; i < image.Length; i++)
        {
            if (_hole.Pixels[i % area])
            {
                var moved = image[i] + (float)((step * _gradient[i]) + (noise * _noise[i]));
                image[i] = Math.Clamp(moved, _known.Least[i / area], _known.Most[i / area]);
            }
        }
    }
}
