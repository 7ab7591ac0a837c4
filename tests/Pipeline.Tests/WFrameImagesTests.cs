using Microsoft.ML;
using Microsoft.ML.Data;
using SixLabors.ImageSharp;
using SixLabors.ImageSharp.PixelFormats;
using WFrame.Images;
using WFrame.Images.Sources;
using WFrame.Images.Writing;
using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Pipeline.Tests;

public class WFrameImagesTests
{
    private static readonly string Cat = Repository.Sample("chelsea.png");
    private static readonly string Cup = Repository.Sample("coffee.png");

    [Fact]
    public void GivenAFile_WhenLoaded_ThenPixelsAreThoseOfTheLoaderWithTheMeanOfTheDefaultTrunk()
    {
        var size = new ImageSize(16, 16);
        var options = new PixelOptions
        {
            Size = size,
            CropSide = 148,
            Crops = 3,
        };

        var images = WFrameImages.Load(Cat, size: 16, crop: 148, crops: 3);

        var expected = PixelLoader.Load([new ImageEntry(Cat)], options, Trunk.Vgg16Conv4().Mean).Pixels;
        Assert.Equal((3, size), (images.Count, images.Size));
        Assert.Equal(expected.Values.ToArray(), images.Values.ToArray());
        Assert.Equal(expected.Values.ToArray(), WFrameImages.Load(Cat, options).Values.ToArray());
    }

    [Fact]
    public void GivenAListThatNamesAMissingImage_WhenBadOnesAreSkipped_ThenItIsLeftOutAndToldByEveryWayIn()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllLines(folder.At("list.txt"), [Cat, "gone.png", Cup]);
        string[] images = [$"@{folder.At("list.txt")}"];
        var options = new PixelOptions { Size = new ImageSize(16, 16) };
        var skipping = options with { SkipBadImages = true };
        var told = new List<string>();
        var context = new MLContext();
        context.Log += (_, e) => told.Add(e.RawMessage);

        var loaded = WFrameImages.Load(images, skipping, notice: told.Add);
        var paths = context.WFrame().LoadPixels(images, skipping).GetColumn<string>("Path").ToArray();

        Assert.Equal(WFrameImages.Load([Cat, Cup], options).Values.ToArray(), loaded.Values.ToArray());
        Assert.Equal([Cat, Cup], paths);
        Assert.Contains(
            told,
            t => t.Contains("left out", StringComparison.Ordinal) && t.Contains("gone.png", StringComparison.Ordinal)
        );
        Assert.Contains(
            "line 2 names gone.png",
            Assert.Throws<UsageException>(() => WFrameImages.Load(images, options)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void GivenPicturesInMemory_WhenTaken_ThenPixelsAreThoseOfTheFiles_AndTheyComeBack()
    {
        var options = new PixelOptions { Size = new ImageSize(16, 16), Crops = 2 };
        var trunk = new Trunk("other", Trunk.Vgg16Conv4().Layers, [10, 20, 30]);
        using var cat = Image.Load<Rgb24>(Cat);
        using var cup = Image.Load<Rgb24>(Cup);

        var images = WFrameImages.From([cup, cat], options, trunk);

        Assert.Equal(WFrameImages.Load([Cup, Cat], options, trunk).Values.ToArray(), images.Values.ToArray());
        var pictures = WFrameImages.ToPictures(images, trunk);
        Assert.Equal(4, pictures.Count);
        var back = new byte[3 * 16 * 16];
        pictures[3].CopyPixelDataTo(back);
        Assert.Equal(PngWriter.ToImage(images, 3, trunk.Mean).Pixels, back);
        Assert.All(pictures, picture => picture.Dispose());
        Assert.Contains(
            "No pictures",
            Assert.Throws<UsageException>(() => WFrameImages.From([], options)).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void GivenSeveralSources_WhenLoaded_ThenImagesComeInTheirOrder()
    {
        var both = WFrameImages.Load([Cup, Cat], size: 8);

        Assert.Equal(2, both.Count);
        Assert.Equal(WFrameImages.Load(Cup, size: 8).Values.ToArray(), both.Image(0).ToArray());
        Assert.Equal(WFrameImages.Load(Cat, size: 8).Values.ToArray(), both.Image(1).ToArray());
    }

    [Fact]
    public void GivenATrunk_WhenLoadedAndSaved_ThenItsMeanIsSubtractedAndAddedAgain()
    {
        using var folder = new TemporaryFolder();
        var trunk = new Trunk("other", Trunk.Vgg16Conv4().Layers, [10, 20, 30]);
        var plain = WFrameImages.Load(Cat, size: 2);

        var images = WFrameImages.Load(Cat, size: 2, trunk: trunk);
        WFrameImages.Save(images, folder.At("x.png"), trunk);

        float[] expected = [.. plain.Values.ToArray().Select((v, i) => v + Trunk.VggMean[i / 4] - trunk.Mean[i / 4])];
        Assert.All(expected.Zip(images.Values.ToArray()), pair => Assert.Equal(pair.First, pair.Second, 4));
        Assert.Equal(
            PngWriter.ToImage(plain, 0, Trunk.VggMean).Pixels,
            new ImageEntry(folder.At("x.png")).Decode().Pixels
        );
    }

    [Fact]
    public void GivenImages_WhenSavedToAFolder_ThenEachIsAFileThatGivesItBack()
    {
        using var folder = new TemporaryFolder();
        var images = WFrameImages.Load(Cat, size: 16, crops: 3);

        WFrameImages.Save(images, folder.At("new", "crops"));

        string[] names = ["00.png", "01.png", "02.png"];
        Assert.Equal(names, Directory.GetFiles(folder.At("new", "crops")).Select(Path.GetFileName).Order());
        Assert.Equal(images.Values.ToArray().Select(v => MathF.Round(v)), Rounded(folder.At("new", "crops")));
    }

    [Fact]
    public void GivenImages_WhenSavedToAFile_ThenSeveralAreASheetAndOneIsItself()
    {
        using var folder = new TemporaryFolder();
        var images = WFrameImages.Load(Cat, size: 16, crops: 5);

        WFrameImages.Save(images, folder.At("sheet.PNG"));
        WFrameImages.Save(images.Slice(0, 1), folder.At("one.png"));

        RgbImage[] pictures = [.. Enumerable.Range(0, 5).Select(i => PngWriter.ToImage(images, i, Trunk.VggMean))];
        Assert.Equal(PngWriter.Encode(ContactSheet.Make(pictures)), File.ReadAllBytes(folder.At("sheet.PNG")));
        Assert.Equal(PngWriter.Encode(pictures[0]), File.ReadAllBytes(folder.At("one.png")));
    }

    [Fact]
    public void GivenAnotherFormatOrNoImage_WhenSaved_ThenItIsRefusedAndNothingIsWritten()
    {
        using var folder = new TemporaryFolder();
        var images = WFrameImages.Load(Cat, size: 2);

        var refused = Assert.Throws<UsageException>(() => WFrameImages.Save(images, folder.At("cat.jpg")));

        Assert.Contains(".png", refused.Message, StringComparison.Ordinal);
        Assert.ThrowsAny<ArgumentException>(() => WFrameImages.Save(images.Slice(0, 0), folder.At("none")));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Theory]
    [InlineData(0, 9, "00.png")]
    [InlineData(99, 100, "99.png")]
    [InlineData(7, 101, "007.png")]
    public void GivenANumber_WhenNamed_ThenNamesSortAsNumbersDo(int index, int count, string name) =>
        Assert.Equal(name, PngWriter.FileName(index, count));

    private static IEnumerable<float> Rounded(string folder) =>
        WFrameImages.Load(folder, size: 16).Values.ToArray().Select(v => MathF.Round(v));
}
