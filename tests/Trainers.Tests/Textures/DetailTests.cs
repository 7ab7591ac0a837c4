using WFrame.Textures;

namespace WFrame.Trainers.Tests.Textures;

public sealed class DetailTests
{
    [Fact]
    public void Given_a_softened_image_When_details_are_matched_Then_neighbours_differ_as_in_the_photograph()
    {
        var photograph = TextureParts.Noise(32, 48, 1);
        var observed = PixelStatistics.Of(photograph.Values.Span, photograph.Size, wraps: true);
        var image = Pyramid.Enlarge(Pyramid.Halve(photograph, wraps: true), photograph.Size);
        for (var i = 0; i < image.Values.Length; i++)
        {
            image.Values.Span[i] += 0.5f * photograph.Values.Span[i];
        }
        var before = Pyramid.Halve(Pyramid.Halve(image, wraps: true), wraps: true);

        DetailContrast.Match(image, observed);

        var own = PixelStatistics.Of(image.Values.Span, image.Size, wraps: true);
        for (var axis = 0; axis < 3; axis++)
        {
            var first = axis * PixelStatistics.Lags.Count;
            Assert.Equal(
                observed.Differences[first] + observed.Differences[first + 1],
                own.Differences[first] + own.Differences[first + 1],
                0.01 * observed.Differences[first]
            );
        }
        var after = Pyramid.Halve(Pyramid.Halve(image, wraps: true), wraps: true);
        var (moved, size) = (0.0, 0.0);
        for (var i = 0; i < after.Values.Length; i++)
        {
            moved += Math.Abs(after.Values.Span[i] - before.Values.Span[i]);
            size += Math.Abs(before.Values.Span[i]);
        }
        Assert.True(moved < 0.25 * size);
    }

    [Fact]
    public void Given_sixteen_iterations_Then_the_pools_have_lain_everywhere_and_images_come_back_unchanged()
    {
        var image = TextureParts.Noise(12, 20, 2);
        var (turned, back) = (new float[image.Values.Length], new float[image.Values.Length]);
        var phases = Enumerable.Range(1, 16).Select(PoolPhase.Of).ToHashSet();

        Assert.Equal(16, phases.Count);
        foreach (var phase in phases)
        {
            phase.Turn(image.Values.Span, image.Size, turned);
            Assert.Equal(image.Values.Span[(phase.Y * 20) + phase.X], turned[0]);
            Assert.Equal(
                image.Values.Span[(12 * 20 * 2) + (((11 + phase.Y) % 12) * 20) + ((19 + phase.X) % 20)],
                turned[^1]
            );
            phase.TurnBack(turned, image.Size, back);
            Assert.Equal(image.Values.ToArray(), back);
        }
    }
}
