using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Cpu;

/// <summary>
/// A trunk of 3x3 convolutions, ReLUs and 2x2 pools in double, by the definitions, under the decisions that an engine took:
/// F, Phi, G and P are then smooth functions that can be compared closely, and <see cref="WorstKink"/> says how far any of
/// the decisions lies on the wrong side of its kink.
/// </summary>
internal sealed class StageReference
{
    private readonly List<ConvolutionLayer> _convolutions = [];
    private readonly List<bool> _pooled = [];
    private readonly List<int> _relus = [];
    private readonly ResponseLayout _layout;

    /// <param name="trunk">The trunk; what lies above the highest tap is left out.</param>
    /// <param name="layout">The taps.</param>
    public StageReference(Trunk trunk, ResponseLayout layout)
    {
        _layout = layout;
        for (var i = 0; i <= layout.Taps[^1].LayerIndex; i++)
        {
            if (trunk.Layers[i] is ConvolutionLayer convolution)
            {
                _convolutions.Add(convolution);
                _pooled.Add(false);
                _relus.Add(i + 1);
            }
            else if (trunk.Layers[i] is MaxPoolLayer)
            {
                _pooled[^1] = true;
            }
        }
    }

    /// <summary>Largest distance of a decision from its kink on the wrong side, relative to the layer's max|.|.</summary>
    public double WorstKink { get; private set; }

    /// <param name="x">The image, [3,H,W].</param>
    /// <param name="size">Its size.</param>
    /// <param name="theta">Of one group.</param>
    /// <param name="decisions">
    /// Of each convolution, [C,H,W]: active and, before a pool, the winner; of one tapped before its pool active alone too.
    /// </param>
    /// <returns>F, Phi and the sum of the absolute values of its terms, G, P.</returns>
    public (double[] Responses, double Phi, double PhiScale, double[] Gradient, double[] Penalty) Evaluate(
        ReadOnlySpan<float> x,
        ImageSize size,
        ReadOnlySpan<float> theta,
        IReadOnlyList<(bool[] Output, bool[]? Active)> decisions
    )
    {
        var responses = Forward([.. Doubles(x)], size, decisions, judge: true);
        var seeds = new double[_layout.Length];
        foreach (var tap in _layout.Taps)
        {
            for (var i = 0; i < tap.Length; i++)
            {
                seeds[tap.Offset + i] = theta[tap.ThetaOffset + (i / (tap.Length / tap.ThetaLength))];
            }
        }
        var gradient = Backward(seeds, size, decisions);
        var tangents = Forward(gradient, size, decisions, judge: false);
        var penalty = new double[_layout.ThetaLength];
        foreach (var tap in _layout.Taps)
        {
            for (var i = 0; i < tap.Length; i++)
            {
                penalty[tap.ThetaOffset + (i / (tap.Length / tap.ThetaLength))] += 2 * tangents[tap.Offset + i];
            }
        }
        double[] terms = [.. seeds.Zip(responses, (t, f) => t * f)];
        return (responses, terms.Sum(), terms.Sum(Math.Abs), gradient, penalty);
    }

    /// <summary>Values (with biases, judging the decisions) or tangents, from image to responses.</summary>
    private double[] Forward(
        double[] values,
        ImageSize size,
        IReadOnlyList<(bool[] Output, bool[]? Active)> decisions,
        bool judge
    )
    {
        var responses = new double[_layout.Length];
        var (height, width) = (size.Height, size.Width);
        for (var stage = 0; stage < _convolutions.Count; stage++)
        {
            var layer = _convolutions[stage];
            var (output, active) = decisions[stage];
            var z = new double[layer.Out * height * width];
            Convolve(layer, height, width, (from, to, w, step) => Axpy(values, from, z, to, w, step));
            if (judge)
            {
                for (var i = 0; i < z.Length; i++)
                {
                    z[i] += layer.Bias[i / (height * width)];
                }
                Judge(z, output, layer.Out, height, width, _pooled[stage]);
                if (active is not null)
                {
                    Judge(z, active, layer.Out, height, width, pooled: false);
                }
            }
            values = Masked(z, output);
            TapAt(_relus[stage])?.Write(Masked(z, active ?? output), responses);
            if (_pooled[stage])
            {
                var pooled = new double[layer.Out * (height / 2) * (width / 2)];
                EachWindow(layer.Out, height, width, (window, cells) => pooled[window] = cells.Sum(c => values[c]));
                (values, height, width) = (pooled, height / 2, width / 2);
                TapAt(_relus[stage] + 1)?.Write(values, responses);
            }
        }
        return responses;
    }

    private double[] Backward(double[] seeds, ImageSize size, IReadOnlyList<(bool[] Output, bool[]? Active)> decisions)
    {
        var sizes = new List<(int Height, int Width)> { (size.Height, size.Width) };
        foreach (var pooled in _pooled)
        {
            var (height, width) = sizes[^1];
            sizes.Add(pooled ? (height / 2, width / 2) : (height, width));
        }
        double[]? gradient = null;
        for (var stage = _convolutions.Count - 1; stage >= 0; stage--)
        {
            var layer = _convolutions[stage];
            var (height, width) = sizes[stage];
            var z = new double[layer.Out * height * width];
            if (_pooled[stage])
            {
                var pooled = gradient ?? new double[layer.Out * (height / 2) * (width / 2)];
                TapAt(_relus[stage] + 1)?.Add(seeds, pooled);
                EachWindow(
                    layer.Out,
                    height,
                    width,
                    (window, cells) => Array.ForEach(cells, c => z[c] = pooled[window])
                );
            }
            else
            {
                z = gradient ?? z;
            }
            z = Masked(z, decisions[stage].Output);
            if (TapAt(_relus[stage]) is { } tap)
            {
                var added = new double[z.Length];
                tap.Add(seeds, added);
                var active = Masked(added, decisions[stage].Active ?? decisions[stage].Output);
                z = [.. z.Zip(active, (a, b) => a + b)];
            }
            var below = new double[layer.In * height * width];
            Convolve(layer, height, width, (from, to, w, count) => Axpy(z, to, below, from, w, count));
            gradient = below;
        }
        return gradient!;
    }

    private TapPlace? TapAt(int layer) =>
        _layout.Taps.SingleOrDefault(tap => tap.LayerIndex == layer) is { } tap ? new(tap) : null;

    private static double[] Masked(double[] values, bool[] decisions) =>
        [.. values.Select((v, i) => decisions[i] ? v : 0)];

    /// <summary>Where the numbers of a tap lie among those of all.</summary>
    private sealed record TapPlace(ResponseTap Tap)
    {
        public void Write(double[] map, double[] all)
        {
            Assert.Equal(Tap.Length, map.Length);
            map.CopyTo(all, Tap.Offset);
        }

        public void Add(double[] all, double[] map)
        {
            for (var i = 0; i < Tap.Length; i++)
            {
                map[i] += all[Tap.Offset + i];
            }
        }
    }

    private void Judge(double[] z, bool[] decisions, int channels, int height, int width, bool pooled)
    {
        var scale = z.Max(Math.Abs);
        void Wrong(double distance) => WorstKink = Math.Max(WorstKink, distance == 0 ? 0 : distance / scale);
        if (!pooled)
        {
            for (var i = 0; i < z.Length; i++)
            {
                Wrong(decisions[i] ? -z[i] : z[i]);
            }
            return;
        }
        EachWindow(
            channels,
            height,
            width,
            (_, cells) =>
            {
                var best = cells.Max(c => z[c]);
                var winners = cells.Where(c => decisions[c]).ToArray();
                Assert.InRange(winners.Length, 0, 1);
                Wrong(winners.Length == 0 ? best : Math.Max(best - z[winners[0]], -z[winners[0]]));
            }
        );
    }

    private static void EachWindow(int channels, int height, int width, Action<int, int[]> visit)
    {
        var window = 0;
        for (var channel = 0; channel < channels; channel++)
        {
            for (var row = 0; row < height / 2; row++)
            {
                for (var column = 0; column < width / 2; column++)
                {
                    var first = (((channel * height) + (2 * row)) * width) + (2 * column);
                    visit(window++, [first, first + 1, first + width, first + width + 1]);
                }
            }
        }
    }

    /// <summary>Every row of every kernel tap: index of the first input and output, weight, how many columns.</summary>
    private static void Convolve(ConvolutionLayer layer, int height, int width, Action<int, int, double, int> visit)
    {
        for (var k = 0; k < layer.Kernel.Length; k++)
        {
            var (output, input, dy, dx) = (k / 9 / layer.In, k / 9 % layer.In, (k % 9 / 3) - 1, (k % 3) - 1);
            var first = Math.Max(0, -dx);
            var count = Math.Min(width, width - dx) - first;
            for (var row = Math.Max(0, -dy); row < Math.Min(height, height - dy) && count > 0; row++)
            {
                var from = (((input * height) + row + dy) * width) + first + dx;
                visit(from, (((output * height) + row) * width) + first, layer.Kernel[k], count);
            }
        }
    }

    private static void Axpy(double[] from, int start, double[] to, int target, double weight, int count)
    {
        for (var i = 0; i < count; i++)
        {
            to[target + i] += weight * from[start + i];
        }
    }

    private static IEnumerable<double> Doubles(ReadOnlySpan<float> values) => values.ToArray().Select(v => (double)v);
}
