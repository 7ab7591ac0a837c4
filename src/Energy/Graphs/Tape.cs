using WFrame.Trunks;

namespace WFrame.Graphs;

/// <summary>
/// The forward pass of a trunk as nodes, with what the two derivative passes need of it: each layer's input and output
/// and the winners of max-pools. All three passes so take every decision (ReLU, pool) from the same numbers.
/// </summary>
internal sealed class Tape
{
    private readonly GraphBuilder graph;
    private readonly Trunk trunk;
    private readonly bool unpool;
    private readonly List<Step> steps = [];
    private readonly Dictionary<string, string> masks = [];

    /// <summary>Runs the forward pass.</summary>
    /// <param name="graph">Receives the nodes.</param>
    /// <param name="trunk">The trunk.</param>
    /// <param name="x">Name of the images, [N,3,H,W].</param>
    /// <param name="decisions">Whether a derivative pass follows and needs the winners of max-pools.</param>
    /// <param name="unpool">MaxUnpool where windows do not overlap (CPU only) instead of ScatterElements.</param>
    public Tape(GraphBuilder graph, Trunk trunk, string x, bool decisions, bool unpool)
    {
        (this.graph, this.trunk, this.unpool, Output) = (graph, trunk, unpool, x);
        foreach (var layer in trunk.Layers)
        {
            if (layer is MaxPoolLayer pool && decisions)
            {
                var made = graph.AddNode("MaxPool", [Output], 2, ForwardNodes.WindowAttributes(pool.Window));
                steps.Add(new(layer, Output, made[0], made[1]));
            }
            else
            {
                steps.Add(new(layer, Output, ForwardNodes.Add(graph, layer, Output), ""));
            }
            Output = steps[^1].Output;
        }
    }

    /// <summary>Name of the responses F, [N,C,h,w].</summary>
    public string Output { get; }

    /// <summary>Reverse mode: G = dPhi/dx, seeded with theta. Masks after a max-pool are taken on the pooled map.</summary>
    public string Gradient(string theta)
    {
        // Where the last layer is a ReLU its mask broadcasts theta; elsewhere theta is expanded to the responses' shape.
        var g = theta;
        if (trunk.Layers[^1] is not ReluLayer)
        {
            g = graph.Add("Expand", [theta, graph.Add("Shape", [Output])]);
        }
        for (var i = steps.Count - 1; i >= 0; i--)
        {
            var step = steps[i];
            g = step.Layer switch
            {
                ConvolutionLayer c => ConvolutionGradient.Add(graph, c, g, step.Input),
                ReluLayer when MaskedByPool(i) => g,
                ReluLayer => graph.Add("Mul", [g, Mask(step.Output)]),
                MaxPoolLayer p => MaxPoolGradient(p, Pooled(i, g), step),
                AveragePoolLayer p => AveragePoolGradient.Add(graph, p, Channels(i), g, step.Input),
                _ => throw new NotSupportedException(step.Layer.GetType().Name),
            };
        }
        return g;
    }

    /// <summary>Forward mode: JVP_F(x)[v], without biases, with the masks and winners of x.</summary>
    public string Tangent(string v)
    {
        foreach (var step in steps)
        {
            v = step.Layer switch
            {
                ConvolutionLayer c => graph.Add(
                    "Conv",
                    [v, ForwardNodes.Kernel(graph, c)],
                    ForwardNodes.WindowAttributes(c.Window)
                ),
                ReluLayer => graph.Add("Mul", [v, Mask(step.Output)]),
                MaxPoolLayer => graph.Add("Gather", [Flat(v), step.Winners], GraphBuilder.Int("axis", 0)),
                _ => ForwardNodes.Add(graph, step.Layer, v),
            };
        }
        return v;
    }

    private bool MaskedByPool(int relu) => relu + 1 < steps.Count && steps[relu + 1].Layer is MaxPoolLayer;

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
