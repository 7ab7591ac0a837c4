using WFrame.Textures;

namespace WFrame.Trainers.Tests.Textures;

public sealed class PixelEnergyTests
{
    [Theory]
    [InlineData(8, 12)]
    [InlineData(5, 7)]
    public void Given_any_theta_When_a_pixel_is_moved_Then_Phi_changes_by_the_gradient(int height, int width)
    {
        const double Sigma = 50;
        var photograph = TextureParts.Noise(16, 16, 1);
        var observed = PixelStatistics.Of(photograph.Values.Span, photograph.Size, wraps: false);
        var energy = new PixelEnergy(observed, Sigma);
        var random = new Random(2);
        for (var i = 0; i < energy.Theta.Length; i++)
        {
            energy.Theta[i] = random.NextDouble() - 0.5;
        }
        // B is symmetric: learning keeps it so.
        (energy.Theta[6], energy.Theta[9], energy.Theta[10]) = (energy.Theta[4], energy.Theta[5], energy.Theta[8]);
        var image = TextureParts.Noise(height, width, 3);
        var gradient = new float[image.Size.Dimension];
        energy.AddGradient(image.Values.Span, image.Size, gradient);

        for (var i = 0; i < gradient.Length; i++)
        {
            var (up, down) = (image.Clone(), image.Clone());
            up.Values.Span[i] += 1;
            down.Values.Span[i] -= 1;
            // Phi is quadratic: its central difference is exact.
            Assert.Equal((Phi(up) - Phi(down)) / 2, gradient[i], 1e-4);
        }

        double Phi(PixelBatch x)
        {
            var own = PixelStatistics.Of(x.Values.Span, x.Size, wraps: true, observed.Mean);
            var sum = 0.0;
            for (var c = 0; c < 3; c++)
            {
                sum += energy.Theta[c] * (own.Mean[c] - observed.Mean[c]) / Sigma;
            }
            for (var i = 0; i < 9; i++)
            {
                sum += energy.Theta[3 + i] * own.Covariance[i] / (Sigma * Sigma);
            }
            for (var i = 0; i < own.Differences.Length; i++)
            {
                sum +=
                    energy.Theta[12 + i]
                    * own.Differences[i]
                    / (observed.Differences[i] + (PixelEnergy.LeastUnit * Sigma * Sigma));
            }
            return sum * x.Size.Area;
        }
    }

    [Fact]
    public void Given_two_parts_of_an_image_When_pooled_Then_they_have_the_statistics_of_the_whole()
    {
        var whole = TextureParts.Noise(12, 8, 5);
        var parts = Enumerable.Range(0, 2).Select(half => Rows(whole, 6 * half)).ToArray();

        var pooled = PixelStatistics.Pool([
            .. parts.Select(p => (PixelStatistics.Of(p.Values.Span, p.Size, wraps: false), (double)p.Size.Area)),
        ]);

        var expected = PixelStatistics.Of(whole.Values.Span, whole.Size, wraps: false);
        Assert.All(expected.Mean.Zip(pooled.Mean), pair => Assert.Equal(pair.First, pair.Second, 1e-9));
        Assert.All(expected.Covariance.Zip(pooled.Covariance), pair => Assert.Equal(pair.First, pair.Second, 1e-6));
    }

    private static PixelBatch Rows(PixelBatch image, int first)
    {
        var part = new PixelBatch(1, new ImageSize(6, image.Size.Width));
        for (var c = 0; c < 3; c++)
        {
            image
                .Values.Span.Slice((c * image.Size.Area) + (first * image.Size.Width), part.Size.Area)
                .CopyTo(part.Values.Span[(c * part.Size.Area)..]);
        }
        return part;
    }
}
