using WFrame.Engines;
using WFrame.Evaluation;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Pipeline.Tests.Evaluation;

public sealed class ResponsePassTests
{
    [Fact]
    public void Given_more_images_than_a_chunk_the_means_are_those_of_the_images_taken_alone()
    {
        var trunk = Trunk.Vgg16Conv4();
        var layout = trunk.Layout(
            new ImageSize(8, 8),
            [new Tap("conv1_2", ThetaForm.Filter), new Tap("conv2_2", ThetaForm.Filter)]
        );
        var images = RandomImages.Make(19, seed: 1);
        using var engine = EngineFactory.Create(trunk, "ort-cpu", 1).Engine;

        var means = ResponsePass.Means(engine, layout, images);

        var alone = images.Select(image => ResponsePass.Means(engine, layout, [image])).ToArray();
        for (var t = 0; t < 2; t++)
        {
            for (var k = 0; k < means[t].Length; k++)
            {
                var expected = alone.Average(mean => mean[t][k]);
                Assert.InRange(means[t][k], expected - 1e-9, expected + 1e-9);
            }
        }
    }
}
