using Google.Protobuf;
using WFrame.Energy.Tests.Engines;
using WFrame.Graphs;
using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Trunks;

public sealed class TrunkFileTests
{
    private static string Raw => Path.Combine(Repository.Root, "tests", "oracle", "trunks", "vgg16-conv4");

    private static string Model => Path.Combine(Repository.Root, "models", "vgg16_conv4.onnx");

    [Fact]
    public void Given_the_committed_model_When_loaded_Then_its_weights_are_the_raw_files_bit_for_bit()
    {
        foreach (var trunk in new[] { Trunk.Vgg16Conv4(), Trunk.Load(Model) })
        {
            var convolutions = trunk.Layers.OfType<ConvolutionLayer>().ToArray();
            Assert.Equal(["conv1_1", "conv1_2", "conv2_1", "conv2_2"], convolutions.Select(c => c.Name));
            foreach (var layer in convolutions)
            {
                Assert.Equal(Bytes(layer.Kernel), File.ReadAllBytes(Path.Combine(Raw, $"{layer.Name}_W.f32")));
                Assert.Equal(Bytes(layer.Bias), File.ReadAllBytes(Path.Combine(Raw, $"{layer.Name}_b.f32")));
            }
            Assert.False(trunk.MeanAssumed);
            Assert.Equal("CC BY 4.0", trunk.Origin?.Licence);
            Assert.Equal(64, trunk.Sha256.Length);
        }
    }

    [Fact]
    public void Given_weights_in_another_file_When_loaded_Then_the_sentence_says_so_and_what_to_do()
    {
        var model = ModelProto.Parser.ParseFrom(File.ReadAllBytes(Model));
        var tensor = model.Graph.Initializer[0];
        tensor.RawData = ByteString.Empty;
        tensor.DataLocation = 1;
        tensor.ExternalData.Add(new StringStringEntryProto { Key = "location", Value = "weights.bin" });

        var refused = Assert.Throws<InvalidContentException>(() => Trunk.Read("outside.onnx", model.ToByteArray()));

        Assert.Contains("as external data in weights.bin", refused.Message, StringComparison.Ordinal);
        Assert.Contains("weights inside", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_the_raw_weights_When_saved_Then_the_bytes_are_those_of_the_committed_files()
    {
        using var folder = new TemporaryFolder();
        RawWeights.Read(Raw).Save(folder.At("vgg16_conv4.onnx"));

        Assert.Equal(File.ReadAllBytes(Model), File.ReadAllBytes(folder.At("vgg16_conv4.onnx")));
        Assert.Equal(File.ReadAllBytes(Trunk.CardPath(Model)), File.ReadAllBytes(folder.At("vgg16_conv4.json")));
    }

    [Fact]
    public void Given_any_trunk_When_saved_and_loaded_Then_its_layers_and_mean_are_kept()
    {
        using var folder = new TemporaryFolder();
        for (var seed = 0; seed < 20; seed++)
        {
            var drawn = RandomTrunks.Draw(new Random(seed));
            var trunk = new Trunk("drawn", drawn.Layers, [1, 2, 3]);
            trunk.Save(folder.At("drawn.onnx"));
            var loaded = Trunk.Load(folder.At("drawn.onnx"));

            Assert.Equal([1f, 2, 3], loaded.Mean);
            Assert.Equal(trunk.Layers.Select(Describe), loaded.Layers.Select(Describe));
        }
    }

    [Fact]
    public void Given_no_card_When_loaded_Then_the_VGG_mean_is_assumed_and_said()
    {
        using var folder = new TemporaryFolder();
        File.Copy(Model, folder.At("alone.onnx"));

        var trunk = Trunk.Load(folder.At("alone.onnx"));

        Assert.True(trunk.MeanAssumed);
        Assert.Equal(Trunk.VggMean, trunk.Mean);
    }

    [Fact]
    public void Given_another_sha256_than_the_card_says_When_loaded_Then_it_is_refused()
    {
        using var folder = new TemporaryFolder();
        var bytes = File.ReadAllBytes(Model);
        bytes[500_000] ^= 1;
        File.WriteAllBytes(folder.At("t.onnx"), bytes);
        File.Copy(Trunk.CardPath(Model), folder.At("t.json"));

        var error = Assert.Throws<InvalidContentException>(() => Trunk.Load(folder.At("t.onnx")));
        Assert.Contains("sha256", error.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(5000)]
    [InlineData(1_000_000)]
    [InlineData(1_041_000)]
    public void Given_a_truncated_file_When_loaded_Then_one_sentence_names_it(int length)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllBytes(folder.At("cut.onnx"), File.ReadAllBytes(Model)[..length]);

        var error = Assert.Throws<InvalidContentException>(() => Trunk.Load(folder.At("cut.onnx")));
        Assert.Contains("cut.onnx", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_text_When_loaded_Then_it_is_not_an_ONNX_model()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.At("text.onnx"), "This is not a model.\n");

        Assert.Throws<InvalidContentException>(() => Trunk.Load(folder.At("text.onnx")));
    }

    private static byte[] Bytes(float[] values) => [.. values.SelectMany(BitConverter.GetBytes)];

    private static string Describe(TrunkLayer layer) =>
        layer switch
        {
            ConvolutionLayer c => $"{c.Window} {string.Join(' ', c.Kernel)} {string.Join(' ', c.Bias)}",
            MaxPoolLayer p => $"max {p.Window}",
            AveragePoolLayer p => $"mean {p.Window} {p.CountIncludesPadding}",
            _ => "relu",
        };
}
