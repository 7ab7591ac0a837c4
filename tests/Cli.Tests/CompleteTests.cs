using WFrame.Images;
using WFrame.Images.Decoding;
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

        var filled = ImageDecoder.Decode(Path.Combine(trained.At("one-out"), "00.png"));
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

        Assert.Equal(2, run.Succeeds().Json["energies"]!.AsArray().Count);
        foreach (var name in new[] { "00.png", "01.png" })
        {
            var filled = ImageDecoder.Decode(Path.Combine(trained.At("model-out"), name));
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

    private (RgbImage Picture, string Path) Picture(string name, int width, int height)
    {
        var (picture, random) = (new RgbImage(width, height), new Random(2));
        random.NextBytes(picture.Pixels);
        PngWriter.Write(trained.At($"{name}.png"), picture);
        return (picture, trained.At($"{name}.png"));
    }

    private string Mask(string name, int width, int height, Func<int, int, bool> isWhite)
    {
        var mask = new RgbImage(width, height);
        for (var i = 0; i < width * height; i++)
        {
            mask.Pixels.AsSpan(3 * i, 3).Fill(isWhite(i % width, i / width) ? (byte)255 : (byte)0);
        }
        PngWriter.Write(trained.At($"{name}-mask.png"), mask);
        return trained.At($"{name}-mask.png");
    }
}
