using Microsoft.ML;
using WFrame.Engines;
using WFrame.MLNet;
using WFrame.Trainers.Tests.MLNet;
using WFrame.Trunks;

namespace WFrame.Trainers.Tests.Scoring;

public sealed class TextureGraphTests
{
    [Theory]
    [InlineData(18, 21)]
    [InlineData(33, 16)]
    [InlineData(5, 4)]
    public void Given_a_texture_of_the_shipped_trunk_when_its_graph_maps_then_as_the_library_does(int height, int width)
    {
        var size = new ImageSize(height, width);
        var options = SmallTrainings.Options with { Theta = ThetaForm.Filter, Iterations = 1, Steps = 1 };
        using var trainer = new WFrameTrainer(options, Trunk.Vgg16Conv4(), SmallTrainings.Engine);
        var model = trainer.Fit(SmallTrainings.Images(3, seed: 1, size));
        var images = SmallTrainings.Images(2, seed: 2, size);
        // Far beyond what was learned, and nothing at all.
        images.Image(0).Span[..(size.Area / 2)].Fill(120);
        images.Image(1).Span.Clear();
        var context = new MLContext();
        using var transformer = new WFrameTransformer(context, model);

        var scored = transformer.Transform(PixelRows.View(context, images));
        var mapped = context.Data.CreateEnumerable<Mapped>(scored, false).SelectMany(row => row.Map!).ToArray();

        using var engine = EngineFactory.Create(model.Trunk, "cpu", 1).Engine;
        var expected = model.Maps(engine, images).Values.ToArray();
        Assert.Equal(expected.Length, mapped.Length);
        Assert.True(expected.Max() > 2);
        Assert.All(expected.Zip(mapped), pair => Assert.Equal(pair.First, pair.Second, 1e-3 * (1 + pair.First)));
    }

    private sealed class Mapped
    {
        public float[]? Map { get; set; }
    }
}
