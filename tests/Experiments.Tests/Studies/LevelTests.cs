using WFrame.Experiments.Studies.Levels;

namespace WFrame.Experiments.Tests.Studies;

public sealed class LevelTests
{
    [Theory]
    [InlineData(0.05, 0, 0)]
    [InlineData(0.2, 0.1, 0)]
    [InlineData(0.375, 0, 1)]
    [InlineData(0, 0.375, 1)]
    [InlineData(0.3, 0.4, 1)]
    public void Given_a_wave_when_its_power_is_taken_then_it_counts_above_half_the_Nyquist_frequency(
        double down,
        double across,
        double share
    )
    {
        // A wave of amplitude 10 has power 50 in every pixel.
        var wave = Picture(64, (y, x) => 30 + (10 * Math.Cos(2 * Math.PI * ((down * y) + (across * x)))));

        Assert.Equal(50 * share, PictureDetail.HighPower(wave), 0.5);
    }

    [Fact]
    public void Given_images_when_compared_then_each_correlates_with_the_one_that_it_is_most_like()
    {
        var (first, second) = (Noise(1), Noise(2));
        var brighter = Picture(64, (y, x) => 20 + (0.5 * first.Values.Span[(y * 64) + x]));
        var inverse = Picture(64, (y, x) => -first.Values.Span[(y * 64) + x]);

        Assert.Equal(1, PictureDetail.NearestCorrelations(brighter, Joined(second, first)).Single(), 1e-4);
        Assert.Equal(-1, PictureDetail.NearestCorrelations(inverse, first).Single(), 1e-4);
        Assert.InRange(PictureDetail.NearestCorrelations(first, second).Single(), -0.2, 0.2);
    }

    private static PixelBatch Noise(int seed)
    {
        var random = new Random(seed);
        var values = Enumerable.Range(0, 64 * 64).Select(_ => random.NextDouble() * 100).ToArray();
        return Picture(64, (y, x) => values[(y * 64) + x]);
    }

    private static PixelBatch Joined(PixelBatch first, PixelBatch second) =>
        new(first.Values.ToArray().Concat(second.Values.ToArray()).ToArray(), 2, first.Size);

    private static PixelBatch Picture(int side, Func<int, int, double> value)
    {
        var picture = new PixelBatch(1, new ImageSize(side, side));
        for (var i = 0; i < picture.Values.Length; i++)
        {
            var p = i % (side * side);
            picture.Values.Span[i] = (float)value(p / side, p % side);
        }
        return picture;
    }
}
