using WFrame.Images;
using WFrame.Images.Writing;

namespace WFrame.Pipeline.Tests.Images;

public class ContactSheetTests
{
    [Fact]
    public void GivenPictures_WhenPutOnASheet_ThenEachKeepsItsPixelsAndGapsAreWhite()
    {
        RgbImage[] images = [.. Enumerable.Range(0, 3).Select(i => new RgbImage(2, 1, [(byte)i, 1, 2, 3, 4, 5]))];

        var sheet = ContactSheet.Make(images, scale: 2);

        Assert.Equal(((2 * 4) + 2, (2 * 2) + 2), (sheet.Width, sheet.Height));
        Assert.Equal([0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5], sheet.Row(1)[..12].ToArray());
        Assert.Equal([255, 255, 255, 255, 255, 255, 1, 1, 2], sheet.Row(0).Slice(12, 9).ToArray());
        Assert.Equal([2, 1, 2], sheet.Row(5)[..3].ToArray());
        Assert.All(sheet.Row(5)[12..].ToArray(), b => Assert.Equal(255, b));
    }

    [Fact]
    public void GivenPicturesOfDifferentSizes_WhenPutOnASheet_ThenItIsRefused() =>
        Assert.Throws<ArgumentException>(() => ContactSheet.Make([new RgbImage(1, 2), new RgbImage(2, 1)]));
}
