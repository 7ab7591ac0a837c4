using WFrame.Textures;

namespace WFrame.Trainers.Tests.Textures;

public sealed class StepTests
{
    [Fact]
    public void Given_a_step_beyond_its_goal_When_followed_Then_it_is_taken_again_at_half_the_inverse_curvature()
    {
        var step = new StepLength();
        float[] first = [3, -4];
        // 1 - eta kappa = -3.
        float[] second = [-9, 12];

        float[] image = [1, 2];
        Assert.False(step.Follow(first, image, first: true));
        image = [5, 6];
        Assert.True(step.Follow(second, image, first: false));

        Assert.Equal(0.5 / 4, step.Factor, 1e-12);
        Assert.Equal(first, second);
        Assert.Equal([1, 2], image);
        float[] third = [-9e9f, 12e9f];
        Assert.True(step.Follow(third, image, first: false));
        Assert.Equal(1e-3, step.Factor, 1e-12);
    }

    [Fact]
    public void Given_gradients_that_agree_or_not_When_followed_Then_the_step_grows_or_shrinks()
    {
        var step = new StepLength();
        _ = step.Follow(new float[] { 1, 0 }, new float[2], first: true);

        Assert.False(step.Follow(new float[] { 1, 1 }, new float[2], first: false));
        Assert.Equal(0.7, step.Factor, 1e-12);
        Assert.False(step.Follow(new float[] { 1, 1 }, new float[2], first: false));
        Assert.Equal(0.7 * 1.03, step.Factor, 1e-12);
        // After a change of theta nothing is concluded.
        Assert.False(step.Follow(new float[] { -1, -1 }, new float[2], first: true));
        Assert.Equal(0.7 * 1.03, step.Factor, 1e-12);
    }

    [Fact]
    public void Given_errors_When_followed_Then_filters_that_overshoot_learn_slower_and_slow_ones_faster()
    {
        var gains = new FilterGains(4);

        gains.Follow([1, 1, 1, 1]);
        Assert.Equal([1, 1, 1, 1], Enumerable.Range(0, 4).Select(k => gains[k]));
        gains.Follow([-1, 0.9, 0.5, -9]);

        Assert.Equal([0.6, 1.3, 1, 0.25], Enumerable.Range(0, 4).Select(k => Math.Round(gains[k], 9)));
        for (var i = 0; i < 20; i++)
        {
            gains.Follow([1 - (2 * (i % 2)), 1, 1, 0]);
        }
        Assert.Equal([0.01, 8], new[] { gains[0], gains[1] });
    }

    [Fact]
    public void Given_covariances_When_a_metric_is_made_Then_it_is_their_share_and_its_root_squared_is_the_metric()
    {
        // Eigenvalues 100, 25 and 0.2, of which the last is raised to a hundredth of the first.
        double[] covariance = [62.5, 37.5, 0, 37.5, 62.5, 0, 0, 0, 0.2];
        var metric = new ColourMetric(covariance);
        float[] once = [1, 0, 0];
        float[] twice = [1, 0, 0];
        float[] third = [0, 0, 1];

        metric.Apply(once);
        metric.ApplyRoot(twice);
        metric.ApplyRoot(twice);
        metric.Apply(third);

        AssertNear([0.625f, 0.375f, 0], once);
        AssertNear(once, twice);
        AssertNear([0, 0, 0.01f], third);
    }

    [Fact]
    public void Given_a_grey_photographs_covariance_When_applied_Then_the_channels_move_as_one()
    {
        var metric = new ColourMetric([50, 50, 50, 50, 50, 50, 50, 50, 50]);
        float[] image = [3, 0, 0, 1, 1, 1];

        metric.Apply(image);

        AssertNear([4 / 3f, 2 / 3f, 4 / 3f, 2 / 3f, 4 / 3f, 2 / 3f], image);
        float[] plain = [1, 2, 3];
        new ColourMetric(new double[9]).Apply(plain);
        AssertNear([1, 2, 3], plain);
    }

    [Theory]
    [InlineData(Tiling.XY)]
    [InlineData(Tiling.X)]
    [InlineData(Tiling.None)]
    public void Given_an_image_that_is_wrapped_When_cut_Then_its_edges_are_average_ones_and_the_others_stay(Tiling tile)
    {
        var image = TextureParts.Noise(24, 32, seed: 3);
        // A line along both edges.
        for (var i = 0; i < 32; i++)
        {
            image.Values.Span[i] = 200;
            image.Values.Span[i % 24 * 32] = 200;
        }
        double[] before = [Edge(image, vertical: true), Edge(image, vertical: false)];

        var cut = TileEdge.Choose(image, tile);

        double[] after = [Edge(cut, vertical: true), Edge(cut, vertical: false)];
        Assert.True(tile.WrapsY() ? Math.Abs(after[0] - 1) < 0.5 && before[0] > 2 : after[0] == before[0]);
        Assert.True(tile.WrapsX() ? Math.Abs(after[1] - 1) < 0.5 && before[1] > 2 : after[1] == before[1]);
        Assert.Equal(image.Values.ToArray().Order(), cut.Values.ToArray().Order());

        static double Edge(PixelBatch image, bool vertical)
        {
            var (height, width) = (image.Size.Height, image.Size.Width);
            var steps = new double[vertical ? height : width];
            for (var i = 0; i < image.Size.Dimension; i++)
            {
                var (plane, y, x) = (i / (height * width), i / width % height, i % width);
                var other = vertical
                    ? ((y + height - 1) % height * width) + x
                    : (y * width) + ((x + width - 1) % width);
                steps[vertical ? y : x] += Math.Abs(
                    image.Values.Span[i] - image.Values.Span[(plane * height * width) + other]
                );
            }
            return steps[0] / steps.Average();
        }
    }

    private static void AssertNear(float[] expected, float[] actual)
    {
        Assert.Equal(expected.Length, actual.Length);
        Assert.All(expected.Zip(actual), pair => Assert.Equal(pair.First, pair.Second, 1e-5f));
    }
}
