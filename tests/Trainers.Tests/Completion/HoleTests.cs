using WFrame.Completion;

namespace WFrame.Trainers.Tests.Completion;

public sealed class HoleTests
{
    private static readonly ImageSize Size = new(6, 8);

    [Fact]
    public void Given_a_mask_of_nothing_everything_or_another_size_when_made_then_a_sentence_says_so()
    {
        Assert.Contains("black", Refused(new bool[48]), StringComparison.Ordinal);
        Assert.Contains("white", Refused([.. Enumerable.Repeat(true, 48)]), StringComparison.Ordinal);
        Assert.Contains("47 pixels", Refused(new bool[47]), StringComparison.Ordinal);

        static string Refused(bool[] mask) =>
            Assert.Throws<UsageException>(() => new Hole(Size, mask).Require()).Message;
    }

    [Fact]
    public void Given_one_pixel_when_reduced_and_dilated_then_its_surroundings_belong_to_it()
    {
        var mask = new bool[48];
        mask[(3 * 8) + 5] = true;

        var half = new Hole(Size, mask).Halve();
        var wide = new Hole(Size, mask).Dilate(1);

        Assert.Equal((new ImageSize(3, 4), 1), (half.Size, half.Count));
        Assert.True(half.Pixels[(1 * 4) + 2]);
        Assert.Equal(9, wide.Count);
        Assert.True(wide.Pixels[(2 * 8) + 4] && wide.Pixels[(4 * 8) + 6]);
    }

    [Fact]
    public void Given_a_plane_with_a_hole_when_filled_harmonically_then_it_is_the_plane_again()
    {
        var image = new float[48];
        var mask = new bool[48];
        for (var i = 0; i < image.Length; i++)
        {
            image[i] = (3 * (i % 8)) - (2 * (i / 8));
            mask[i] = i / 8 is 2 or 3 && i % 8 is > 1 and < 6;
        }
        float[] holed = [.. image.Select((v, i) => mask[i] ? 99 : v)];

        HarmonicFill.Fill(holed, new Hole(Size, mask));

        Assert.All(image.Zip(holed), pair => Assert.Equal(pair.First, pair.Second, 0.05f));
    }

    [Fact]
    public void Given_a_source_that_is_brighter_by_a_constant_when_cloned_then_its_details_come_without_a_step()
    {
        var random = new Random(1);
        float[] image = [.. Enumerable.Range(0, 48).Select(_ => random.NextSingle())];
        float[] source = [.. image.Select(v => v + 40)];
        bool[] mask = [.. Enumerable.Range(0, 48).Select(i => i / 8 is 2 or 3 && i % 8 is > 1 and < 6)];
        float[] cloned = [.. image.Select((v, i) => mask[i] ? 0 : v)];

        HarmonicFill.Clone(cloned, source, new Hole(Size, mask));

        Assert.All(image.Zip(cloned), pair => Assert.Equal(pair.First, pair.Second, 0.05f));
    }
}
