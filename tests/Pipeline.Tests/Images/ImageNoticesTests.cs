using SixLabors.ImageSharp;
using SixLabors.ImageSharp.Formats.Png;
using SixLabors.ImageSharp.Formats.Tiff;
using SixLabors.ImageSharp.PixelFormats;
using WFrame.Evaluation;
using WFrame.Evaluation.Catalog;
using WFrame.Images;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Images;

/// <summary>Pictures that come out black or white are told, by every way in; ordinary ones are not.</summary>
public sealed class ImageNoticesTests : IDisposable
{
    private const int Side = 16;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void GivenMorePicturesThanAreHeld_WhenTold_ThenTheFirstInOrderIsNamedAndThereAreMore()
    {
        var notices = new ImageNotices();
        for (var i = 12_000; i-- > 0; )
        {
            notices.Add($"{i:d5}.png", default, AlphaHandling.White, new ImageSize(64, 64));
        }

        Assert.StartsWith(
            "More than 10000 images (00000.png and others) have fewer pixels than 64 px",
            Assert.Single(notices.Sentences),
            StringComparison.Ordinal
        );
    }

    [Theory]
    [InlineData(4095, "up to 4095 of 65535 only, 12 bits", "by 16")]
    [InlineData(1023, "up to 1023 of 65535 only, 10 bits", "by 64")]
    [InlineData(16383, "up to 16383 of 65535 only, 14 bits", "by 4 ")]
    [InlineData(20, "up to 20 of 65535 only, 5 bits", "mask of labels")]
    public void GivenSixteenBitsOfWhichLessAreUsed_WhenLoaded_ThenTheHighestValueAndTheRemedyAreTold(
        int highest,
        string what,
        string remedy
    )
    {
        Save16("grey.png", i => new L16((ushort)(i * highest / ((Side * Side) - 1))));
        File.WriteAllBytes(_folder.At("grey.tif"), Tiff16(i => (ushort)(i * highest / ((Side * Side) - 1))));

        foreach (var name in (string[])["grey.png", "grey.tif"])
        {
            var notice = Assert.Single(Notices(name));
            Assert.StartsWith(_folder.At(name) + " has 16-bit values", notice, StringComparison.Ordinal);
            Assert.Contains(what, notice, StringComparison.Ordinal);
            Assert.Contains(remedy, notice, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void GivenTheWholeRange_WhenLoaded_ThenThereIsNothingToTell()
    {
        Save16("full.png", i => new L16((ushort)(i * 257)));
        Save("eight.png", i => new L8((byte)i), new PngEncoder { ColorType = PngColorType.Grayscale });
        Save("eight.tif", i => new Rgb24((byte)i, 0, 0), new TiffEncoder());
        Save("stencil.png", i => new L8(i % 3 == 0 ? (byte)255 : (byte)0), new PngEncoder());

        Assert.Empty(Notices(""));
    }

    [Theory]
    [InlineData(20, false, "no value above 20 of 255 and comes out nearly black")]
    [InlineData(20, true, "no value above 20 of 255 and comes out nearly black")]
    [InlineData(1, false, "no value above 1 of 255")]
    [InlineData(0, false, "no value above 0 and is black all over")]
    public void GivenAMaskOfLabels_WhenLoaded_ThenItIsTold(int labels, bool hasUnlabelled, string what)
    {
        Save(
            "mask.png",
            i => new L8(hasUnlabelled && i < 9 ? (byte)255 : (byte)(i % (labels + 1))),
            new PngEncoder { ColorType = PngColorType.Grayscale }
        );

        Assert.Contains(what, Assert.Single(Notices("mask.png")), StringComparison.Ordinal);
    }

    [Fact]
    public void GivenATransparentPicture_WhenLoaded_ThenItIsToldThatItComesOutWhite()
    {
        Save("clear.png", i => new Rgba32((byte)i, 200, 10, 0), new PngEncoder());
        Save("nearly.png", i => new Rgba32((byte)i, 200, 10, (byte)(i < 8 ? 255 : i % 9)), new PngEncoder());
        Save("ordinary.png", i => new Rgba32((byte)i, 200, 10, (byte)(i < 99 ? 0 : 255)), new PngEncoder());

        Assert.Equal(
            [
                $"{_folder.At("ordinary.png")} has transparency and is composited on white.",
                $"2 images ({_folder.At("clear.png")} and others) have hardly an opaque pixel and come out white: save them without transparency, or leave them out.",
            ],
            Notices("")
        );
    }

    [Fact]
    public void GivenColoursMultipliedByOpacity_WhenLoaded_ThenItIsTold()
    {
        Save("straight.png", i => new Rgba32(200, 150, (byte)i, (byte)i), new PngEncoder());
        Save(
            "multiplied.png",
            i => new Rgba32((byte)(200 * i / 255), (byte)(150 * i / 255), (byte)(i * i / 255), (byte)i),
            new PngEncoder()
        );
        Save("shadow.png", i => new Rgba32(0, 0, 0, (byte)i), new PngEncoder());

        Assert.Contains(
            Notices(""),
            n => n.StartsWith($"{_folder.At("multiplied.png")} has colours that look mult", StringComparison.Ordinal)
        );
        Assert.Contains(
            Notices(""),
            n => n.StartsWith($"2 images ({_folder.At("shadow.png")} and others) have tr", StringComparison.Ordinal)
        );
    }

    /// <summary>The same sentences reach who evaluates.</summary>
    [Fact]
    public void GivenADarkPicture_WhenEvaluated_ThenTheResultWarns()
    {
        Save16("dark.png", i => new L16((ushort)i));
        Save16("darker.png", i => new L16((ushort)(i / 2)));
        File.WriteAllText(_folder.At("dark.png.xmp"), "<xmp/>");
        var options = new EvaluationOptions { Metrics = MetricCatalog.Default.Parse("pixel-diversity") };

        var result = Evaluator.Evaluate(
            ImageSet.FromFiles(_folder.Path),
            ImageSet.FromFiles(Repository.Sample("chelsea.png")),
            options
        );

        Assert.Contains(result.Warnings, w => w.Contains("16-bit values up to 255", StringComparison.Ordinal));
        Assert.Contains(result.Warnings, w => w.Contains("1 .xmp", StringComparison.Ordinal));
    }

    [Fact]
    public void GivenBadPicturesToSkip_WhenLoaded_ThenTheyAreToldToo()
    {
        Save16("dark.png", i => new L16((ushort)i));
        File.WriteAllText(_folder.At("bad.png"), "no picture");
        var notices = new List<string>();

        _ = WFrameImages.Load(
            _folder.Path,
            new PixelOptions { Size = new ImageSize(8, 8), SkipBadImages = true },
            notice: notices.Add
        );

        Assert.StartsWith($"left out: {_folder.At("bad.png")}", notices[0], StringComparison.Ordinal);
        Assert.Equal(2, notices.Count);
    }

    /// <summary>A grey TIFF of one strip, not compressed: ImageSharp writes none of 16 bits.</summary>
    private static byte[] Tiff16(Func<int, ushort> value)
    {
        const int Length = 2 * Side * Side;
        using var memory = new MemoryStream();
        using var writer = new BinaryWriter(memory);
        writer.Write("II*\0"u8);
        writer.Write(8 + Length);
        for (var i = 0; i < Side * Side; i++)
        {
            writer.Write(value(i));
        }
        (int Tag, int Value)[] tags =
        [
            (256, Side),
            (257, Side),
            (258, 16),
            (259, 1),
            (262, 1),
            (273, 8),
            (277, 1),
            (278, Side),
            (279, Length),
        ];
        writer.Write((ushort)tags.Length);
        foreach (var (tag, number) in tags)
        {
            writer.Write((ushort)tag);
            writer.Write((ushort)3);
            writer.Write(1);
            writer.Write(number);
        }
        writer.Write(0);
        writer.Flush();
        return memory.ToArray();
    }

    private List<string> Notices(string name)
    {
        var notices = new List<string>();
        _ = WFrameImages.Load(_folder.At(name), size: 8, notice: notices.Add);
        return notices;
    }

    private void Save16(string name, Func<int, L16> pixel) =>
        Save(name, pixel, new PngEncoder { BitDepth = PngBitDepth.Bit16, ColorType = PngColorType.Grayscale });

    private void Save<TPixel>(string name, Func<int, TPixel> pixel, SixLabors.ImageSharp.Formats.IImageEncoder encoder)
        where TPixel : unmanaged, IPixel<TPixel>
    {
        using var image = new Image<TPixel>(Side, Side);
        for (var i = 0; i < Side * Side; i++)
        {
            image[i % Side, i / Side] = pixel(i);
        }
        image.Save(_folder.At(name), encoder);
    }
}
