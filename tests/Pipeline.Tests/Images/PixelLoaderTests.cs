using WFrame.Images;
using WFrame.Images.Geometry;
using WFrame.Images.Sources;
using WFrame.Images.Writing;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Images;

public class PixelLoaderTests
{
    private static readonly float[] Mean = [103.939f, 116.779f, 123.68f];

    private static readonly PixelOptions Options = new() { Size = new ImageSize(24, 32) };

    /// <summary>Without Adobe's marker 0 is no ink: the colours are then the complements, and the user is told.</summary>
    [Fact]
    public void GivenCmyk_WhenAdobesMarkerIsMissing_ThenInkIsReadTheOtherWayAndThereIsANotice()
    {
        using var folder = new TemporaryFolder();
        var adobe = File.ReadAllBytes(
            Path.Combine(Repository.Root, "tests", "oracle", "resample", "sources", "cmyk-37x23.jpg")
        );
        var marker = adobe.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xFF, 0xEE]);
        byte[] without = [.. adobe[..marker], .. adobe[(marker + 2 + (adobe[marker + 2] << 8) + adobe[marker + 3])..]];
        File.WriteAllBytes(folder.At("adobe.jpg"), adobe);
        File.WriteAllBytes(folder.At("plain.jpg"), without);
        var options = new PixelOptions { Size = new ImageSize(16, 16) };

        var (marked, plain) = (Notices("adobe.jpg"), Notices("plain.jpg"));

        Assert.DoesNotContain("CMYK", string.Concat(marked), StringComparison.Ordinal);
        Assert.Contains(
            "plain.jpg has CMYK colours without Adobe's marker",
            Assert.Single(plain),
            StringComparison.Ordinal
        );
        Assert.NotEqual(
            WFrameImages.Load(folder.At("adobe.jpg"), options).Values.ToArray(),
            WFrameImages.Load(folder.At("plain.jpg"), options).Values.ToArray()
        );

        IReadOnlyList<string> Notices(string name) =>
            PixelLoader.Load([new ImageEntry(folder.At(name))], options, Mean).Notices;
    }

    [Fact]
    public void GivenPictures_WhenLoaded_ThenPlanesAreBlueGreenRedMinusTheMeanInOrder()
    {
        var entries = Samples("coffee.png", "rocket.jpg");

        var loaded = Load(entries, Options);

        Assert.Equal((2, Options.Size), (loaded.Pixels.Count, loaded.Pixels.Size));
        Assert.Equal(entries, loaded.Images.Select(i => i.Entry));
        for (var n = 0; n < 2; n++)
        {
            var image = entries[n].Decode();
            var box = Crop.Fit(image.Width, image.Height, Options.Size);
            var expected = Resampler.Resize(image, box, Options.Size, ResampleFilter.Area);
            Assert.Equal(expected.Pixels, PngWriter.ToImage(loaded.Pixels, n, Mean).Pixels);
            Assert.Equal(expected.Pixels[2] - Mean[0], loaded.Pixels.Image(n).Span[0]);
        }
        Assert.Equal(
            entries.Select(e => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(e.Path)))),
            loaded.Images.Select(i => i.Sha256)
        );
    }

    [Fact]
    public void GivenACropSide_WhenLoaded_ThenTheCentredSquareIsTaken()
    {
        var loaded = Load(Samples("coffee.png"), Options with { Size = new ImageSize(64, 64), CropSide = 148 });

        Assert.Equal(new PixelBox(226, 126, 148, 148), loaded.Images[0].Box);
    }

    [Fact]
    public void GivenNoMirroring_WhenCropped_ThenTheSameBoxesAndNoneIsMirrored()
    {
        var options = Options with { Crops = 8, Seed = 3 };
        var (half, none) = (
            Load(Samples("chelsea.png"), options),
            Load(Samples("chelsea.png"), options with { Mirroring = CropMirroring.None })
        );

        Assert.Equal(half.Images.Select(i => i.Box), none.Images.Select(i => i.Box));
        Assert.DoesNotContain(none.Images, i => i.Mirrored);
        for (var i = 0; i < 8; i++)
        {
            var same = half.Pixels.Image(i).Span.SequenceEqual(none.Pixels.Image(i).Span);
            Assert.Equal(!half.Images[i].Mirrored, same);
        }
        Assert.Contains(half.Images, i => i.Mirrored);
    }

    [Fact]
    public void GivenJitteredCrops_WhenLoaded_ThenTheyDifferAndDependOnlyOnSeedPositionAndNumber()
    {
        var options = Options with { Crops = 5, Seed = 3 };
        var both = Load(Samples("coffee.png", "chelsea.png"), options with { Threads = 2 });
        var one = Load(Samples("coffee.png", "chelsea.png"), options with { Crops = 3, Threads = 1 });
        var other = Load(Samples("coffee.png"), options with { Seed = 4 });

        Assert.Equal(10, both.Pixels.Count);
        Assert.Equal([0, 1, 2, 3, 4, 0, 1, 2, 3, 4], both.Images.Select(i => i.Crop));
        Assert.Equal(5, both.Images.Take(5).Select(i => (i.Box, i.Mirrored)).Distinct().Count());
        Assert.Equal(both.Pixels.Image(6).ToArray(), one.Pixels.Image(4).ToArray());
        Assert.NotEqual(both.Images.Take(5).Select(i => i.Box), other.Images.Select(i => i.Box));
    }

    [Fact]
    public void GivenBadImages_WhenTheyAreNotSkipped_ThenAllAreNamedInTheOrderOfTheList()
    {
        using var folder = new TemporaryFolder();
        var entries = WithBad(folder);

        for (var attempt = 0; attempt < 20; attempt++)
        {
            var refused = Assert.Throws<InvalidContentException>(() => Load(entries, Options));
            Assert.StartsWith(
                $"2 of 4 images cannot be used. {folder.At("1.png")} ",
                refused.Message,
                StringComparison.Ordinal
            );
        }
    }

    [Fact]
    public void GivenBadImages_WhenTheyAreSkipped_ThenTheOthersCloseUpAndTheReasonsAreListed()
    {
        using var folder = new TemporaryFolder();
        var entries = WithBad(folder);

        var loaded = Load(entries, Options with { SkipBadImages = true });

        Assert.Equal([entries[0], entries[2]], loaded.Images.Select(i => i.Entry));
        Assert.Collection(
            loaded.Skipped,
            s => Assert.StartsWith(entries[1].Name + " ", s, StringComparison.Ordinal),
            s => Assert.StartsWith(entries[3].Name + " ", s, StringComparison.Ordinal)
        );
        var alone = Load([entries[2]], Options);
        Assert.Equal(alone.Pixels.Image(0).ToArray(), loaded.Pixels.Image(1).ToArray());
    }

    [Fact]
    public void GivenOnlyBadImages_WhenTheyAreSkipped_ThenThatIsSaid()
    {
        using var folder = new TemporaryFolder();
        var entries = WithBad(folder);

        var refused = Assert.Throws<UsageException>(() =>
            Load([entries[1], entries[3]], Options with { SkipBadImages = true })
        );

        Assert.StartsWith("None of 2 images can be used", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GivenTheFolderOfBadImages_WhenSkipped_ThenTheGoodOnesAreLoaded()
    {
        var entries = ImageSource.Expand([Path.Combine(ImageOracle.Folder("bad-images"), "files")]);

        var loaded = Load(entries, Options with { SkipBadImages = true });

        Assert.Equal(entries.Count, loaded.Images.Count + loaded.Skipped.Count);
        Assert.True(loaded.Images.Count >= 35, $"only {loaded.Images.Count} were loaded");
    }

    [Fact]
    public void GivenTransparentPictures_WhenLoaded_ThenItIsSaidOnce()
    {
        string[] names = ["alpha-40x48.png", "palette-transparent-33x29.png", "grey-97x97.png"];
        ImageEntry[] entries =
        [
            .. names.Select(n => new ImageEntry(Path.Combine(ImageOracle.Folder("resample"), "sources", n))),
        ];

        var white = Load(entries, Options with { Size = new ImageSize(8, 8) });
        var dropped = Load(entries, Options with { Size = new ImageSize(8, 8), Alpha = AlphaHandling.Drop });

        var notice = Assert.Single(white.Notices);
        Assert.StartsWith("2 images", notice, StringComparison.Ordinal);
        Assert.Empty(dropped.Notices);
    }

    [Fact]
    public void GivenASmallPicture_WhenACropDoesNotFit_ThenItIsNamed()
    {
        var refused = Assert.Throws<InvalidContentException>(() =>
            Load(Samples("chelsea.png"), Options with { CropSide = 301 })
        );

        Assert.Contains("451 x 300", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GivenMorePixelsThanMemory_WhenLoaded_ThenItIsRefusedBeforeDecoding()
    {
        var entries = Enumerable.Repeat(new ImageEntry("none.png"), 100_000).ToArray();

        Assert.Throws<UsageException>(() => Load(entries, Options with { Size = new ImageSize(4096, 4096) }));
    }

    [Fact]
    public void GivenACancelledToken_WhenLoaded_ThenItStops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        Assert.ThrowsAny<OperationCanceledException>(() =>
            PixelLoader.Load(Samples("chelsea.png"), Options, Mean, cancellation: source.Token)
        );
    }

    [Theory]
    [InlineData(double.NaN)]
    [InlineData(-0.1)]
    [InlineData(0.5)]
    public void GivenAJitterOutOfRange_WhenLoaded_ThenItIsRefused(double jitter) =>
        Assert.Throws<UsageException>(() => Load(Samples("chelsea.png"), Options with { Jitter = jitter }));

    private static LoadedImages Load(IReadOnlyList<ImageEntry> entries, PixelOptions options) =>
        PixelLoader.Load(entries, options, Mean);

    private static ImageEntry[] Samples(params string[] names) =>
        [.. names.Select(n => new ImageEntry(Repository.Sample(n)))];

    /// <summary>Good, bad, good, bad.</summary>
    private static ImageEntry[] WithBad(TemporaryFolder folder)
    {
        File.WriteAllText(folder.At("1.png"), "no picture");
        File.WriteAllBytes(folder.At("3.png"), []);
        return
        [
            .. Samples("retina.jpg"),
            new ImageEntry(folder.At("1.png")),
            .. Samples("coffee.png"),
            new ImageEntry(folder.At("3.png")),
        ];
    }
}
