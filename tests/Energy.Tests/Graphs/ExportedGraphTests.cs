using Microsoft.ML.OnnxRuntime;
using WFrame.Energy.Tests.Engines;
using WFrame.Graphs;
using WFrame.Responses;
using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Graphs;

public sealed class ExportedGraphTests
{
    [Theory]
    [InlineData("trunk_2_photos_filter")]
    [InlineData("trunk_3_zero")]
    [InlineData("trunk_4_blocks")]
    [InlineData("trunk_5_noise_48x40")]
    public void Given_exported_graphs_When_stock_ONNX_Runtime_runs_them_Then_the_oracle_agrees(string name)
    {
        using var folder = new TemporaryFolder();
        var oracle = OracleFolder.Case(name);
        GradientGraphs.Export(RawWeights.Read(oracle.WeightsFolder), folder.Path);

        var phi = Run(folder.At("phi.onnx"), oracle);
        var gradient = Run(folder.At("gradient.onnx"), oracle);
        var penalty = Run(folder.At("penalty.onnx"), oracle);

        Assert.Equal(["phi", "responses"], phi.Keys);
        Assert.Equal(["gradient", "phi"], gradient.Keys);
        Assert.Equal(["responses", "phi", "gradient", "penalty"], penalty.Keys);
        oracle.AssertClose("F", phi["responses"]);
        oracle.AssertClose("F", penalty["responses"]);
        oracle.AssertClose("G", gradient["gradient"]);
        oracle.AssertClose("G", penalty["gradient"]);
        // float32 sums of all terms: looser than the engine's, which sums in double.
        Assert.InRange(Compare.RelativeError(Compare.ToDouble(phi["phi"]), oracle.Doubles("Phi")), 0, 2e-5);
        var p = Compare.ToDouble(penalty["penalty"]);
        var perNumber = p.Length / oracle.Doubles("P").Length;
        double[] summed = [.. p.Chunk(perNumber).Select(c => c.Sum())];
        oracle.AssertClose("P", summed);
    }

    [Fact]
    public void Given_any_trunk_When_exported_Then_every_operator_has_a_CUDA_kernel_for_its_types()
    {
        var used = new HashSet<string>();
        for (var seed = 0; seed < 60; seed++)
        {
            var trunk = RandomTrunks.Draw(new Random(seed));
            foreach (var model in Exported(trunk))
            {
                used.UnionWith(model.Graph.Node.Select(n => n.OpType));
                Assert.Empty(CudaKernels.Missing(model));
            }
        }
        Assert.Contains("ScatterElements", used);
    }

    [Fact]
    public void Given_graphs_that_no_GPU_could_run_When_checked_Then_the_test_above_would_notice()
    {
        var trunk = Enumerable.Range(0, 60).Select(s => RandomTrunks.Draw(new Random(s))).First(HasScatter);

        Assert.Contains("MaxUnpool: no kernel", Missing(m => Scatter(m).OpType = "MaxUnpool"));
        Assert.Contains("Conv: not for type 11", Missing(m => Input(m).ElemType = 11));
        Assert.Contains("operator sets  17", Missing(m => m.OpsetImport[0].Version = 17));

        string[] Missing(Action<ModelProto> spoil)
        {
            var model = Exported(trunk)[1];
            spoil(model);
            return [.. CudaKernels.Missing(model)];
        }

        static bool HasScatter(Trunk trunk) => Exported(trunk)[1].Graph.Node.Any(n => n.OpType == "ScatterElements");

        static NodeProto Scatter(ModelProto model) => model.Graph.Node.First(n => n.OpType == "ScatterElements");

        static TypeProto.Types.Tensor Input(ModelProto model) =>
            model.Graph.Input.First(i => i.Name == "x").Type.TensorType;
    }

    private static ModelProto[] Exported(Trunk trunk) =>
        [
            .. new[]
            {
                GradientGraphs.Phi(trunk),
                GradientGraphs.Gradient(trunk),
                GradientGraphs.Penalty(trunk),
            }.Select(bytes => ModelFile.Parse("exported", bytes)),
        ];

    [Theory]
    [InlineData("trunk_1_photos_spatial")]
    [InlineData("trunk_2_photos_filter")]
    public void Given_a_learned_model_When_its_score_graph_runs_Then_Phi_and_the_reference_add_up(string name)
    {
        var oracle = OracleFolder.Case(name);
        var given = OracleInputs.Of(oracle);
        var two = new Theta(given.Theta.Layout, 2, [.. given.Theta.Values, .. given.Theta.Values.Select(v => -2 * v)]);
        using var session = new InferenceSession(GradientGraphs.Score(given.Trunk, two, given.X.Size, 2));
        var shape = oracle.Shape("x");

        var outputs = Run(session, new() { ["Pixels"] = (oracle.Floats("x"), shape) });

        var expected = oracle.Doubles("Phi");
        var dimension = given.X.Size.Dimension;
        for (var i = 0; i < expected.Length; i++)
        {
            var square = oracle.Floats("x").AsSpan(i * dimension, dimension).ToArray().Sum(v => (double)v * v);
            var scale = Math.Abs(expected[i]) + square;
            Assert.InRange(Math.Abs(outputs["Phi"][2 * i] - expected[i]), 0, 2e-5 * scale);
            Assert.InRange(Math.Abs(outputs["Phi"][2 * i + 1] + 2 * expected[i]), 0, 4e-5 * scale);
            Assert.InRange(Math.Abs(outputs["Score"][2 * i] - (expected[i] - square / 8)), 0, 2e-5 * scale);
        }
    }

    [Theory]
    [InlineData("taps_1_filters")]
    [InlineData("taps_3_spatial_and_filter")]
    public void Given_taps_at_several_layers_When_exported_Then_each_has_its_own_theta_responses_and_penalty(
        string name
    )
    {
        var oracle = TapOracle.All.Single(c => c.Name == name);
        var trunk = oracle.Trunk();
        var (x, theta) = (oracle.X, oracle.Theta(trunk));
        var taps = theta.Layout.Taps;
        var inputs = taps.ToDictionary(
            tap => "theta_" + tap.Layer,
            tap => (oracle.Floats("theta", tap), ThetaShape(tap))
        );
        inputs["x"] = (oracle.Floats("x"), [x.Count, 3, x.Size.Height, x.Size.Width]);
        using var gradient = new InferenceSession(GradientGraphs.Gradient(trunk, theta.Layout));
        using var penalty = new InferenceSession(GradientGraphs.Penalty(trunk, theta.Layout));

        var (g, all) = (Run(gradient, inputs), Run(penalty, inputs));

        AssertClose(oracle.Phi, g["phi"]);
        AssertClose(oracle.Phi, all["phi"]);
        Assert.Equal(g["gradient"], all["gradient"]);
        AssertClose(Compare.ToDouble(oracle.Floats("G")), g["gradient"]);
        foreach (var tap in taps)
        {
            AssertClose(Compare.ToDouble(oracle.Floats("F", tap)), all["responses_" + tap.Layer]);
            var p = all["penalty_" + tap.Layer].Chunk(tap.Length / tap.ThetaLength).Select(c => c.Sum());
            AssertClose(Compare.ToDouble(oracle.Floats("P", tap)), [.. p]);
        }
    }

    [Theory]
    [InlineData("taps_1_filters")]
    [InlineData("taps_3_spatial_and_filter")]
    public void Given_taps_at_several_layers_When_scored_or_taken_as_features_Then_they_follow_the_layout(string name)
    {
        var oracle = TapOracle.All.Single(c => c.Name == name);
        var trunk = oracle.Trunk();
        var (x, theta) = (oracle.X, oracle.Theta(trunk));
        var layout = theta.Layout;
        Tap[] taps = [.. layout.Taps.Select(tap => new Tap(tap.Layer, tap.Form))];
        var pixels = (oracle.Floats("x"), new[] { x.Count, 3, x.Size.Height, x.Size.Width });
        using var score = new InferenceSession(GradientGraphs.Score(trunk, theta, x.Size, 1));
        using var whole = new InferenceSession(FeatureGraph.Create(trunk, x.Size, false, "x", "f", taps));
        using var pooled = new InferenceSession(FeatureGraph.Create(trunk, x.Size, true, "x", "f", taps));

        AssertClose(oracle.Phi, Run(score, new() { ["Pixels"] = pixels })["Phi"]);
        var features = Run(whole, new() { ["x"] = pixels })["f"];
        var means = Run(pooled, new() { ["x"] = pixels })["f"];
        Assert.Equal(x.Count * layout.Length, features.Length);
        Assert.Equal(x.Count * layout.Taps.Sum(tap => tap.Channels), means.Length);
        for (var i = 0; i < x.Count; i++)
        {
            var image = features.AsMemory(i * layout.Length, layout.Length);
            var mean = means.AsSpan(i * (means.Length / x.Count), means.Length / x.Count);
            foreach (var tap in layout.Taps)
            {
                var f = image.Slice(tap.Offset, tap.Length).ToArray();
                AssertClose(Compare.ToDouble(oracle.Floats("F", tap).AsSpan(i * tap.Length, tap.Length)), f);
                double[] expected = [.. f.Chunk(tap.Positions).Select(c => c.Average(v => (double)v))];
                AssertClose(expected, mean[..tap.Channels]);
                mean = mean[tap.Channels..];
            }
        }
    }

    private static int[] ThetaShape(ResponseTap tap) =>
        tap.Form == ThetaForm.Spatial ? [1, tap.Channels, tap.Height, tap.Width] : [1, tap.Channels, 1, 1];

    // float32 sums of all terms: looser than the engine's, which sums in double.
    private static void AssertClose(double[] expected, ReadOnlySpan<float> actual) =>
        Assert.InRange(Compare.RelativeError(Compare.ToDouble(actual), expected), 0, 2e-5);

    private static Dictionary<string, float[]> Run(string path, OracleCase oracle)
    {
        using var session = new InferenceSession(path);
        return Run(
            session,
            new()
            {
                ["x"] = (oracle.Floats("x"), oracle.Shape("x")),
                ["theta"] = (oracle.Floats("theta"), oracle.Shape("theta")),
            }
        );
    }

    private static Dictionary<string, float[]> Run(
        InferenceSession session,
        Dictionary<string, (float[] Values, int[] Shape)> inputs
    )
    {
        using var options = new RunOptions();
        var values = inputs.ToDictionary(
            i => i.Key,
            i => OrtValue.CreateTensorValueFromMemory(i.Value.Values, [.. i.Value.Shape.Select(s => (long)s)])
        );
        using var outputs = session.Run(options, values, session.OutputNames);
        return session
            .OutputNames.Zip(outputs)
            .ToDictionary(o => o.First, o => o.Second.GetTensorDataAsSpan<float>().ToArray());
    }
}
