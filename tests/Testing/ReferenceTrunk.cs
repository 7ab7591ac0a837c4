using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Testing;

/// <summary>
/// What the trunk decided at its kinks: for each layer, the ReLU mask ([C,h,w], of the output's shape) or the winner of
/// each max-pool window (index into the layer's input [C,H,W]); null for other layers.
/// </summary>
public sealed record ReferenceDecisions(IReadOnlyList<bool[]?> Masks, IReadOnlyList<int[]?> Winners);

/// <summary>Values of one image in double. Penalty is 2 JVP_F(x)[G], not summed over positions: as Responses.</summary>
public sealed record ReferenceEnergy(
    double[] Responses,
    double Phi,
    double[] Gradient,
    double[] Penalty,
    ReferenceDecisions Decisions
);

/// <summary>
/// A trunk evaluated plainly and slowly in double, one image at a time: what every engine is compared with. ReLU'(0) = 0,
/// the first maximum of a window in row-major order wins. Given decisions replace its own, so that an engine that rounds
/// differently can be checked at the decisions it took: everything is then linear and smooth.
/// </summary>
public sealed class ReferenceTrunk(Trunk trunk)
{
    /// <summary>F, Phi, G and P of one image [3,H,W] under its own decisions, or given ones.</summary>
    /// <param name="x">The image.</param>
    /// <param name="size">Its size.</param>
    /// <param name="theta">Of one group: [C,h,w] or [C], or those of every tap.</param>
    /// <param name="given">Decisions to follow instead of the own.</param>
    /// <param name="layout">The taps; null: one at the last layer.</param>
    public ReferenceEnergy Evaluate(
        ReadOnlySpan<double> x,
        ImageSize size,
        ReadOnlySpan<double> theta,
        ReferenceDecisions? given = null,
        ResponseLayout? layout = null
    )
    {
        var (maps, decisions) = Forward(x, size, given);
        layout ??= trunk.Layout(size, theta.Length == maps[^1].Values.Length ? ThetaForm.Spatial : ThetaForm.Filter);
        var seeds = new double[trunk.Layers.Count + 1][];
        var responses = new List<double>();
        var phi = 0.0;
        foreach (var tap in layout.Taps)
        {
            var map = maps[tap.LayerIndex + 1].Values;
            var seed = seeds[tap.LayerIndex + 1] = new double[map.Length];
            for (var i = 0; i < map.Length; i++)
            {
                seed[i] = theta[tap.ThetaOffset + (i / (tap.Length / tap.ThetaLength))];
                phi += seed[i] * map[i];
            }
            responses.AddRange(map);
        }
        var gradient = Backward(maps, decisions, seeds);
        var tangents = Tangents(maps, decisions, gradient);
        var penalty = layout.Taps.SelectMany(tap => tangents[tap.LayerIndex + 1].Select(t => 2 * t));
        return new([.. responses], phi, gradient, [.. penalty], decisions);
    }

    /// <summary>JVP_F(x)[v] of one image, F of the last layer.</summary>
    public double[] Jvp(ReadOnlySpan<double> x, ImageSize size, double[] v, ReferenceDecisions? given = null)
    {
        var (maps, decisions) = Forward(x, size, given);
        return Tangents(maps, decisions, v)[^1];
    }

    /// <summary>
    /// Smallest distance from a kink, relative to the layer's largest value: of a pre-activation from 0, of a window's best
    /// from its second (0 for a tie). Finite differences and float32 engines can be trusted well above their step.
    /// </summary>
    public double Margin(ReadOnlySpan<double> x, ImageSize size)
    {
        var (maps, _) = Forward(x, size, null);
        var margin = double.PositiveInfinity;
        for (var l = 0; l < trunk.Layers.Count; l++)
        {
            var input = maps[l];
            var scale = Math.Max(input.Values.Max(Math.Abs), 1e-300);
            if (trunk.Layers[l] is ReluLayer)
            {
                margin = Math.Min(margin, input.Values.Min(Math.Abs) / scale);
            }
            else if (trunk.Layers[l] is MaxPoolLayer pool)
            {
                foreach (var cells in Cells(input, maps[l + 1], pool.Window))
                {
                    double[] sorted = [.. cells.Select(c => input.Values[c]).OrderDescending()];
                    // All zero after a ReLU: whichever wins, its mask stops the gradient.
                    if (sorted.Length > 1 && sorted[0] != 0)
                    {
                        margin = Math.Min(margin, (sorted[0] - sorted[1]) / scale);
                    }
                }
            }
        }
        return margin;
    }

    private (ReferenceMap[] Maps, ReferenceDecisions Decisions) Forward(
        ReadOnlySpan<double> x,
        ImageSize size,
        ReferenceDecisions? given
    )
    {
        var count = trunk.Layers.Count;
        var (masks, winners) = (new bool[]?[count], new int[]?[count]);
        var maps = new ReferenceMap[count + 1];
        maps[0] = new(x.ToArray(), 3, size.Height, size.Width);
        for (var l = 0; l < count; l++)
        {
            var input = maps[l];
            switch (trunk.Layers[l])
            {
                case ConvolutionLayer c:
                    maps[l + 1] = ReferenceConvolution.Forward(c, input, bias: true);
                    break;
                case ReluLayer:
                    masks[l] = given?.Masks[l] ?? [.. input.Values.Select(v => v > 0)];
                    maps[l + 1] = input with { Values = Masked(input.Values, masks[l]!) };
                    break;
                case MaxPoolLayer p:
                    maps[l + 1] = input.Pooled(p.Window);
                    winners[l] =
                        given?.Winners[l]
                        ?? [.. Cells(input, maps[l + 1], p.Window).Select(c => c.MaxBy(i => input.Values[i]))];
                    maps[l + 1] = maps[l + 1] with { Values = [.. winners[l]!.Select(w => input.Values[w])] };
                    break;
                case AveragePoolLayer p:
                    maps[l + 1] = Averaged(p, input);
                    break;
                default:
                    throw new NotSupportedException();
            }
        }
        return (maps, new(masks, winners));
    }

    /// <summary>G; seeds of the map after each layer are added to its gradient, null adds nothing.</summary>
    private double[] Backward(ReferenceMap[] maps, ReferenceDecisions decisions, double[]?[] seeds)
    {
        var g = new double[maps[^1].Values.Length];
        for (var l = trunk.Layers.Count - 1; l >= 0; l--)
        {
            g = seeds[l + 1] is { } seed ? [.. g.Zip(seed, (a, b) => a + b)] : g;
            var input = maps[l];
            var next = new double[input.Values.Length];
            switch (trunk.Layers[l])
            {
                case ConvolutionLayer c:
                    ReferenceConvolution.Backward(c, input, maps[l + 1], g, next);
                    break;
                case ReluLayer:
                    next = Masked(g, decisions.Masks[l]!);
                    break;
                case MaxPoolLayer:
                    for (var o = 0; o < g.Length; o++)
                    {
                        next[decisions.Winners[l]![o]] += g[o];
                    }
                    break;
                case AveragePoolLayer p:
                    var windows = Cells(input, maps[l + 1], p.Window).ToArray();
                    for (var o = 0; o < g.Length; o++)
                    {
                        foreach (var cell in windows[o])
                        {
                            next[cell] += g[o] / Divisor(p, windows[o]);
                        }
                    }
                    break;
                default:
                    throw new NotSupportedException();
            }
            g = next;
        }
        return g;
    }

    /// <summary>Tangents of all maps, the image's first.</summary>
    private double[][] Tangents(ReferenceMap[] maps, ReferenceDecisions decisions, double[] v)
    {
        var tangents = new List<double[]> { v };
        for (var l = 0; l < trunk.Layers.Count; l++)
        {
            var input = maps[l] with { Values = v };
            v = trunk.Layers[l] switch
            {
                ConvolutionLayer c => ReferenceConvolution.Forward(c, input, bias: false).Values,
                ReluLayer => Masked(v, decisions.Masks[l]!),
                MaxPoolLayer => [.. decisions.Winners[l]!.Select(w => input.Values[w])],
                AveragePoolLayer p => Averaged(p, input).Values,
                _ => throw new NotSupportedException(),
            };
            tangents.Add(v);
        }
        return [.. tangents];
    }

    private static double[] Masked(double[] values, bool[] mask) => [.. values.Select((v, i) => mask[i] ? v : 0)];

    private static double Divisor(AveragePoolLayer pool, int[] cells) =>
        pool.CountIncludesPadding ? pool.Window.Height * pool.Window.Width : cells.Length;

    private static ReferenceMap Averaged(AveragePoolLayer pool, ReferenceMap input)
    {
        var output = input.Pooled(pool.Window);
        return output with
        {
            Values = [.. Cells(input, output, pool.Window).Select(c => c.Sum(i => input.Values[i]) / Divisor(pool, c))],
        };
    }

    /// <summary>For each output of a pool the input cells of its window that lie inside the image, row-major.</summary>
    private static IEnumerable<int[]> Cells(ReferenceMap input, ReferenceMap output, Window w)
    {
        for (var c = 0; c < output.Channels; c++)
        {
            for (var y = 0; y < output.Height; y++)
            {
                for (var x = 0; x < output.Width; x++)
                {
                    var (top, left) = (y * w.StrideY - w.Top, x * w.StrideX - w.Left);
                    yield return
                    [
                        .. from dy in Enumerable.Range(top, w.Height)
                        where dy >= 0 && dy < input.Height
                        from dx in Enumerable.Range(left, w.Width)
                        where dx >= 0 && dx < input.Width
                        select input.Index(c, dy, dx),
                    ];
                }
            }
        }
    }
}
