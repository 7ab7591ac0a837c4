using WFrame.Testing;

namespace WFrame.Cli.Tests;

public sealed class BadInputTests(TrainedRun trained) : IClassFixture<TrainedRun>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static string Trunk => Path.Combine(Repository.Root, "models", "vgg16_conv4.onnx");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("empty.png", 0)]
    [InlineData("truncated.png", 20_000)]
    [InlineData("header.png", 20)]
    public void Given_a_part_of_an_image_when_trained_then_it_is_named(string name, int length)
    {
        File.WriteAllBytes(folder.At(name), File.ReadAllBytes(SmallRuns.Photograph)[..length]);

        Refused(name, folder.At(name));
    }

    [Fact]
    public void Given_a_mislabelled_file_when_trained_then_it_is_named()
    {
        File.WriteAllText(folder.At("page.jpg"), "<!doctype html><title>404</title>");

        Refused("page.jpg", folder.At("page.jpg"));
    }

    [Fact]
    public void Given_a_header_of_a_huge_image_when_trained_then_it_is_refused_before_decoding()
    {
        var bytes = File.ReadAllBytes(SmallRuns.Photograph);
        // IHDR: width and height, big-endian, from byte 16.
        new byte[] { 0, 1, 0, 0, 0, 1, 0, 0 }.CopyTo(bytes, 16);
        File.WriteAllBytes(folder.At("huge.png"), bytes);

        Refused("huge.png", folder.At("huge.png"));
    }

    [Fact]
    public void Given_too_many_threads_when_trained_then_the_most_is_named() =>
        Refused(
            "--threads 20000 is not allowed: give a whole number from 0 to 1024",
            SmallRuns.Photograph,
            "--threads",
            "20000"
        );

    [Fact]
    public void Given_TF32_without_a_card_when_trained_then_the_sentence_says_what_it_needs() =>
        Refused(
            "--tf32 needs an NVIDIA card and --device is auto: give --device cuda or cuda:N, or leave --tf32 out.",
            SmallRuns.Photograph,
            "--tf32"
        );

    [Fact]
    public void Given_a_file_without_end_as_config_when_trained_then_it_is_refused()
    {
        using (var file = File.Create(folder.At("large.json")))
        {
            file.SetLength(17_000_000);
        }

        Refused("large.json is larger than 16 MB", SmallRuns.Photograph, "--config", folder.At("large.json"));
    }

    [Fact]
    public void Given_a_missing_image_when_trained_then_it_is_named() => Refused("none.png", folder.At("none.png"));

    [Fact]
    public void Given_an_empty_folder_when_trained_then_it_is_named()
    {
        Directory.CreateDirectory(folder.At("nothing"));

        Refused("nothing holds no images", folder.At("nothing"));
    }

    [Fact]
    public void Given_fewer_images_than_asked_when_trained_then_both_numbers_are_named() =>
        Refused("2 x 3 images", SmallRuns.Photograph, "--models", "2", "--images-per-model", "3");

    [Fact]
    public void Given_no_classes_when_trained_by_class_then_it_says_so() =>
        Refused("--by-class", SmallRuns.Photograph, "--by-class");

    [Fact]
    public void Given_a_bad_image_among_good_when_skipped_then_training_goes_on_and_lists_it()
    {
        File.WriteAllText(folder.At("broken.png"), "no picture");

        var run = SmallRuns.Train(folder.At("run"), folder.At("broken.png"), "--skip-bad-images", "--json").Succeeds();

        Assert.Contains("broken.png", (string)run.Json["skipped"]![0]!, StringComparison.Ordinal);
        Assert.Contains("broken.png", run.Error, StringComparison.Ordinal);
        Assert.Contains("broken.png", File.ReadAllText(folder.At("run", "run.json")), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(500)]
    [InlineData(100_000)]
    public void Given_a_truncated_trunk_when_used_then_it_is_named(int length)
    {
        File.WriteAllBytes(folder.At("cut.onnx"), File.ReadAllBytes(Trunk)[..length]);

        Refused("cut.onnx", SmallRuns.Photograph, "--trunk", folder.At("cut.onnx"));
        Invocation.Run("inspect", folder.At("cut.onnx")).Fails(2, "cut.onnx");
        Invocation.Run("trunk", "gradients", folder.At("cut.onnx"), "--output", folder.At("g")).Fails(2, "cut.onnx");
        Assert.False(Directory.Exists(folder.At("g")));
    }

    [Fact]
    public void Given_a_graph_with_other_nodes_when_used_as_trunk_then_node_and_choice_are_named()
    {
        Invocation.Run("export", trained.Model, "--output", folder.At("onnx")).Succeeds();

        // The scoring graph holds Gemm, Mul and more.
        Refused("supported", SmallRuns.Photograph, "--trunk", folder.At("onnx", "phi.onnx"));
    }

    [Fact]
    public void Given_a_card_of_another_trunk_when_used_then_it_is_refused()
    {
        File.Copy(Trunk, folder.At("t.onnx"));
        File.WriteAllText(
            folder.At("t.json"),
            File.ReadAllText(Path.ChangeExtension(Trunk, ".json"))
                .Replace("\"sha256\": \"5", "\"sha256\": \"6", StringComparison.Ordinal)
        );

        Refused("sha256", SmallRuns.Photograph, "--trunk", folder.At("t.onnx"));
    }

    [Fact]
    public void Given_files_of_another_kind_when_taken_for_models_then_each_is_refused()
    {
        File.WriteAllText(folder.At("text.zip"), "no zip");
        File.WriteAllBytes(folder.At("half.zip"), File.ReadAllBytes(trained.Model)[..5000]);
        string[] others =
        [
            folder.At("text.zip"),
            folder.At("half.zip"),
            Path.Combine(trained.Path, "checkpoints", "iteration-0000002.zip"),
            SmallRuns.Photograph,
        ];

        Assert.All(
            others,
            file =>
            {
                Invocation.Run("inspect", file).Fails(2, Path.GetFileName(file));
                Invocation.Run("sample", file, "--output", folder.At("s")).Fails(2, Path.GetFileName(file));
                Invocation.Run("score", file, SmallRuns.Photograph).Fails(2, Path.GetFileName(file));
                Invocation.Run("export", file, "--output", folder.At("e")).Fails(2, Path.GetFileName(file));
            }
        );
        Assert.False(Directory.Exists(folder.At("s")) || Directory.Exists(folder.At("e")));
    }

    [Fact]
    public void Given_a_file_in_the_way_when_trained_then_it_is_kept()
    {
        File.WriteAllText(folder.At("file"), "mine");

        SmallRuns.Train(folder.At("file")).Fails(2, "is a file");
        SmallRuns.Train(folder.At("file", "run")).Fails(2, "is a file");
        Assert.Equal("mine", File.ReadAllText(folder.At("file")));
    }

    [Fact]
    public void Given_a_folder_of_others_when_overwritten_then_it_is_refused()
    {
        File.WriteAllText(folder.At("thesis.txt"), "mine");

        SmallRuns.Train(folder.Path, "--overwrite").Fails(2, "--overwrite refuses");
        Assert.Single(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Given_a_place_that_cannot_be_written_when_trained_then_the_environment_is_to_blame() =>
        // Not even root may make files here.
        SmallRuns.Train("/proc/wframe-run").Fails(1, "/proc/wframe-run", "cannot be written");

    private void Refused(string word, params string[] arguments)
    {
        var output = folder.At("refused");

        Invocation.Run(["train", .. arguments, "--output", output, "--size", "16"]).Fails(2, word);

        Assert.False(Directory.Exists(output));
    }
}
