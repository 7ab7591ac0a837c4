using WFrame.Textures;

namespace WFrame.Trainers.Tests.Textures;

public sealed class PyramidTests
{
    [Fact]
    public void Given_an_image_When_projected_again_and_again_Then_its_large_structure_becomes_the_coarser_one_s()
    {
        var (image, coarse) = (TextureParts.Noise(16, 24, 1), TextureParts.Noise(8, 12, 2));

        for (var i = 0; i < 200; i++)
        {
            Pyramid.Project(image, Pyramid.Structure(coarse));
        }

        var wanted = Pyramid.Halve(coarse, wraps: true);
        var halved = Pyramid.Halve(Pyramid.Halve(image, wraps: true), wraps: true);
        for (var i = 0; i < halved.Values.Length; i++)
        {
            Assert.Equal(wanted.Values.Span[i], halved.Values.Span[i], 0.1f);
        }
    }

    [Fact]
    public void Given_an_image_that_wraps_When_turned_and_enlarged_Then_the_enlarged_one_is_turned()
    {
        var image = TextureParts.Noise(6, 8, 3);
        var expected = Turned(Pyramid.Resize(image, new ImageSize(12, 16)), 4, 6);

        var actual = Pyramid.Resize(Turned(image, 2, 3), new ImageSize(12, 16));

        for (var i = 0; i < actual.Values.Length; i++)
        {
            Assert.Equal(expected.Values.Span[i], actual.Values.Span[i], 1e-4f);
        }
    }

    [Fact]
    public void Given_quantiles_When_an_image_is_matched_Then_it_has_them_and_ranks_stay()
    {
        var (image, photograph) = (TextureParts.Noise(16, 16, 4), TextureParts.Noise(40, 20, 5));
        float[][] quantiles =
        [
            .. Enumerable
                .Range(0, 3)
                .Select(c => ChannelQuantiles.Of(photograph.Values.Span.Slice(c * 800, 800).ToArray())),
        ];
        var before = image.Values.ToArray();

        ChannelQuantiles.Match(image.Values.Span, quantiles);

        for (var c = 0; c < 3; c++)
        {
            var own = image.Values.Span.Slice(c * 256, 256).ToArray();
            Assert.Equal(Order(before[(c * 256)..((c + 1) * 256)]), Order(own));
            var again = ChannelQuantiles.Of(own);
            Assert.All(quantiles[c].Zip(again), pair => Assert.Equal(pair.First, pair.Second, 1f));
            Assert.InRange(again[^1], quantiles[c][0], quantiles[c][^1]);
        }
    }

    private static int[] Order(float[] values)
    {
        int[] order = [.. Enumerable.Range(0, values.Length)];
        Array.Sort([.. values], order);
        return order;
    }

    private static PixelBatch Turned(PixelBatch image, int rows, int columns)
    {
        var (height, width) = (image.Size.Height, image.Size.Width);
        var turned = new PixelBatch(1, image.Size);
        for (var i = 0; i < image.Values.Length; i++)
        {
            var (channel, row, column) = (i / image.Size.Area, i / width % height, i % width);
            var place = (((channel * height) + ((row + rows) % height)) * width) + ((column + columns) % width);
            turned.Values.Span[place] = image.Values.Span[i];
        }
        return turned;
    }
}
