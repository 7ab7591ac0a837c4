using FsCheck.Xunit;
using WFrame.Images;
using WFrame.Images.Geometry;

namespace WFrame.Pipeline.Tests.Images;

public class CropTests
{
    [Property]
    public bool GivenAnyPicture_WhenACropIsJittered_ThenItStaysInsideAndKeepsItsAspect(
        byte width,
        byte height,
        byte jitter,
        ulong seed
    )
    {
        var (w, h, j) = (width + 8, height + 8, jitter / 255.0 * 0.4);
        var box = Crop.Fit(w, h, new ImageSize(32, 32));

        var (drawn, _) = JitteredCrop.Draw(box, w, h, j, element => CropRandom.Uniform(seed, 1, 2, element));

        return drawn.Left >= 0
            && drawn.Top >= 0
            && drawn.Left + drawn.Width <= w
            && drawn.Top + drawn.Height <= h
            && drawn.Width == drawn.Height
            && drawn.Width >= (1 - (2 * j)) * box.Width - 1
            && drawn.Width <= box.Width;
    }

    [Fact]
    public void GivenManyCrops_WhenDrawn_ThenHalfAreMirrored()
    {
        var box = new PixelBox(0, 0, 100, 100);
        var mirrored = Enumerable
            .Range(0, 10_000)
            .Count(c => JitteredCrop.Draw(box, 100, 100, 0.1, e => CropRandom.Uniform(1, 0, c, e)).Mirror);

        Assert.InRange(mirrored, 4800, 5200); // four standard deviations
    }

    [Fact]
    public void GivenAPicture_WhenMirrored_ThenColumnsSwapAndChannelsDoNot()
    {
        var image = new RgbImage(3, 1, [1, 2, 3, 4, 5, 6, 7, 8, 9]);

        JitteredCrop.Mirror(image);

        Assert.Equal([7, 8, 9, 4, 5, 6, 1, 2, 3], image.Pixels);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(-3)]
    [InlineData(41)]
    public void GivenASquareThatDoesNotFit_WhenAskedFor_ThenTheRangeIsNamed(int side)
    {
        var refused = Assert.Throws<UsageException>(() => Crop.CenterSquare(50, 40, side));

        Assert.Contains("1..40", refused.Message, StringComparison.Ordinal);
    }
}
