using WFrame.Cpu;
using WFrame.Cpu.Kernels;
using WFrame.Energy.Tests.Engines;
using WFrame.Engines;
using WFrame.Responses;
using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Cpu;

/// <summary>
/// Flat images, where all training starts: windows tie exactly wherever the frame is out of reach, and Winograd rounds each
/// pixel differently. The first must win all the same, as in double.
/// </summary>
public sealed class CpuTieTests
{
    [Theory]
    [InlineData(8, 8, 0)]
    [InlineData(13, 9, 0)]
    [InlineData(16, 24, 0)]
    [InlineData(15, 10, 37.25f)]
    [InlineData(12, 12, -103.5f)]
    [InlineData(12, 18, 1e-3f)]
    public void Given_a_flat_image_When_evaluated_Then_F_G_and_P_are_those_of_double(int height, int width, float level)
    {
        var (trunk, size) = (Trunk.Vgg16Conv4(), new ImageSize(height, width));
        Check(trunk, trunk.Layout(size, ThetaForm.Spatial), size, level);
    }

    [Theory]
    [InlineData(13, 9, 0)]
    [InlineData(15, 10, 37.25f)]
    public void Given_a_flat_image_When_every_layer_is_tapped_Then_F_G_and_P_are_those_of_double(
        int height,
        int width,
        float level
    )
    {
        var (trunk, size) = (Trunk.Vgg16Conv4(), new ImageSize(height, width));
        Check(trunk, trunk.Layout(size, [.. trunk.Taps.Select(t => new Tap(t.Layer, ThetaForm.Spatial))]), size, level);
    }

    private static void Check(Trunk trunk, ResponseLayout layout, ImageSize size, float level)
    {
        var height = size.Height;
        var theta = new Theta(layout, 1, RandomTrunks.Normal(new Random(height), layout.Length, 1));
        var x = new PixelBatch(1, size);
        x.Values.Span.Fill(level);
        var expected = new ReferenceTrunk(trunk).Evaluate(
            Compare.ToDouble(x.Values.Span),
            size,
            Compare.ToDouble(theta.Values),
            layout: layout
        );
        foreach (var lanes in Enum.GetValues<LaneWidth>())
        {
            using var engine = new CpuEngine(trunk, 1, lanes);
            var results = new EnergyResults(1, size, layout);
            engine.Evaluate(x, theta, results);
            Assert.InRange(Compare.RelativeError(Compare.ToDouble(results.Gradient), expected.Gradient), 0, 2e-5);
            foreach (var tap in layout.Taps)
            {
                Assert.InRange(Error(results.Responses, expected.Responses), 0, 2e-5);
                Assert.InRange(Error(results.Penalty, expected.Penalty), 0, 2e-5);

                double Error(float[] actual, double[] wanted) =>
                    Compare.RelativeError(
                        Compare.ToDouble(actual.AsSpan(tap.Offset, tap.Length)),
                        wanted.AsSpan(tap.Offset, tap.Length)
                    );
            }
        }
    }
}
