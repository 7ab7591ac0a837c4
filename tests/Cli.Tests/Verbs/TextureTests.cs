using WFrame.Images.Decoding;
using WFrame.Testing;

namespace WFrame.Cli.Tests.Verbs;

public sealed class TextureTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private static string Photograph => Repository.Sample("gravel.png");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Given_a_photograph_when_a_texture_is_drawn_then_it_has_the_size_and_its_model_draws_the_same()
    {
        var (model, first, again) = (folder.At("gravel.texture"), folder.At("a.png"), folder.At("b.png"));
        string[] size = ["--size", "32x48", "--tile", "x", "--seed", "5"];

        var made = Invocation
            .Run(["texture", Photograph, "--crop", "128", "--output", first, "--model", model, .. size, "--json"])
            .Succeeds();
        Invocation.Run(["texture", "--model", model, "--output", again, .. size]).Succeeds();

        Assert.Equal("wframe.texture/1", (string?)made.Json["schema"]);
        Assert.Equal("x", (string?)made.Json["tile"]);
        var picture = ImageDecoder.Decode(first);
        Assert.Equal((48, 32), (picture.Width, picture.Height));
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(again));
    }

    [Fact]
    public void Given_a_count_when_textures_are_drawn_then_the_folder_holds_different_ones()
    {
        var output = folder.At("more");

        Invocation
            .Run("texture", Photograph, "--scale", "0.125", "--output", output, "--size", "32", "--count", "2")
            .Succeeds();

        var (first, second) = (Path.Combine(output, "00.png"), Path.Combine(output, "01.png"));
        Assert.NotEqual(File.ReadAllBytes(first), File.ReadAllBytes(second));
        Assert.True(File.Exists(Path.Combine(output, "texture.json")));
        Invocation.Run("texture", Photograph, "--output", output, "--size", "32").Fails(2, "--output", "not empty");
    }

    [Theory]
    [InlineData("PHOTO is missing", "--output", "x.png")]
    [InlineData("--size 8 is not allowed", "PHOTO", "--output", "x.png", "--size", "8")]
    [InlineData("--size big is no size", "PHOTO", "--output", "x.png", "--size", "big")]
    [InlineData("--tile z is unknown; choose one of none, x, y, xy", "PHOTO", "--output", "x.png", "--tile", "z")]
    [InlineData("--scale 2 is not allowed", "PHOTO", "--output", "x.png", "--scale", "2")]
    [InlineData("too few for a crop of 4000", "PHOTO", "--output", "x.png", "--crop", "4000")]
    [InlineData("16 x 16 pixels, too few to learn", "PHOTO", "--output", "x.png", "--crop", "16")]
    [InlineData("give a folder", "PHOTO", "--output", "x.png", "--count", "2")]
    [InlineData("no.texture does not exist", "--output", "x.png", "--model", "no.texture")]
    [InlineData("leave them out where --model", "--output", "x.png", "--model", "no.texture", "--crop", "99")]
    public void Given_what_cannot_be_met_when_asked_then_one_sentence_says_so(
        string expected,
        params string[] arguments
    )
    {
        string[] located =
        [
            .. arguments.Select(a =>
                a == "PHOTO" ? Photograph
                : a.Contains('.', StringComparison.Ordinal) ? folder.At(a)
                : a
            ),
        ];
        Invocation.Run(["texture", .. located]).Fails(2, expected);
        Assert.False(File.Exists(folder.At("x.png")));
    }
}
