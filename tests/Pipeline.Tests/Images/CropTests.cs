using FsCheck.Xunit;
using WFrame.Images;
using WFrame.Images.Geometry;
using WFrame.Noise;

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

        var random = new CounterRandom(seed, RandomPurpose.Crop);
        var (drawn, _) = JitteredCrop.Draw(box, w, h, j, element => random.Uniform(0, 2, 1, 0, element));

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
        var random = new CounterRandom(1, RandomPurpose.Crop);
        var mirrored = Enumerable
            .Range(0, 10_000)
            .Count(c => JitteredCrop.Draw(box, 100, 100, 0.1, e => random.Uniform(0, c, 0, 0, e)).Mirror);

        Assert.InRange(mirrored, 4800, 5200); // four standard deviations
    }

    [Fact]
    public void GivenAPicture_WhenMirrored_ThenColumnsSwapAndChannelsDoNot()
    {
        var image = new RgbImage(3, 1, [1, 2, 3, 4, 5, 6, 7, 8, 9]);

        JitteredCrop.Mirror(image);

        Assert.Equal([7, 8, 9, 4, 5, 6, 1, 2, 3], image.Pixels);
    }
}
