using WFrame.Cli.Options;

namespace WFrame.Cli.Tests.Options;

public class ImageSizesTests
{
    [Theory]
    [InlineData("64", 64, 64)]
    [InlineData("48x64", 48, 64)]
    [InlineData(" 2X4096 ", 2, 4096)]
    public void GivenASize_WhenParsed_ThenHeightComesFirst(string text, int height, int width) =>
        Assert.Equal(new ImageSize(height, width), ImageSizes.Parse(text, "--size"));

    [Theory]
    [InlineData("")]
    [InlineData("0")]
    [InlineData("-64")]
    [InlineData("33")]
    [InlineData("64x")]
    [InlineData("64x31")]
    [InlineData("1x1x1")]
    [InlineData("4098")]
    [InlineData("99999999999")]
    [InlineData("64.0")]
    [InlineData("NaN")]
    [InlineData("6 4")]
    public void GivenNoSize_WhenParsed_ThenValueAndRangeAreNamed(string text)
    {
        var refused = Assert.Throws<UsageException>(() => ImageSizes.Parse(text, "--size"));

        Assert.Contains($"--size {text} ", refused.Message, StringComparison.Ordinal);
        Assert.Contains("2..4096", refused.Message, StringComparison.Ordinal);
    }
}
