using WFrame.Engines;
using WFrame.Ort;
using WFrame.Responses;
using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Engines;

public sealed class DeepTrunkTests
{
    [Fact]
    public void Given_VGG_16_up_to_conv3_3_When_evaluated_Then_the_reference_agrees()
    {
        var trunk = RawWeights.Read(Path.Combine(Repository.Root, "tests", "oracle", "trunks", "vgg16-conv3"));
        Assert.Equal("conv3_3", trunk.Layers.OfType<ConvolutionLayer>().Last().Name);
        var size = new ImageSize(8, 4);
        var reference = new ReferenceTrunk(trunk);
        var random = new Random(2);
        float[] x;
        do
        {
            x = RandomTrunks.Normal(random, size.Dimension, 60);
        } while (reference.Margin(Compare.ToDouble(x), size) < 2e-6);
        var layout = trunk.Layout(size, ThetaForm.Spatial);
        var theta = new Theta(layout, 1, RandomTrunks.Normal(random, layout.Length, 1e-3));
        using var engine = new OrtEngine(trunk, OrtDevice.Cpu, threads: 2);
        var results = new EnergyResults(1, size, layout);

        engine.Evaluate(new(x, 1, size), theta, results);

        var expected = reference.Evaluate(Compare.ToDouble(x), size, Compare.ToDouble(theta.Values));
        Assert.InRange(Compare.RelativeError(Compare.ToDouble(results.Responses), expected.Responses), 0, 1e-5);
        Assert.InRange(Compare.RelativeError(Compare.ToDouble(results.Gradient), expected.Gradient), 0, 1e-5);
        Assert.InRange(Compare.RelativeError(Compare.ToDouble(results.Penalty), expected.Penalty), 0, 1e-5);
    }
}
