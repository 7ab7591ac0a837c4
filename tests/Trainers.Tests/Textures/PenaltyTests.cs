using WFrame.Engines;
using WFrame.Responses;
using WFrame.Textures;

namespace WFrame.Trainers.Tests.Textures;

/// <summary>wFRAME's penalty on the energy of a texture, in units of its scaled theta.</summary>
public sealed class PenaltyTests
{
    private const double Sigma = 50;

    private static readonly ImageSize Size = new(24, 32);

    [Theory]
    [InlineData("cpu")]
    [InlineData("ort-cpu")]
    public void Given_theta_over_layers_When_the_penalty_is_taken_Then_finite_differences_of_the_mean_square_agree(
        string device
    )
    {
        var trunk = TextureParts.Trunk.WithAveragePools();
        using var engine = EngineFactory.Create(trunk, new EngineOptions { Device = device, Threads = 1 }).Engine;
        var layout = trunk.Layout(
            Size,
            [.. TexturePlan.Deep.Select(layer => new Tap(layer, ThetaForm.Filter))],
            Tiling.XY
        );
        var random = new Random(5);
        double[] scales = [.. Enumerable.Range(0, layout.ThetaLength).Select(_ => 1 + (50 * random.NextDouble()))];
        double[] theta = [.. scales.Select(_ => random.NextDouble() - 0.5)];
        var image = TextureParts.Noise(Size.Height, Size.Width, 8);
        var filters = Filters(theta);
        var results = new EnergyResults(1, Size, layout);
        engine.Evaluate(image, filters.Weights, results);

        var gradient = filters.Penalty(results.Penalty, Sigma);

        // The square is quadratic in theta, so that differences of any length are exact; of one number they are rounding.
        foreach (var tap in layout.Taps)
        {
            var direction = new double[theta.Length];
            for (var k = tap.ThetaOffset; k < tap.ThetaOffset + tap.Channels; k++)
            {
                direction[k] = random.NextDouble() - 0.5;
            }
            var (above, below) = (Square(Filters(Moved(direction, 1))), Square(Filters(Moved(direction, -1))));
            var slope = (above - below) / 2;
            var found = gradient.Zip(direction, (g, d) => g * d).Sum();
            Assert.InRange(Math.Abs(found - slope), 0, 1e-4 * Math.Max(Math.Abs(above), Math.Abs(below)));
            Assert.NotEqual(0, found);
        }

        double[] Moved(double[] direction, double by) => [.. theta.Zip(direction, (t, d) => t + (by * d))];

        FilterTheta Filters(double[] values)
        {
            var made = new FilterTheta(layout, scales, scales, Size.Area) { Values = values };
            // No error, so that theta stays as it is and is read into the weights.
            _ = made.Compare((tap, k) => scales[k]);
            made.Learn(1, damping: 0);
            return made;
        }

        double Square(FilterTheta made)
        {
            var g = new float[Size.Dimension];
            engine.Gradient(image, made.Weights, g);
            return Sigma * Sigma * Energy.Dot(g, g) / Size.Dimension;
        }
    }

    [Fact]
    public void Given_a_penalty_When_theta_learns_Then_half_of_beta_times_it_is_taken_off_the_error()
    {
        var trunk = TextureParts.Trunk.WithAveragePools();
        var layout = trunk.Layout(Size, [new Tap("conv1_1", ThetaForm.Filter)], Tiling.XY);
        double[] ones = [.. Enumerable.Repeat(1.0, layout.ThetaLength)];
        var filters = new FilterTheta(layout, ones, ones, Size.Area);
        _ = filters.Compare((_, k) => 0.5);

        filters.Learn(rate: 0.1, damping: 0, [.. ones.Select(_ => 0.2)]);

        Assert.All(filters.Values, value => Assert.Equal(0.1 * (0.5 - 0.2), value, 1e-12));
    }

    [Fact]
    public void Given_beta_When_a_texture_is_drawn_Then_the_image_is_another_and_zero_changes_nothing()
    {
        var one = new EngineOptions { Threads = 1 };
        var texture = WFrameTexture.Learn([TextureParts.Stripes(64, 72)], TextureParts.Trunk, one);
        var options = new TextureOptions { Size = new(32, 32) };

        var plain = texture.Draw(options, one).Values.ToArray();

        Assert.Equal(plain, texture.Draw(options with { Beta = 0 }, one).Values.ToArray());
        Assert.NotEqual(plain, texture.Draw(options with { Beta = 1 }, one).Values.ToArray());
        Assert.Throws<UsageException>(() => new TextureOptions { Beta = -1 });
        Assert.Throws<UsageException>(() => new TextureOptions { Beta = double.NaN });
    }
}
