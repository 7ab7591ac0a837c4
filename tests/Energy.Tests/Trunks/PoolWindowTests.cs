using WFrame.Energy.Tests.Engines;
using WFrame.Engines;
using WFrame.Ort;
using WFrame.Responses;
using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Trunks;

public sealed class PoolWindowTests
{
    [Theory]
    [InlineData(2, 2, 0, 7, 9)]
    [InlineData(2, 2, 0, 8, 6)]
    [InlineData(3, 3, 0, 10, 11)]
    [InlineData(3, 2, 1, 9, 8)]
    [InlineData(3, 1, 1, 6, 7)]
    [InlineData(2, 3, 0, 11, 9)]
    [InlineData(2, 2, 1, 7, 8)]
    public void Given_windows_that_overlap_leave_gaps_or_do_not_fit_When_evaluated_Then_the_reference_agrees(
        int window,
        int stride,
        int pad,
        int height,
        int width
    )
    {
        var trunk = SmallTrunks.Vgg(Window.Square(window, stride, pad));
        var size = new ImageSize(height, width);
        var reference = new ReferenceTrunk(trunk);
        var random = new Random(5);
        float[] x;
        do
        {
            x = RandomTrunks.Normal(random, size.Dimension, 1);
        } while (reference.Margin(Compare.ToDouble(x), size) < 2e-5);
        var layout = trunk.Layout(size, ThetaForm.Spatial);
        var theta = new Theta(layout, 1, RandomTrunks.Normal(random, layout.Length, 1));
        using var engine = new OrtEngine(trunk, OrtDevice.Cpu, threads: 1);
        var results = new EnergyResults(1, size, layout);

        engine.Evaluate(new(x, 1, size), theta, results);

        var expected = reference.Evaluate(Compare.ToDouble(x), size, Compare.ToDouble(theta.Values));
        Assert.InRange(Compare.RelativeError(Compare.ToDouble(results.Gradient), expected.Gradient), 0, 4e-6);
        Assert.InRange(Compare.RelativeError(Compare.ToDouble(results.Penalty), expected.Penalty), 0, 4e-6);
    }

    [Fact]
    public void Given_overlapping_windows_full_of_ties_When_evaluated_Then_the_first_maximum_wins()
    {
        // With unit kernels of size 1 every cell of the zero image has exactly the same value.
        var trunk = new Trunk(
            "ties",
            [
                SmallTrunks.Identity.Layers[0] with
                {
                    Name = "conv1",
                },
                new MaxPoolLayer { Name = "pool1", Window = Window.Square(3, 2, 1) },
            ],
            Trunk.VggMean
        );
        var size = new ImageSize(5, 6);
        var theta = new Theta(trunk.Layout(size, ThetaForm.Filter), 1, [1, 2, 3]);
        using var engine = new OrtEngine(trunk, OrtDevice.Cpu, threads: 1);
        var gradient = new float[size.Dimension];

        engine.Gradient(new(1, size), theta, gradient);

        var expected = new ReferenceTrunk(trunk).Evaluate(new double[size.Dimension], size, [1, 2, 3]).Gradient;
        Assert.Equal(expected, Compare.ToDouble(gradient));
        Assert.Equal(6f * theta.Layout.Taps[0].Positions, gradient.Sum());
    }
}
