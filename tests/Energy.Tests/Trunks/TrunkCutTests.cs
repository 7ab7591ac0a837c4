using Google.Protobuf;
using WFrame.Energy.Tests.Engines;
using WFrame.Graphs;
using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Trunks;

/// <summary>A classifier made here: convolutions with pools, Dropout and Identity between, then Flatten and Gemm.</summary>
public sealed class TrunkCutTests
{
    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 4)]
    [InlineData(3, 7)]
    public void Given_a_classifier_When_cut_Then_the_trunk_ends_after_the_Relu_of_the_last_convolution(
        int n,
        int layers
    )
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.At("full.onnx"), Classifier().ToByteArray());

        var trunk = Trunk.Cut(folder.At("full.onnx"), n);

        Assert.Equal(layers, trunk.Layers.Count);
        Assert.IsType<ReluLayer>(trunk.Layers[^1]);
        var whole = SmallTrunks.Vgg(Window.Square(2, 2, 0)).Layers.OfType<ConvolutionLayer>().ToArray();
        var cut = trunk.Layers.OfType<ConvolutionLayer>().ToArray();
        Assert.Equal(n, cut.Length);
        Assert.All(cut.Zip(whole), p => Assert.Equal(p.Second.Kernel, p.First.Kernel));
        Assert.All(cut.Zip(whole), p => Assert.Equal(p.Second.Bias, p.First.Bias));
        trunk.Save(folder.At("cut.onnx"));
        Assert.Equal(layers, Trunk.Load(folder.At("cut.onnx")).Layers.Count);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void Given_a_classifier_When_more_is_cut_than_it_has_Then_the_number_is_refused(int n)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.At("full.onnx"), Classifier().ToByteArray());

        Assert.Throws<UsageException>(() => Trunk.Cut(folder.At("full.onnx"), n));
    }

    [Fact]
    public void Given_a_classifier_When_loaded_as_a_trunk_Then_the_first_unsupported_node_is_named()
    {
        Refused(Classifier(), "node 1 (Identity)", "Relu, MaxPool and AveragePool");
    }

    [Fact]
    public void Given_spoilt_trunks_When_loaded_Then_the_node_and_the_reason_are_named()
    {
        Refused(Spoilt(g => g.Node[0].Attribute.Add(GraphBuilder.Int("group", 3))), "node 0 (Conv)", "group 3");
        Refused(Spoilt(g => g.Node[2].Input[1] = "nowhere"), "node 2 (Conv)", "nowhere");
        Refused(Spoilt(g => g.Node[2].Input[1] = g.Node[5].Input[1]), "node 2 (Conv)", "channels");
        Refused(Spoilt(g => g.Node[1].OpType = "Sigmoid"), "node 1 (Sigmoid)", "not supported");
        Refused(Spoilt(g => g.Node[3].Input[0] = "x"), "node 3 (Relu)", "chain");
        Refused(
            Spoilt(g => g.Node[4].Attribute.Add(GraphBuilder.Int("ceil_mode", 1))),
            "node 4 (MaxPool)",
            "ceil_mode"
        );
        Refused(
            Spoilt(g => g.Initializer[0].RawData = Values([float.NaN, .. new float[107]])),
            "node 0 (Conv)",
            "finite"
        );
        Refused(Spoilt(g => g.Initializer[0].RawData = Values(new float[5])), "node 0 (Conv)", "5 weights");
        Refused(Spoilt(g => g.Node[0].Input.RemoveAt(1)), "node 0 (Conv)");
        Refused(Spoilt(g => g.Node[0].Attribute.Add(GraphBuilder.Ints("dilations", 2, 2))), "dilations");
    }

    private static ModelProto Spoilt(Action<GraphProto> spoil)
    {
        var model = TrunkWriter.Model(SmallTrunks.Vgg(Window.Square(2, 2, 0)));
        spoil(model.Graph);
        return model;
    }

    private static void Refused(ModelProto model, params string[] words)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.At("bad.onnx"), model.ToByteArray());
        var error = Assert.Throws<InvalidContentException>(() => Trunk.Load(folder.At("bad.onnx")));
        Assert.All(words.Append("bad.onnx"), w => Assert.Contains(w, error.Message, StringComparison.Ordinal));
    }

    /// <summary>Weights in all three ways a file may hold them: raw_data, float_data and a Constant node.</summary>
    private static ModelProto Classifier()
    {
        var graph = new GraphBuilder("classifier");
        var value = graph.Input("x", ["N", "", "H", "W"], -1, 3, -1, -1);
        foreach (var layer in SmallTrunks.Vgg(Window.Square(2, 2, 0)).Layers)
        {
            value = ForwardNodes.Add(graph, layer, value);
            value = layer is ReluLayer ? graph.Add("Dropout", [value]) : graph.Add("Identity", [value]);
        }
        value = graph.Add("Flatten", [value]);
        graph.Output("classes", value, ["N", "K"], -1, -1);
        var model = graph.Build(17);
        // A Relu may not be the node after the Conv: Identity lies between, which cutting passes over.
        var initializers = model.Graph.Initializer;
        var second = initializers.Single(i => i.Name == "conv1_2_W");
        second.FloatData.AddRange(MemoryMarshal.Cast<byte, float>(second.RawData.Span).ToArray());
        second.RawData = ByteString.Empty;
        var third = initializers.Single(i => i.Name == "conv2_1_W");
        initializers.Remove(third);
        var constant = new NodeProto { OpType = "Constant", Output = { third.Name } };
        constant.Attribute.Add(
            new AttributeProto
            {
                Name = "value",
                T = third,
                Type = 4,
            }
        );
        model.Graph.Node.Insert(model.Graph.Node.Count - 2, constant);
        return model;
    }

    private static ByteString Values(float[] values) => ByteString.CopyFrom(MemoryMarshal.AsBytes<float>(values));
}
