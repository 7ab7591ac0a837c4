using Google.Protobuf;
using WFrame.Files;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Graphs;

/// <summary>
/// A trunk's responses and derivatives as plain ONNX (opset 18), dynamic in batch, height and width, weights frozen in,
/// which any ONNX runtime can run. Inputs x [N,3,H,W] (B, G, R minus the mean) and theta [B,C,h,w] with B = 1 or N and
/// h, w the map's size, or 1, 1 for one number a filter. With several taps there are a theta, responses and a penalty for
/// each, named after its layer: theta_conv2_2. Graphs of groups take thetas of B models, and group [N], the model of each image.
/// Of a layout only the layers and the tiling count; null stands for the last
/// layer and zero padding.
/// </summary>
internal static class GradientGraphs
{
    private const int Opset = 18;
    private static readonly string[] ImageSymbols = ["N", "", "H", "W"];

    /// <summary>x -> responses F [N,C,h,w].</summary>
    public static byte[] Responses(Trunk trunk, ResponseLayout? layout = null)
    {
        var (graph, taps, tape) = Begin("responses", trunk, layout);
        taps.Output(graph, "responses", tape.Outputs);
        return graph.Build(Opset).ToByteArray();
    }

    /// <summary>x, theta -> phi [N] = sum theta * F, responses.</summary>
    public static byte[] Phi(Trunk trunk, ResponseLayout? layout = null)
    {
        var (graph, taps, tape) = Begin("phi", trunk, layout);
        Phi(graph, tape, taps.Theta(graph));
        taps.Output(graph, "responses", tape.Outputs);
        return graph.Build(Opset).ToByteArray();
    }

    /// <summary>x, theta -> gradient G = dPhi/dx [N,3,H,W], and phi unless it is not wanted.</summary>
    public static byte[] Gradient(
        Trunk trunk,
        ResponseLayout? layout = null,
        bool phi = true,
        bool unpool = false,
        bool groups = false
    )
    {
        var (graph, taps, tape) = Begin("gradient", trunk, layout, decisions: true, unpool);
        var theta = taps.Theta(graph, groups);
        graph.Output("gradient", tape.Gradient(theta), ImageSymbols, -1, 3, -1, -1);
        if (phi)
        {
            Phi(graph, tape, theta);
        }
        return graph.Build(Opset).ToByteArray();
    }

    /// <summary>
    /// x, theta, z, a, b, c -> next = a*x + b*G + c*z, summed from left to right; z [N,3,H,W], and [1] each a, b, c. So a
    /// device takes step after step on its own results.
    /// </summary>
    public static byte[] Step(Trunk trunk, ResponseLayout? layout = null, bool unpool = false, bool groups = false)
    {
        var (graph, taps, tape) = Begin("step", trunk, layout, decisions: true, unpool);
        var gradient = tape.Gradient(taps.Theta(graph, groups));
        var z = graph.Input("z", ImageSymbols, -1, 3, -1, -1);
        string Times(string factor, string value) => graph.Add("Mul", [value, graph.Input(factor, [], 1)]);
        var drift = graph.Add("Add", [Times("a", "x"), Times("b", gradient)]);
        graph.Output("next", graph.Add("Add", [drift, Times("c", z)]), ImageSymbols, -1, 3, -1, -1);
        return graph.Build(Opset).ToByteArray();
    }

    /// <summary>
    /// x, theta -> responses, phi, gradient and penalty P = d|G|^2/dtheta = 2 JVP_F(x)[G], [N,C,h,w]. For theta with one
    /// number a filter, P is the sum of this over positions, which the caller takes in the precision it wants.
    /// </summary>
    public static byte[] Penalty(
        Trunk trunk,
        ResponseLayout? layout = null,
        bool phi = true,
        bool unpool = false,
        bool groups = false
    )
    {
        var (graph, taps, tape) = Begin("penalty", trunk, layout, decisions: true, unpool);
        var theta = taps.Theta(graph, groups);
        var gradient = tape.Gradient(theta);
        var tangents = tape.Tangent(gradient);
        string[] penalties = [.. tangents.Select(t => graph.Add("Mul", [t, graph.Constant("two", [2f], 1)]))];
        taps.Output(graph, "responses", tape.Outputs);
        if (phi)
        {
            Phi(graph, tape, theta);
        }
        graph.Output("gradient", gradient, ImageSymbols, -1, 3, -1, -1);
        taps.Output(graph, "penalty", penalties);
        return graph.Build(Opset).ToByteArray();
    }

    /// <summary>Writes phi.onnx, gradient.onnx and penalty.onnx; creates the folder.</summary>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    public static void Export(Trunk trunk, string folder)
    {
        Directory.CreateDirectory(folder);
        AtomicFile.Write(Path.Combine(folder, "phi.onnx"), Phi(trunk));
        AtomicFile.Write(Path.Combine(folder, "gradient.onnx"), Gradient(trunk));
        AtomicFile.Write(Path.Combine(folder, "penalty.onnx"), Penalty(trunk));
    }

    /// <summary>
    /// The learned model as one graph: Pixels [N,3,H,W] (B, G, R; minus the mean, or 0..255 when
    /// <paramref name="subtractMean"/>) -> Score [N,K] = Phi - |x|^2/(2 sigma^2) and Phi [N,K], one column a component.
    /// </summary>
    /// <param name="trunk">The trunk.</param>
    /// <param name="theta">Theta of the K components.</param>
    /// <param name="size">Image size, fixed in the graph.</param>
    /// <param name="referenceSigma">Sigma of the reference q = N(0, sigma^2 I), in pixel units.</param>
    /// <param name="subtractMean">Whether the graph subtracts the trunk's mean itself.</param>
    /// <param name="directions">
    /// Mean directions of the responses to the training images, shaped as theta: one more output, Similarity [N,K], and of
    /// spatial theta Map [N,H,W], where an image is unlike the training images of the component that it is most like.
    /// </param>
    /// <param name="texture">What the Map of filter theta is made of; null for none.</param>
    /// <exception cref="UsageException">The size does not fit theta, or sigma is not above 0.</exception>
    public static byte[] Score(
        Trunk trunk,
        Theta theta,
        ImageSize size,
        double referenceSigma,
        bool subtractMean = false,
        Theta? directions = null,
        TextureReading? texture = null
    )
    {
        var layout = theta.Layout;
        if (!trunk.Fits(layout, size))
        {
            throw new UsageException(
                $"Theta of {layout} does not fit images of {size} px; give the size it was learned at."
            );
        }
        if (!(referenceSigma > 0 && double.IsFinite(referenceSigma)))
        {
            throw new UsageException($"Reference sigma {referenceSigma} is not allowed; give a number above 0.");
        }
        var graph = new GraphBuilder("score");
        var x = graph.Input("Pixels", ["N"], -1, 3, size.Height, size.Width);
        if (subtractMean)
        {
            x = graph.Add("Sub", [x, graph.Constant("mean", trunk.Mean.ToArray(), 1, 3, 1, 1)]);
        }
        int[] layers = [.. layout.Taps.Select(tap => tap.LayerIndex)];
        var tape = new Tape(graph, trunk, layers, x);
        string[] statistics = [.. layout.Taps.Zip(tape.Outputs, (tap, output) => Statistics(graph, tap, output))];
        var flat =
            statistics.Length == 1 ? statistics[0] : graph.Add("Concat", statistics, GraphBuilder.Int("axis", 1));
        var weights = graph.Constant("theta", theta.Values, theta.Groups, layout.ThetaLength);
        var phi = graph.Add("Gemm", [flat, weights], GraphBuilder.Int("transB", 1));
        var square = graph.Add(
            "ReduceSum",
            [graph.Add("Mul", [x, x]), graph.Integers(1, 2, 3)],
            GraphBuilder.Int("keepdims", 0)
        );
        var column = graph.Add("Reshape", [square, graph.Integers(-1, 1)]);
        var half = graph.Constant("half_inverse_variance", [(float)(0.5 / (referenceSigma * referenceSigma))], 1);
        var score = graph.Add("Sub", [phi, graph.Add("Mul", [column, half])]);
        graph.Output("Score", score, ["N"], -1, theta.Groups);
        graph.Output("Phi", phi, ["N"], -1, theta.Groups);
        if (directions is not null)
        {
            var similar = SimilarityNodes.Add(graph, tape.Outputs, directions);
            graph.Output("Similarity", similar.Similarity, ["N"], -1, theta.Groups);
            var map =
                texture is not null ? TextureNodes.Map(graph, trunk, x, size, similar.Similarity, texture)
                : layout.Taps.All(tap => tap.Form == ThetaForm.Spatial)
                    ? SimilarityNodes.Map(graph, tape.Outputs, layout, similar, size)
                : null;
            if (map is not null)
            {
                graph.Output("Map", map, ["N"], -1, size.Height, size.Width);
            }
        }
        return graph.Build(Opset).ToByteArray();
    }

    /// <summary>What theta of a tap is multiplied with, [N, numbers of theta]: F, or its sums over the positions.</summary>
    private static string Statistics(GraphBuilder graph, ResponseTap tap, string output)
    {
        var statistics =
            tap.Form == ThetaForm.Spatial
                ? output
                : graph.Add("ReduceSum", [output, graph.Integers(2, 3)], GraphBuilder.Int("keepdims", 0));
        return graph.Add("Reshape", [statistics, graph.Integers(-1, tap.ThetaLength)]);
    }

    private static (GraphBuilder Graph, GraphTaps Taps, Tape Tape) Begin(
        string name,
        Trunk trunk,
        ResponseLayout? layout,
        bool decisions = false,
        bool unpool = false
    )
    {
        var graph = new GraphBuilder(name);
        var taps = new GraphTaps(
            layout is null
                ? [trunk.Taps[^1]]
                : [.. layout.Taps.Select(tap => (tap.Layer, tap.LayerIndex, tap.Channels))]
        );
        var images = graph.Input("x", ImageSymbols, -1, 3, -1, -1);
        return (
            graph,
            taps,
            new Tape(graph, trunk, taps.Layers, images, decisions, unpool, layout?.Tiling ?? Tiling.None)
        );
    }

    private static void Phi(GraphBuilder graph, Tape tape, IReadOnlyList<string> theta)
    {
        var sums = theta
            .Zip(tape.Outputs, (t, f) => graph.Add("Mul", [t, f]))
            .Select(p => graph.Add("ReduceSum", [p, graph.Integers(1, 2, 3)], GraphBuilder.Int("keepdims", 0)));
        graph.Output("phi", sums.Aggregate((a, b) => graph.Add("Add", [a, b])), ["N"], -1);
    }
}
