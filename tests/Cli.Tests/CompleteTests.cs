using WFrame.Images;
using WFrame.Images.Sources;
using WFrame.Images.Writing;

namespace WFrame.Cli.Tests;

public sealed class CompleteTests(TrainedRun trained) : IClassFixture<TrainedRun>
{
    [Fact]
    public void Given_a_texture_with_one_pixel_missing_when_completed_then_every_other_byte_stays()
    {
        var (picture, path) = Picture("texture", 48, 50);
        var mask = Mask("one", 48, 50, (x, y) => (x, y) == (20, 30));

        Invocation.Run("complete", path, "--mask", mask, "--output", trained.At("one-out"), "--count", "1").Succeeds();

        var filled = new ImageEntry(Path.Combine(trained.At("one-out"), "00.png")).Decode();
        Assert.Equal((48, 50), (filled.Width, filled.Height));
        var changed = Enumerable.Range(0, picture.Pixels.Length).Where(i => picture.Pixels[i] != filled.Pixels[i]);
        Assert.All(changed, i => Assert.Equal((30 * 48) + 20, i / 3));
    }

    [Fact]
    public void Given_a_model_when_an_image_larger_than_its_own_is_completed_then_only_the_hole_changes()
    {
        var (picture, path) = Picture("large", 60, 40);
        var mask = Mask("box", 60, 40, (x, y) => x is > 20 and < 32 && y is > 10 and < 20);

        var run = Invocation.Run(
            "complete",
            path,
            "--mask",
            mask,
            "--model",
            trained.Model,
            "--output",
            trained.At("model-out"),
            "--count",
            "2",
            "--steps",
            "2",
            "--json"
        );

        var energies = run.Succeeds().Json["images"]![0]!["energies"]!.AsArray();
        Assert.Equal(2, energies.Count);
        Assert.True((double)energies[0]! <= (double)energies[1]!);
        foreach (var name in new[] { "00.png", "01.png" })
        {
            var filled = new ImageEntry(Path.Combine(trained.At("model-out"), name)).Decode();
            var changed = Enumerable
                .Range(0, picture.Pixels.Length)
                .Where(i => picture.Pixels[i] != filled.Pixels[i])
                .ToArray();
            Assert.NotEmpty(changed);
            Assert.All(changed, i => Assert.True(i / 3 % 60 is > 20 and < 32 && i / 180 is > 10 and < 20));
        }
    }

    [Fact]
    public void Given_masks_that_mark_nothing_everything_or_are_of_another_size_when_completed_then_a_sentence_says_so()
    {
        var (_, path) = Picture("refused", 40, 40);

        Refused(Mask("black", 40, 40, (_, _) => false), "black");
        Refused(Mask("white", 40, 40, (_, _) => true), "white");
        Refused(Mask("small", 40, 39, (_, _) => true), "40 x 39");

        void Refused(string mask, string word) =>
            Invocation.Run("complete", path, "--mask", mask, "--output", trained.At("never")).Fails(2, "mask", word);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Given_a_folder_when_completed_then_each_image_is_filled_where_its_own_mask_or_the_only_one_is_white(
        bool hasOwn
    )
    {
        var (folder, output) = ($"walls-{hasOwn}", trained.At($"walls-out-{hasOwn}"));
        var first = Picture(folder + "/first", 40, 40).Picture;
        var second = Picture(folder + "/deep/second", 40, 40).Picture;
        var mask = Mask($"holes-{hasOwn}/first", 40, 40, (x, y) => (x, y) == (7, 8), "");
        _ = Mask($"holes-{hasOwn}/deep/second", 40, 40, (x, y) => (x, y) == (30, 20), "");

        var run = Invocation.Run(
            "complete",
            trained.At(folder),
            "--mask",
            hasOwn ? trained.At($"holes-{hasOwn}") : mask,
            "--model",
            trained.Model,
            "--output",
            output,
            "--count",
            "1",
            "--steps",
            "1",
            "--json"
        );

        Assert.Equal(2, run.Succeeds().Json["images"]!.AsArray().Count);
        Assert.Equal(1, (int)run.Json["images"]![1]!["filled"]!);
        Assert.Equal([(8 * 40) + 7], Changed(first, Path.Combine(output, "first", "00.png")));
        var inSecond = hasOwn ? (20 * 40) + 30 : (8 * 40) + 7;
        Assert.Equal([inSecond], Changed(second, Path.Combine(output, "deep", "second", "00.png")));
    }

    [Fact]
    public void Given_a_folder_whose_masks_do_not_fit_when_completed_then_it_is_said_before_anything_is_filled()
    {
        var folder = trained.At("unfit");
        _ = Picture("unfit/a", 40, 40);
        _ = Picture("unfit/b", 40, 42);
        var one = Mask("unfit-a", 40, 40, (x, y) => x < 5);
        var masks = Path.GetDirectoryName(Mask("unfit-masks/a", 40, 40, (x, y) => x < 5, ""))!;

        Refused(trained.At("nowhere"), "--mask", "does not exist");
        Refused(one, "unfit-a-mask.png is 40 x 40", "b.png 40 x 42");
        Refused(masks, "no mask of 1 of 2 images", "b.png");
        _ = Mask("unfit-masks/b", 40, 42, (_, _) => true, "");
        Refused(masks, "b.png is white");
        File.Copy(one, Path.Combine(folder, "b.jpg"));
        Refused(masks, "2 pictures of the name b");

        void Refused(string mask, params string[] words) =>
            Invocation.Run("complete", folder, "--mask", mask, "--output", trained.At("never")).Fails(2, words);
    }

    private static int[] Changed(RgbImage before, string path)
    {
        var after = new ImageEntry(path).Decode();
        return
        [
            .. Enumerable
                .Range(0, before.Pixels.Length)
                .Where(i => before.Pixels[i] != after.Pixels[i])
                .Select(i => i / 3)
                .Distinct(),
        ];
    }

    private (RgbImage Picture, string Path) Picture(string name, int width, int height)
    {
        var (picture, random) = (new RgbImage(width, height), new Random(2));
        Directory.CreateDirectory(Path.GetDirectoryName(trained.At($"{name}.png"))!);
        random.NextBytes(picture.Pixels);
        PngWriter.Write(trained.At($"{name}.png"), picture);
        return (picture, trained.At($"{name}.png"));
    }

    private string Mask(string name, int width, int height, Func<int, int, bool> isWhite, string end = "-mask")
    {
        Directory.CreateDirectory(Path.GetDirectoryName(trained.At($"{name}{end}.png"))!);
        var mask = new RgbImage(width, height);
        for (var i = 0; i < width * height; i++)
        {
            mask.Pixels.AsSpan(3 * i, 3).Fill(isWhite(i % width, i / width) ? (byte)255 : (byte)0);
        }
        PngWriter.Write(trained.At($"{name}{end}.png"), mask);
        return trained.At($"{name}{end}.png");
    }
}
