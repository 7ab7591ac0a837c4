using WFrame.Trunks;

namespace WFrame.Graphs;

/// <summary>
/// The forward pass of a trunk, up to its deepest tap, as nodes, with what the two derivative passes need of it: each
/// layer's input and output and the winners of max-pools. All three passes so take every decision (ReLU, pool) from the
/// same numbers.
/// </summary>
internal sealed class Tape
{
    private readonly GraphBuilder graph;
    private readonly Trunk trunk;
    private readonly int[] taps;
    private readonly bool unpool;
    private readonly Tiling tiling;
    private readonly List<Step> steps = [];
    private readonly Dictionary<string, string> masks = [];

    /// <summary>Runs the forward pass.</summary>
    /// <param name="graph">Receives the nodes.</param>
    /// <param name="trunk">The trunk.</param>
    /// <param name="taps">Indices of the layers that are read, ascending.</param>
    /// <param name="x">Name of the images, [N,3,H,W].</param>
    /// <param name="decisions">Whether a derivative pass follows and needs the winners of max-pools.</param>
    /// <param name="unpool">MaxUnpool where windows do not overlap (CPU only) instead of ScatterElements.</param>
    /// <param name="tiling">Along which axes the images are wrapped around.</param>
    public Tape(
        GraphBuilder graph,
        Trunk trunk,
        int[] taps,
        string x,
        bool decisions = false,
        bool unpool = false,
        Tiling tiling = Tiling.None
    )
    {
        (this.graph, this.trunk, this.taps, this.unpool, this.tiling) = (graph, trunk, taps, unpool, tiling);
        var output = x;
        foreach (var layer in trunk.Layers.Take(taps[^1] + 1))
        {
            if (layer is MaxPoolLayer pool && decisions)
            {
                var made = graph.AddNode("MaxPool", [output], 2, ForwardNodes.WindowAttributes(pool.Window));
                steps.Add(new(layer, output, made[0], made[1]));
            }
            else
            {
                steps.Add(new(layer, output, ForwardNodes.Add(graph, layer, output, tiling), ""));
            }
            output = steps[^1].Output;
        }
        Outputs = [.. taps.Select(tap => steps[tap].Output)];
    }

    /// <summary>Names of the responses F of each tap, [N,C,h,w].</summary>
    public IReadOnlyList<string> Outputs { get; }

    /// <summary>
    /// Reverse mode: G = dPhi/dx, seeded with theta at each tap. Masks after a max-pool are taken on the pooled map.
    /// </summary>
    /// <param name="theta">Names of the theta of each tap, [B,C,h,w] or [B,C,1,1].</param>
    public string Gradient(IReadOnlyList<string> theta)
    {
        string? g = null;
        for (var i = steps.Count - 1; i >= 0; i--)
        {
            var step = steps[i];
            if (Array.IndexOf(taps, i) is >= 0 and var tap)
            {
                g = Seeded(i, g, theta[tap]);
            }
            g = step.Layer switch
            {
                ConvolutionLayer c => ConvolutionGradient.Add(graph, c, g!, step.Input, tiling),
                ReluLayer when MaskedByPool(i) => g!,
                ReluLayer => graph.Add("Mul", [g!, Mask(step.Output)]),
                MaxPoolLayer p => MaxPoolGradient(p, Pooled(i, g!), step),
                AveragePoolLayer p => AveragePoolGradient.Add(graph, p, Channels(i), g!, step.Input),
                _ => throw new NotSupportedException(step.Layer.GetType().Name),
            };
        }
        return g!;
    }

    /// <summary>Forward mode: JVP_F(x)[v] of each tap, without biases, with the masks and winners of x.</summary>
    public IReadOnlyList<string> Tangent(string v)
    {
        var tangents = new List<string>();
        for (var i = 0; i < steps.Count; i++)
        {
            var step = steps[i];
            v = step.Layer switch
            {
                ConvolutionLayer c => ForwardNodes.Convolution(graph, c, v, bias: false, tiling),
                ReluLayer => graph.Add("Mul", [v, Mask(step.Output)]),
                MaxPoolLayer => graph.Add("Gather", [Flat(v), step.Winners], GraphBuilder.Int("axis", 0)),
                _ => ForwardNodes.Add(graph, step.Layer, v),
            };
            if (taps.Contains(i))
            {
                tangents.Add(v);
            }
        }
        return tangents;
    }

    /// <summary>The gradient at a tapped layer's output: what comes from the layers above, and theta.</summary>
    private string Seeded(int layer, string? above, string theta)
    {
        var step = steps[layer];
        if (above is null)
        {
            // A ReLU's mask broadcasts theta; elsewhere theta is expanded to the responses' shape.
            return step.Layer is ReluLayer ? theta : graph.Add("Expand", [theta, graph.Add("Shape", [step.Output])]);
        }
        return graph.Add("Add", [above, MaskedByPool(layer) ? graph.Add("Mul", [theta, Mask(step.Output)]) : theta]);
    }

    private bool MaskedByPool(int layer) =>
        steps[layer].Layer is ReluLayer && layer + 1 < steps.Count && steps[layer + 1].Layer is MaxPoolLayer;

    /// <summary>The gradient at a max-pool's output, masked there for the ReLU before the pool: same zeros, smaller map.</summary>
    private string Pooled(int pool, string g) =>
        pool > 0 && steps[pool - 1].Layer is ReluLayer ? graph.Add("Mul", [g, Mask(steps[pool].Output)]) : g;

    private string MaxPoolGradient(MaxPoolLayer pool, string g, Step step)
    {
        var w = pool.Window;
        var shape = graph.Add("Shape", [step.Input]);
        var overlaps = w.StrideY < w.Height || w.StrideX < w.Width;
        // MaxUnpool derives its least output size from the window and knows neither pads nor gaps.
        if (unpool && w == Window.Square(w.Height, w.Height, 0))
        {
            return graph.Add(
                "MaxUnpool",
                [g, step.Winners, shape],
                GraphBuilder.Ints("kernel_shape", w.Height, w.Width),
                GraphBuilder.Ints("strides", w.StrideY, w.StrideX)
            );
        }
        var length = graph.Add("Reshape", [graph.Add("Size", [step.Input]), graph.Integers(1)]);
        var zeros = graph.Add("ConstantOfShape", [length]);
        // A cell may win several overlapping windows: its gradients add up.
        AttributeProto[] attributes = overlaps
            ? [GraphBuilder.Int("axis", 0), GraphBuilder.Text("reduction", "add")]
            : [GraphBuilder.Int("axis", 0)];
        var scattered = graph.Add("ScatterElements", [zeros, Flat(step.Winners), Flat(g)], attributes);
        return graph.Add("Reshape", [scattered, shape]);
    }

    private string Flat(string value) => graph.Add("Reshape", [value, graph.Integers(-1)]);

    /// <summary>1 where the activation is above 0, else 0. HardSigmoid fuses and keeps the blocked layout.</summary>
    private string Mask(string activation)
    {
        if (!masks.TryGetValue(activation, out var mask))
        {
            mask = graph.Add(
                "HardSigmoid",
                [activation],
                GraphBuilder.Float("alpha", 1e30f),
                GraphBuilder.Float("beta", 0)
            );
            masks.Add(activation, mask);
        }
        return mask;
    }

    private int Channels(int index) => trunk.Layers.Take(index).OfType<ConvolutionLayer>().LastOrDefault()?.Out ?? 3;

    private sealed record Step(TrunkLayer Layer, string Input, string Output, string Winners);
}
