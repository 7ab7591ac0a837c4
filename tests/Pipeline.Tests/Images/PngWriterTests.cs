using WFrame.Images;
using WFrame.Images.Sources;
using WFrame.Images.Writing;
using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Images;

public class PngWriterTests
{
    private static readonly float[] Mean = [103.939f, 116.779f, 123.68f];

    [Fact]
    public void GivenABatch_WhenMadeAPicture_ThenTheMeanIsAddedAndValuesAreRoundedToEvenAndClipped()
    {
        var batch = new PixelBatch(1, new ImageSize(1, 5));
        // B of the five pixels: half to even twice, below, above, exact.
        new float[] { 0.5f, 1.5f, -300, 300, 7 }.CopyTo(batch.Values);

        var image = PngWriter.ToImage(batch, 0, [0, 10, 20]);

        Assert.Equal([0, 2, 0, 255, 7], Enumerable.Range(0, 5).Select(x => (int)image.Pixels[(3 * x) + 2]));
        Assert.All(
            Enumerable.Range(0, 5),
            x => Assert.Equal((20, 10), (image.Pixels[3 * x], image.Pixels[(3 * x) + 1]))
        );
    }

    [Theory]
    [InlineData(float.NaN)]
    [InlineData(float.PositiveInfinity)]
    public void GivenANonFiniteValue_WhenMadeAPicture_ThenItIsRefused(float value)
    {
        var batch = new PixelBatch(1, new ImageSize(2, 2));
        batch.Values.Span[5] = value;

        Assert.Throws<ArgumentException>(() => PngWriter.ToImage(batch, 0, Mean));
    }

    [Fact]
    public void GivenAPicture_WhenWrittenAndRead_ThenPixelsAreTheSameAndBytesRepeat()
    {
        using var folder = new TemporaryFolder();
        var image = new ImageEntry(Repository.Sample("chelsea.png")).Decode();

        PngWriter.Write(folder.At("a.png"), image);
        PngWriter.Write(folder.At("a.png"), image);
        PngWriter.Write(folder.At("b.png"), image);

        Assert.Equal(image.Pixels, new ImageEntry(folder.At("a.png")).Decode().Pixels);
        Assert.Equal(File.ReadAllBytes(folder.At("a.png")), File.ReadAllBytes(folder.At("b.png")));
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Fact]
    public void GivenAFolderThatDoesNotExist_WhenWritten_ThenItFailsAndLeavesNothing()
    {
        using var folder = new TemporaryFolder();

        Assert.ThrowsAny<IOException>(() => PngWriter.Write(folder.At("none", "a.png"), new RgbImage(1, 1)));

        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }
}
