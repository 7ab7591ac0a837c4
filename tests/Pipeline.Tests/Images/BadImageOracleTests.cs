using WFrame.Images.Decoding;
using WFrame.Images.Formats;
using WFrame.Images.Sources;

namespace WFrame.Pipeline.Tests.Images;

[Trait("Category", "Oracle")]
public class BadImageOracleTests
{
    private static readonly JsonElement Index = ImageOracle.Index("bad-images");

    public static TheoryData<string> Files =>
        [.. Index.GetProperty("files").EnumerateArray().Select(f => f.GetProperty("file").GetString()!)];

    [Theory]
    [MemberData(nameof(Files))]
    public void GivenAFileThatMayBeBad_WhenDecoded_ThenItIsReadWholeOrRefusedWithTheReason(string file)
    {
        var test = Index.GetProperty("files").EnumerateArray().Single(f => f.GetProperty("file").GetString() == file);
        var expected = test.GetProperty("expected").GetString();
        var path = Path.Combine(ImageOracle.Folder("bad-images"), file);
        try
        {
            var image = new ImageEntry(path).Decode();
            Assert.NotEqual("error", expected);
            if (test.TryGetProperty("width", out var width))
            {
                Assert.Equal((width.GetInt32(), test.GetProperty("height").GetInt32()), (image.Width, image.Height));
            }
        }
        catch (InvalidContentException refused)
        {
            Assert.NotEqual("ok", expected);
            Assert.StartsWith(path + " ", refused.Message, StringComparison.Ordinal);
            Assert.EndsWith(".", refused.Message, StringComparison.Ordinal);
            var kind = Assert.IsType<BadImageException>(refused.InnerException).Kind;
            if (expected == "error")
            {
                Assert.Equal(test.GetProperty("kind").GetString(), Spelled(kind));
            }
        }
    }

    [Theory]
    [InlineData("files/valid.webp")]
    [InlineData("files/animated.webp")]
    public void GivenAWebpWithDataBehindItsEnd_WhenDecoded_ThenItIsThePictureWithout(string file)
    {
        var bytes = File.ReadAllBytes(Path.Combine(ImageOracle.Folder("bad-images"), file));
        byte[] longer = [.. bytes, .. Enumerable.Repeat((byte)0xFF, 12)];

        Assert.Equal(ImageDecoder.Decode(bytes, "a").Pixels, ImageDecoder.Decode(longer, "b").Pixels);
    }

    private static string Spelled(BadImageKind kind) =>
        kind switch
        {
            BadImageKind.NotAnImage => "not-an-image",
            BadImageKind.TooLarge => "too-large",
            BadImageKind.Empty => "empty",
            BadImageKind.Truncated => "truncated",
            BadImageKind.Corrupt => "corrupt",
            BadImageKind.Unsupported => "unsupported",
            _ => "unreadable",
        };
}
