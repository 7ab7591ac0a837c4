using WFrame.Testing;

namespace WFrame.Cli.Tests;

/// <summary>Folders of photographs as people have them, through the verbs that take some.</summary>
public sealed class PhotographTests(TrainedRun trained) : IClassFixture<TrainedRun>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Given_sidecars_and_thumbnails_when_used_then_every_verb_says_what_it_passes_over()
    {
        File.Copy(SmallRuns.Photograph, folder.At("p.png"));
        File.WriteAllText(folder.At("p.png.xmp"), "<x:xmpmeta/>");
        Directory.CreateDirectory(folder.At("@eaDir"));
        File.Copy(SmallRuns.Photograph, folder.At("@eaDir", "p.png"));
        Invocation[] runs =
        [
            Invocation.Run(["train", folder.Path, .. SmallRuns.Arguments(trained.At("beside"))[2..]]),
            Invocation.Run("score", trained.Model, folder.Path),
            Invocation.Run(
                "evaluate",
                "--generated",
                folder.Path,
                "--reference",
                SmallRuns.Photograph,
                "--size",
                "16",
                "--threads",
                "1"
            ),
        ];

        Assert.All(
            runs,
            run =>
            {
                Assert.Contains("1 file that is no image (1 .xmp)", run.Succeeds().Error, StringComparison.Ordinal);
                Assert.Contains(folder.At("@eaDir"), run.Error, StringComparison.Ordinal);
            }
        );
    }

    [Fact]
    public void Given_bad_images_when_used_then_all_are_named_with_the_option_that_skips_them()
    {
        File.Copy(SmallRuns.Photograph, folder.At("p.png"));
        File.WriteAllText(folder.At("bad1.png"), "no picture");
        File.WriteAllText(folder.At("bad2.jpg"), "no picture");

        Invocation.Run("train", folder.Path, "--output", folder.At("run")).Fails(2, Words);
        Invocation.Run("score", trained.Model, folder.Path).Fails(2, Words);
        Invocation
            .Run("evaluate", "--generated", folder.Path, "--reference", SmallRuns.Photograph, "--size", "16")
            .Fails(2, "bad1.png", "bad2.jpg");
    }

    [Fact]
    public void Given_a_picture_of_too_many_pixels_when_used_then_the_option_that_allows_it_is_named()
    {
        Invocation
            .Run("score", trained.Model, SmallRuns.Photograph, "--max-pixels", "1000")
            .Fails(2, "at most 1,000", "raise --max-pixels");
        Invocation
            .Run("score", trained.Model, SmallRuns.Photograph, "--max-pixels", "0")
            .Fails(2, "--max-pixels 0 is out of range");
        Invocation
            .Run(
                "evaluate",
                "--generated",
                SmallRuns.Photograph,
                "--reference",
                SmallRuns.Photograph,
                "--max-pixels",
                "1000"
            )
            .Fails(2, "at most 1,000", "raise --max-pixels");
        _ = Invocation.Run("score", trained.Model, SmallRuns.Photograph, "--max-pixels", "200000").Succeeds();
    }

    [Fact]
    public void Given_an_empty_class_when_trained_by_class_then_it_is_named_with_the_option()
    {
        Directory.CreateDirectory(folder.At("cats"));
        File.Copy(SmallRuns.Photograph, folder.At("cats", "p.png"));
        Directory.CreateDirectory(folder.At("dogs"));

        Invocation
            .Run("train", folder.Path, "--by-class", "--output", trained.At("by-class"))
            .Fails(2, "--by-class finds no images in", folder.At("dogs"), "--skip-bad-images");
    }

    private static string[] Words => ["2 of 3 images", "bad1.png", "bad2.jpg", "--skip-bad-images leaves out"];
}
