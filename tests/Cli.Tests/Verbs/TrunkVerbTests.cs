using WFrame.Testing;

namespace WFrame.Cli.Tests.Verbs;

public sealed class TrunkVerbTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static string Trunk => Path.Combine(Repository.Root, "models", "vgg16_conv4.onnx");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Given_a_trunk_when_cut_then_fewer_convolutions_remain()
    {
        var run = Invocation.Run(
            "trunk",
            "cut",
            Trunk,
            "--convolutions",
            "2",
            "--output",
            folder.At("t.onnx"),
            "--json"
        );

        Assert.Equal(64, (int)run.Succeeds().Json["channels"]!);
        Assert.True(File.Exists(folder.At("t.json")));
        Invocation
            .Run("trunk", "cut", Trunk, "--convolutions", "2", "--output", folder.At("t.onnx"))
            .Fails(2, "exists");
    }

    [Theory]
    [InlineData("0")]
    [InlineData("99")]
    [InlineData("two")]
    public void Given_an_impossible_number_when_cut_then_nothing_is_written(string convolutions)
    {
        Invocation.Run("trunk", "cut", Trunk, "--convolutions", convolutions, "--output", folder.At("t.onnx")).Fails(2);

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Given_a_trunk_when_its_gradients_are_written_then_three_graphs_are_there()
    {
        Invocation.Run("trunk", "gradients", Trunk, "--output", folder.At("g")).Succeeds();

        Assert.All(
            ["phi.onnx", "gradient.onnx", "penalty.onnx"],
            file => Assert.True(File.Exists(folder.At("g", file)), file)
        );
    }

    [Fact]
    public void Given_a_folder_without_weights_when_built_then_it_is_refused()
    {
        Invocation.Run("trunk", "build", folder.Path, "--output", folder.At("t.onnx")).Fails(2, "raw weights");
        Invocation.Run("trunk", "build", folder.At("none"), "--output", folder.At("t.onnx")).Fails(2, "is no folder");

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [SharedFact("models/vgg16-conv4")]
    public void Given_the_raw_weights_when_built_then_the_committed_trunk_comes_out()
    {
        var weights = Path.Combine(Repository.Shared, "models", "vgg16-conv4");

        Invocation.Run("trunk", "build", weights, "--output", folder.At("vgg16_conv4.onnx")).Succeeds();

        Assert.Equal(File.ReadAllBytes(Trunk), File.ReadAllBytes(folder.At("vgg16_conv4.onnx")));
    }

    [Fact]
    public void Given_this_machine_when_examined_then_the_engine_is_named()
    {
        var json = Invocation.Run("doctor", "--json").Succeeds().Json;

        Assert.NotEmpty((string)json["auto"]!);
        Assert.Empty(json["missing"]!.AsArray());
        Assert.Contains("auto", Invocation.Run("doctor").Succeeds().Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_no_gpu_package_when_cuda_is_asked_for_then_the_build_option_is_named()
    {
        if ((bool)Invocation.Run("doctor", "--json").Json["gpuProvider"]!)
        {
            return;
        }
        SmallRuns
            .Train(folder.At("run"), "--device", "cuda")
            .Fails(2, "-p:OnnxRuntimePackage=Microsoft.ML.OnnxRuntime.Gpu");
        Assert.False(Directory.Exists(folder.At("run")));
    }
}
