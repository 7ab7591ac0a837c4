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

    [Fact]
    public void Given_two_textures_when_a_graph_maps_then_lines_and_spots_are_those_of_the_one_an_image_is_like()
    {
        var size = new ImageSize(20, 18);
        var options = SmallTrainings.Options with { Theta = ThetaForm.Filter, Iterations = 1, Steps = 1 };
        using var trainer = new WFrameTrainer(options, Trunk.Vgg16Conv4(), SmallTrainings.Engine);
        var noise = SmallTrainings.Images(4, seed: 1, size);
        var grades = Graded(SmallTrainings.Images(4, seed: 2, size));
        var model = trainer.Fit([new TrainingComponent("noise", noise), new TrainingComponent("grades", grades)]);
        var images = new PixelBatch(2, size);
        noise.Image(0).CopyTo(images.Image(0));
        grades.Image(0).CopyTo(images.Image(1));
        foreach (var image in (int[])[0, 1])
        {
            // A flat block: nothing that either learned.
            foreach (var channel in (int[])[0, 1, 2])
            {
                images.Image(image).Span.Slice(channel * size.Area, size.Area / 3).Fill(90);
            }
        }
        var context = new MLContext();
        using var transformer = new WFrameTransformer(context, model);

        var scored = transformer.Transform(PixelRows.View(context, images));
        var mapped = context.Data.CreateEnumerable<Mapped>(scored, false).Select(row => row.Map!).ToArray();

        using var engine = EngineFactory.Create(model.Trunk, "cpu", 1).Engine;
        foreach (var i in (int[])[0, 1])
        {
            var own = model.Maps(engine, images.Slice(i, 1), i).Values;
            var other = model.Maps(engine, images.Slice(i, 1), 1 - i).Values;
            Assert.True(
                model.Components[i].Reference!.Texture!.Shapes!.Evidence(images.Image(i).Span, size, 1)!.Max() > 1
            );
            Assert.All(own.Zip(mapped[i]), pair => Assert.Equal(pair.First, pair.Second, 1e-3 * (1 + pair.First)));
            Assert.True(own.Zip(other).Max(pair => Math.Abs(pair.First - pair.Second)) > 0.1);
        }
    }

    private static PixelBatch Graded(PixelBatch images)
    {
        for (var i = 0; i < images.Values.Length; i++)
        {
            images.Values.Span[i] = (0.4f * images.Values.Span[i]) + (i % images.Size.Width % 7 * 10);
        }
        return images;
    }

    private sealed class Mapped
    {
        public float[]? Map { get; set; }
    }
}
