using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.Formats.Tiff.Constants;
using SixLabors.ImageSharp.PixelFormats;
using WFrame.Images.Decoding;
using WFrame.Images.Formats;
using WFrame.Images.Sources;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Images;

public sealed class TiffTests
{
    public static TheoryData<TiffCompression> Compressions =>
        [TiffCompression.None, TiffCompression.Lzw, TiffCompression.Deflate, TiffCompression.PackBits];

    [Theory]
    [MemberData(nameof(Compressions))]
    public void GivenATiff_WhenDecoded_ThenItHasThePixelsOfThePicture(TiffCompression compression)
    {
        var expected = new ImageEntry(Repository.Sample("chelsea.png")).Decode();

        var actual = ImageDecoder.Decode(Tiff(compression), "x.tif");

        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        Assert.Equal(expected.Pixels, actual.Pixels);
    }

    [Theory]
    [MemberData(nameof(Compressions))]
    public void GivenATiffThatEndsEarly_WhenDecoded_ThenItIsRefused(TiffCompression compression)
    {
        var whole = Tiff(compression);

        for (var part = 1; part < 64; part++)
        {
            var file = whole[..(whole.Length * part / 64)];
            Assert.Throws<InvalidContentException>(() => ImageDecoder.Decode(file, "x.tif"));
        }
    }

    [Theory]
    [MemberData(nameof(Compressions))]
    public void GivenBytesOfATiffChangedAtRandom_WhenDecoded_ThenNothingButARefusalIsThrown(TiffCompression compression)
    {
        var good = Tiff(compression, 24);
        var random = new Random(7);
        for (var attempt = 0; attempt < 500; attempt++)
        {
            var bad = (byte[])good.Clone();
            for (var change = random.Next(1, 6); change > 0; change--)
            {
                // The directory lies at the end; most changes go there.
                var from = random.Next(4) == 0 ? 0 : Math.Max(0, bad.Length - 250);
                bad[random.Next(from, bad.Length)] = (byte)random.Next(256);
            }
            try
            {
                ImageDecoder.Decode(bad, "x.tif");
            }
            catch (InvalidContentException refused)
            {
                Assert.StartsWith("x.tif ", refused.Message, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public void GivenACamerasRawFile_WhenDecoded_ThenItsPreviewIsNotTakenForThePicture()
    {
        var file = Tiff(TiffCompression.None, 24);
        "CR"u8.CopyTo(file.AsSpan(8));

        var refused = Assert.Throws<InvalidContentException>(() => ImageDecoder.Decode(file, "x.cr2"));

        Assert.Equal(BadImageKind.Unsupported, Assert.IsType<BadImageException>(refused.InnerException).Kind);
        Assert.Contains("raw file", refused.Message, StringComparison.Ordinal);
    }

    private static byte[] Tiff(TiffCompression compression, int? side = null)
    {
        using var picture = Image.Load<Rgb24>(Repository.Sample("chelsea.png"));
        var pixels = new byte[3 * picture.Width * picture.Height];
        picture.CopyPixelDataTo(pixels);
        using var part = side is { } s
            ? Image.LoadPixelData<Rgb24>(pixels.AsSpan(0, 3 * s * s), s, s)
            : picture.Clone();
        using var memory = new MemoryStream();
        part.Save(memory, new TiffEncoder { Compression = compression, BitsPerPixel = TiffBitsPerPixel.Bit24 });
        return memory.ToArray();
    }
}
