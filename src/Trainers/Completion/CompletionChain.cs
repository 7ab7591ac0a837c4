using WFrame.Engines;
using WFrame.Noise;
using WFrame.Responses;
using WFrame.Textures;

namespace WFrame.Completion;

/// <summary>
/// One level of a texture's hole being filled: Langevin steps x &lt;- x + eta dPhi/dx + sqrt(2 eta) tau z on the pixels of the
/// hole, all others held, and after every few of them theta follows what the known part has and the hole lacks
/// (<see cref="TextureChain"/> with a held part).
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
    private readonly double[] _theta;
    private readonly double[] _errors;
    private readonly float[] _responses;
    private readonly float[] _gradient;
    private readonly float[] _noise;
    private readonly Theta _weights;
    private readonly StepLength _step = new();
    private readonly ColourMetric _colours;
    private readonly FilterGains _gains;
    private readonly float[] _before;
    private readonly double _sigma;
    private (double Error, float[] Image, double[] Theta)? _best;
    private double _rate = 1;

    public CompletionChain(IEnergyEngine engine, KnownStatistics known, PixelBatch image, Hole hole)
    {
        (_engine, _known, Image, _hole) = (engine, known, image, hole);
        _layout = engine.Trunk.Layout(image.Size, [.. known.Layers.Select(l => new Tap(l, ThetaForm.Filter))]);
        _inside = [.. _layout.Taps.Select(tap => KnownStatistics.Inside(engine.Trunk, tap, hole))];
        (_theta, _errors) = (new double[_layout.ThetaLength], new double[_layout.ThetaLength]);
        _responses = new float[_layout.Length];
        (_gradient, _noise) = (new float[image.Size.Dimension], new float[image.Size.Dimension]);
        _weights = new Theta(_layout, 1);
        (_colours, _gains) = (new ColourMetric(known.Covariance), new FilterGains(_layout.ThetaLength));
        _before = new float[image.Size.Dimension];
        _sigma = Math.Max(8, _schedule.Sigma * known.Contrast);
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
                best.Theta.CopyTo(_theta, 0);
                _rate /= 2;
                _step.StepBack();
                Measure(cancellation);
            }
            Keep();
            var progress = t / (double)Math.Max(1, iterations - 1);
            Learn(_rate * _schedule.FirstRate * Math.Pow(_schedule.LastRate / _schedule.FirstRate, progress));
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
            _best = (Error, Image.Values.ToArray(), [.. _theta]);
        }
    }

    private void Measure(CancellationToken cancellation)
    {
        _engine.Responses(Image, _layout, _responses, cancellation);
        Error = 0;
        for (var t = 0; t < _layout.Taps.Count; t++)
        {
            var (tap, sum) = (_layout.Taps[t], 0.0);
            for (var k = 0; k < tap.Channels; k++)
            {
                var (at, total) = (tap.Offset + (k * tap.Positions), 0.0);
                foreach (var p in _inside[t])
                {
                    total += _responses[at + p];
                }
                var index = tap.ThetaOffset + k;
                var mean = _inside[t].Length > 0 ? total / _inside[t].Length : _known.Observed[index];
                _errors[index] = (_known.Observed[index] - mean) / _known.Scales[index];
                sum += _errors[index] * _errors[index];
            }
            Error += sum / tap.Channels;
        }
    }

    private void Learn(double rate)
    {
        _gains.Follow(_errors);
        foreach (var tap in _layout.Taps)
        {
            var weight = (double)Image.Size.Area / tap.Positions;
            for (var k = tap.ThetaOffset; k < tap.ThetaOffset + tap.Channels; k++)
            {
                var change = rate * _gains[k] * _errors[k];
                _theta[k] += change;
                var applied = _theta[k] + (_schedule.Damping * change);
                _weights.Values[k] = (float)(applied * weight / _known.Scales[k]);
            }
        }
    }

    private void Step(bool first, CancellationToken cancellation)
    {
        _engine.Gradient(Image, _weights, _gradient, cancellation);
        _hole.Restore(new float[_gradient.Length], _gradient);
        _colours.Apply(_gradient);
        _colours.ApplyRoot(_noise);
        if (_step.Follow(_gradient, first))
        {
            _before.CopyTo(Image.Values);
        }
        Image.Values.CopyTo(_before);
        var step = _schedule.LargestStep * _sigma * _sigma * _step.Factor;
        var noise = Math.Sqrt(2 * step) * _schedule.Noise;
        var image = Image.Values.Span;
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
