using WFrame.Engines;
using WFrame.Scoring;
using WFrame.Scoring.Shapes;
using WFrame.Trainers.Tests.MLNet;

namespace WFrame.Trainers.Tests.Scoring;

public sealed class TextureFileTests : IDisposable
{
    private readonly IEnergyEngine engine = EngineFactory.Create(SmallTrainings.Trunk, "ort-cpu", 1).Engine;

    public void Dispose() => engine.Dispose();

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Given_a_model_of_an_earlier_version_when_stored_and_read_again_then_its_maps_are_the_same(bool first)
    {
        var d = PositionFeatures.Directions(SmallTrainings.Trunk);
        // The first had spreads of directions and of colours, the next one of both and no shapes.
        var texture = first
            ? new TextureStatistics(
                new GaussianSpread(new float[d], Identity(d)),
                new GaussianSpread([1, 2, 3], Identity(3))
            )
            {
                LeftOut = [1, 1.1, 1.2, 1.3],
            }
            : new TextureStatistics(new GaussianSpread(new float[d + 3], Identity(d + 3)))
            {
                LeftOut = [1, 1.1, 1.2, 1.3],
            };
        var model = With(_ => texture);
        var images = SmallTrainings.Images(2, seed: 8);
        var path = Path.GetTempFileName();
        model.Save(path);

        var read = WFrameModel.Load(path).Maps(engine, images);

        File.Delete(path);
        Assert.Equal(model.Maps(engine, images).Values, read.Values);
        Assert.Equal(model.Maps(engine, images).P, read.P);
        Assert.NotNull(read.P);
    }

    [Fact]
    public void Given_a_texture_when_stored_and_read_again_then_its_maps_are_the_same()
    {
        var model = Models.Trained(ThetaForm.Filter);
        var images = SmallTrainings.Images(2, seed: 8);
        var path = Path.GetTempFileName();
        model.Save(path);

        var read = WFrameModel.Load(path).Maps(engine, images, 1);

        File.Delete(path);
        var maps = model.Maps(engine, images, 1);
        Assert.Equal(maps.Values, read.Values);
        Assert.Equal(maps.Deviation, read.Deviation);
        Assert.NotNull(read.Deviation);
        Assert.Null(Models.Trained().Maps(engine, images).Deviation);
    }

    [Fact]
    public void Given_shapes_when_stored_and_read_again_then_they_and_their_p_are_the_same()
    {
        var scale = Enumerable.Range(0, FlatShape.All.Count).Select(i => 1 / (i + 3f)).ToArray();
        var model = WithShapes(new FlatShapes(scale, [.. scale.Select(s => -s)]));
        var path = Path.GetTempFileName();
        model.Save(path);

        var read = WFrameModel.Load(path).Components[0].Reference!.Texture!;

        File.Delete(path);
        Assert.Equal(scale, read.Shapes!.Scale);
        Assert.Equal(scale.Select(s => -s), read.Shapes.Offset);
        Assert.Equal(model.Components[0].Reference!.Texture!.LeftOut, read.LeftOut);
        Assert.NotEmpty(read.LeftOut);
    }

    [Fact]
    public void Given_shapes_that_are_too_few_when_read_then_the_file_is_said_to_be_damaged()
    {
        var path = Path.GetTempFileName();
        WithShapes(new FlatShapes([1, 2], [3, 4])).Save(path);

        var error = Assert.ThrowsAny<Exception>(() => WFrameModel.Load(path));

        File.Delete(path);
        Assert.Contains("lacks something, or a number in it is out of range", error.Message, StringComparison.Ordinal);
    }

    private static WFrameModel WithShapes(FlatShapes shapes) => With(texture => texture with { Shapes = shapes });

    private static WFrameModel With(Func<TextureStatistics, TextureStatistics> change)
    {
        var model = Models.Trained(ThetaForm.Filter);
        return model.With([
            .. model.Components.Select(c =>
                c with
                {
                    Reference = c.Reference! with { Texture = change(c.Reference.Texture!) },
                }
            ),
        ]);
    }

    private static float[] Identity(int n) => [.. Enumerable.Range(0, n * n).Select(i => i % (n + 1) == 0 ? 1f : 0)];
}
