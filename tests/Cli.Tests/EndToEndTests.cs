using Microsoft.ML.OnnxRuntime;
using WFrame.Images.Sources;
using WFrame.Testing;

namespace WFrame.Cli.Tests;

public sealed class EndToEndTests(TrainedRun trained) : IClassFixture<TrainedRun>
{
    [Fact]
    public void Given_a_training_when_done_then_the_run_folder_is_complete()
    {
        foreach (
            var part in (string[])
                ["run.json", "history.jsonl", "model.zip", "report.html", "checkpoints/iteration-0000002.zip"]
        )
        {
            Assert.True(File.Exists(Path.Combine(trained.Path, part)), part);
        }
        Assert.Equal(2, Directory.GetFiles(Path.Combine(trained.Path, "samples", "final", "model")).Length);
        Assert.Empty(Directory.GetFiles(trained.Path, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void Given_json_when_trained_then_the_contract_keys_are_there()
    {
        var json = trained.Result.Json;

        Assert.Equal("wframe.train/1", (string)json["schema"]!);
        Assert.Equal(trained.Model, (string)json["model"]!);
        Assert.Equal((1, 2), ((int)json["components"]!, (int)json["iterations"]!));
        Assert.False((bool)json["diverged"]!);
        Assert.All(["responseDistance", "phi", "gradientRms", "seconds"], k => Assert.True((double)json[k]! > 0, k));
    }

    [Fact]
    public void Given_a_model_when_sampled_then_pictures_and_a_sheet_are_written()
    {
        var output = trained.At("samples");

        var run = Invocation.Run("sample", trained.Path, "--output", output, "--count", "3", "--steps", "2", "--json");

        Assert.Equal("wframe.sample/1", (string)run.Succeeds().Json["schema"]!);
        Assert.Equal(
            [".wframe-files", "00.png", "01.png", "02.png", "contact-sheet.png", "sample.json"],
            Directory.GetFiles(output).Select(Path.GetFileName).Order(StringComparer.Ordinal)
        );
        Assert.Equal((16, 16), Size(Path.Combine(output, "00.png")));
        Invocation.Run("sample", trained.Path, "--output", output).Fails(2, "is not empty", "--overwrite");
        Invocation
            .Run("sample", trained.Path, "--output", output, "--count", "1", "--steps", "1", "--overwrite")
            .Succeeds();
        Assert.Equal(4, Directory.GetFiles(output).Length);
    }

    [Fact]
    public void Given_no_steps_when_sampled_then_the_number_told_is_the_number_taken()
    {
        var (usual, told) = (trained.At("usual-steps"), trained.At("told-steps"));

        var steps = (int)Invocation.Run("sample", trained.Path, "--output", usual, "--json").Succeeds().Json["steps"]!;
        Invocation.Run("sample", trained.Path, "--output", told, "--steps", $"{steps}").Succeeds();

        Assert.Equal(WFrameModel.Load(trained.Model).Components[0].Trial!.Best.Steps, steps);
        foreach (var picture in (string[])["00.png", "01.png"])
        {
            Assert.Equal(
                File.ReadAllBytes(Path.Combine(usual, picture)),
                File.ReadAllBytes(Path.Combine(told, picture))
            );
        }
    }

    [Fact]
    public void Given_a_folder_of_others_when_sampled_then_overwrite_refuses_it()
    {
        var output = trained.At("others");
        Directory.CreateDirectory(output);
        File.WriteAllText(Path.Combine(output, "thesis.txt"), "mine");

        Invocation.Run("sample", trained.Path, "--output", output, "--overwrite").Fails(2, "--overwrite refuses");
        Assert.Equal("mine", File.ReadAllText(Path.Combine(output, "thesis.txt")));
    }

    [Fact]
    public void Given_a_spatial_model_when_sampled_at_another_size_then_it_is_refused() =>
        Invocation.Run("sample", trained.Path, "--output", trained.At("x"), "--size", "32").Fails(2, "--size 32");

    [Fact]
    public void Given_an_unknown_component_when_sampled_then_the_names_are_listed() =>
        Invocation
            .Run("sample", trained.Path, "--output", trained.At("x"), "--component", "dog")
            .Fails(2, "dog", "model");

    [Fact]
    public void Given_model_run_and_trunk_when_inspected_then_each_is_recognised()
    {
        var trunk = Path.Combine(Repository.Root, "models", "vgg16_conv4.onnx");

        Assert.Equal("run", (string)Invocation.Run("inspect", trained.Path, "--json").Succeeds().Json["kind"]!);
        Assert.Equal("model", (string)Invocation.Run("inspect", trained.Model, "--json").Succeeds().Json["kind"]!);
        Assert.Equal("trunk", (string)Invocation.Run("inspect", trunk, "--json").Succeeds().Json["kind"]!);
        Assert.Contains("conv2_2", Invocation.Run("inspect", trunk).Succeeds().Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_model_when_exported_then_the_graphs_and_theta_are_there()
    {
        var output = trained.At("onnx");

        Invocation.Run("export", trained.Model, "--output", output).Succeeds();

        Assert.All(
            ["phi.onnx", "gradient.onnx", "responses.onnx", "theta/model.npy", "export.json"],
            file => Assert.True(new FileInfo(Path.Combine(output, file)).Length > 0, file)
        );
        using var score = new InferenceSession(Path.Combine(output, "phi.onnx"));
        Assert.Equal(["Score", "Phi", "Similarity", "Map"], score.OutputMetadata.Keys);
        Assert.Equal([-1, 16, 16], score.OutputMetadata["Map"].Dimensions);
        // Magic, version, header padded to 64 bytes, then 128 x 8 x 8 numbers.
        Assert.Equal(0, (new FileInfo(Path.Combine(output, "theta", "model.npy")).Length - (128 * 8 * 8 * 4)) % 64);
    }

    [Fact]
    public void Given_samples_when_evaluated_then_the_distance_is_finite()
    {
        var samples = Path.Combine(trained.Path, "samples", "final");

        var run = Invocation.Run("evaluate", "--generated", samples, "--reference", SmallRuns.Photograph, "--json");

        Assert.True((double)run.Succeeds().Json["metrics"]!["responseDistance"]!["distance"]! > 0);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("model")]
    [InlineData("sampled")]
    public void Given_a_run_a_model_or_samples_when_evaluated_then_a_report_is_written(string kind)
    {
        using var folder = new TemporaryFolder();
        if (kind == "sampled")
        {
            Invocation.Run("sample", trained.Model, "--output", folder.At("drawn"), "--count", "4").Succeeds();
        }
        var generated = kind switch
        {
            "run" => trained.Path,
            "model" => trained.Model,
            _ => folder.At("drawn"),
        };

        var run = Invocation.Run([
            "evaluate",
            "--generated",
            generated,
            "--reference",
            SmallRuns.Photograph,
            "--output",
            folder.At("report"),
            "--json",
        ]);

        var expected = kind == "sampled" ? 4 : WFrameModel.Load(trained.Model).Options.Chains;
        Assert.Equal(expected, (int)run.Succeeds().Json["generated"]!);
        Assert.All(
            ["evaluation.json", "report.md", "report.html", "generated.png"],
            file => Assert.True(new FileInfo(folder.At("report", file)).Length > 0)
        );
    }

    [Fact]
    public void Given_images_when_a_count_is_asked_for_then_it_is_refused() =>
        Invocation
            .Run("evaluate", "--generated", trained.Path, "--reference", SmallRuns.Photograph, "--count", "3")
            .Fails(2, "--count goes with a model");

    [Fact]
    public void Given_an_existing_run_when_trained_again_then_it_is_kept()
    {
        var before = File.ReadAllBytes(trained.Model);

        SmallRuns.Train(trained.Path, "--seed", "9").Fails(2, "is not empty");

        Assert.Equal(before, File.ReadAllBytes(trained.Model));
    }

    private static (int Width, int Height) Size(string png)
    {
        var image = new ImageEntry(png).Decode();
        return (image.Width, image.Height);
    }
}
