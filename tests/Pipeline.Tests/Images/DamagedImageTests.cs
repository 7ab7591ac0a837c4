using WFrame.Images.Decoding;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Images;

/// <summary>Files damaged at random: read, or refused with a sentence; never another exception, never half a picture.</summary>
public class DamagedImageTests
{
    public static TheoryData<string> Sources =>
        [
            "ramp-37x23.png",
            "interlaced-45x33.png",
            "palette-transparent-33x29.png",
            "420-37x23.jpg",
            "progressive-37x23.jpg",
            "restart-37x23.jpg",
            "cmyk-37x23.jpg",
            "orientation-6.jpg",
            "bmp-21x17.bmp",
            "lossless-21x17.webp",
            "animated-21x17.gif",
        ];

    [Theory]
    [MemberData(nameof(Sources))]
    public void GivenBytesChangedAtRandom_WhenDecoded_ThenNothingButARefusalIsThrown(string source)
    {
        var good = Bytes(source);
        var random = new Random(7);
        for (var attempt = 0; attempt < 300; attempt++)
        {
            var bad = (byte[])good.Clone();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                bad[random.Next(bad.Length)] = (byte)random.Next(256);
            }
            Refusal(bad);
        }
    }

    [Theory]
    [MemberData(nameof(Sources))]
    public void GivenOnlyTheBeginningOfAFile_WhenDecoded_ThenItIsRefusedOrTheFirstFrameIsWhole(string source)
    {
        var good = Bytes(source);
        var whole = ImageDecoder.Decode(good, source).Pixels;
        for (var length = 0; length < good.Length; length++)
        {
            try
            {
                // Only a GIF may end early: after its first frame.
                Assert.Equal(whole, ImageDecoder.Decode(good.AsMemory(0, length), source).Pixels);
                Assert.EndsWith(".gif", source, StringComparison.Ordinal);
            }
            catch (InvalidContentException)
            {
                // refused
            }
        }
    }

    [Theory]
    [InlineData("taller-than-data.jpg")]
    [InlineData("huffman-0.jpg")]
    [InlineData("huffman-2.jpg")]
    public void GivenAJpegThatDecodersReadWrongWithoutAWord_WhenDecoded_ThenItIsRefused(string file)
    {
        var bytes = File.ReadAllBytes(Path.Combine(OracleFolder.Committed, "bad-images", "files", file));

        Assert.Contains("units", Refusal(bytes), StringComparison.Ordinal);
    }

    [Fact]
    public void GivenAPhotographWithAHole_WhenDecoded_ThenItIsRefused()
    {
        var photograph = File.ReadAllBytes(Repository.Sample("rocket.jpg"));
        var middle = photograph.Length / 2;
        byte[] holed = [.. photograph[..middle], .. photograph[(middle + 5000)..]];

        Assert.NotNull(Refusal(holed));
    }

    private static string? Refusal(byte[] file)
    {
        try
        {
            ImageDecoder.Decode(file, "damaged");
            return null;
        }
        catch (InvalidContentException refused)
        {
            Assert.StartsWith("damaged ", refused.Message, StringComparison.Ordinal);
            return refused.Message;
        }
    }

    private static byte[] Bytes(string source) =>
        File.ReadAllBytes(Path.Combine(OracleFolder.Committed, "resample", "sources", source));
}
