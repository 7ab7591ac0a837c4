using WFrame.Images.Sources;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Images;

/// <summary>What cannot be used is named at once, with what to do about it.</summary>
public sealed class BadImagesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(1, "", 0)]
    [InlineData(3, "3 of 5 images cannot be used.", 0)]
    [InlineData(14, "14 of 16 images cannot be used.", 4)]
    public void GivenBadImages_WhenLoaded_ThenAllAreNamedAndTheMemberThatSkipsThem(int count, string first, int more)
    {
        File.Copy(Repository.Sample("chelsea.png"), _folder.At("a.png"));
        File.Copy(Repository.Sample("rocket.jpg"), _folder.At("z.jpg"));
        for (var i = 0; i < count; i++)
        {
            File.WriteAllText(_folder.At($"bad{i:d2}.png"), "no picture");
        }

        var refused = Assert.Throws<InvalidContentException>(() => WFrameImages.Load(_folder.Path, size: 8));

        Assert.StartsWith(first, refused.Message, StringComparison.Ordinal);
        for (var i = 0; i < count; i++)
        {
            Assert.Equal(
                i < 10,
                refused.Message.Contains(_folder.At($"bad{i:d2}.png") + " is not an image", StringComparison.Ordinal)
            );
        }
        Assert.Equal(more > 0, refused.Message.Contains($"And {more} more.", StringComparison.Ordinal));
        Assert.EndsWith("SkipBadImages leaves out what cannot be used.", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["SkipBadImages"], refused.Members);
    }

    [Fact]
    public void GivenMorePixelsThanAllowed_WhenLoaded_ThenTheMemberThatAllowsThemIsNamed()
    {
        var options = new PixelOptions { Size = new ImageSize(8, 8), MaxPixels = 1000 };

        var refused = Assert.Throws<InvalidContentException>(() =>
            WFrameImages.Load(Repository.Sample("chelsea.png"), options)
        );

        Assert.Contains("451 x 300 pixels, at most 1,000", refused.Message, StringComparison.Ordinal);
        Assert.Contains("MaxPixels", refused.Message, StringComparison.Ordinal);
        Assert.Equal(["MaxPixels", "SkipBadImages"], refused.Members);
    }

    /// <summary>A valid file of a little more than the default allows, all black.</summary>
    [Fact]
    public void GivenAHundredMegapixels_WhenAllowed_ThenTheyAreDecoded()
    {
        var path = Path.Combine(Repository.Root, "tests", "oracle", "bad-images", "files", "bomb-just-over.png");
        var options = new PixelOptions { Size = new ImageSize(8, 8) };

        _ = Assert.Throws<InvalidContentException>(() => WFrameImages.Load(path, options));
        var loaded = WFrameImages.Load(path, options with { MaxPixels = 110_000_000 });

        Assert.Equal(1, loaded.Count);
        _ = Assert.Throws<InvalidContentException>(() => new ImageEntry(path).Decode());
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-1)]
    [InlineData(int.MaxValue)]
    public void GivenALimitOutOfRange_WhenAsked_ThenItIsRefused(int limit) =>
        Assert.Throws<UsageException>(() => new PixelOptions { Size = new ImageSize(8, 8), MaxPixels = limit });
}
