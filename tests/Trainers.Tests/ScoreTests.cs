using WFrame.Engines;
using WFrame.Testing;
using WFrame.Trainers.Tests.MLNet;

namespace WFrame.Trainers.Tests;

public sealed class ScoreTests : IDisposable
{
    private readonly IEnergyEngine engine = EngineFactory.Create(SmallTrainings.Trunk, "ort-cpu", 1).Engine;

    public void Dispose() => engine.Dispose();

    [Theory]
    [InlineData(ThetaForm.Spatial)]
    [InlineData(ThetaForm.Filter)]
    public void Given_more_images_than_a_chunk_each_has_the_score_that_it_has_alone(ThetaForm form)
    {
        var model = Models.Random(SmallTrainings.Trunk, SmallTrainings.Size, components: 2, form);
        var images = SmallTrainings.Images(37, seed: 2);

        var scores = model.Score(engine, images);

        Assert.Equal((37, 2, 74, 74), (scores.Images, scores.Components, scores.Score.Length, scores.Phi.Length));
        for (var i = 0; i < images.Count; i++)
        {
            var alone = model.Score(engine, images.Slice(i, 1));
            for (var k = 0; k < 2; k++)
            {
                Assert.Equal(alone.PhiOf(0, k), scores.PhiOf(i, k));
                Assert.Equal(alone.ScoreOf(0, k), scores.ScoreOf(i, k));
                Assert.Equal(scores.Phi[(2 * i) + k], scores.PhiOf(i, k));
                Assert.Equal(scores.Score[(2 * i) + k], scores.ScoreOf(i, k));
            }
        }
    }

    [Theory]
    [InlineData(ThetaForm.Spatial)]
    [InlineData(ThetaForm.Filter)]
    public void Given_an_image_its_score_is_phi_minus_the_priors_exponent(ThetaForm form)
    {
        var random = Models.Random(SmallTrainings.Trunk, SmallTrainings.Size, components: 2, form);
        var options = random.Options with { ReferenceSigma = 3 };
        var model = new WFrameModel(random.Trunk, random.Size, options, random.Components, []);
        var image = SmallTrainings.Images(1, seed: 2);
        var f = new float[5 * 16];
        engine.Responses(image, model.Trunk.Layout(model.Size, form), f);

        var scores = model.Score(engine, image);

        for (var k = 0; k < 2; k++)
        {
            var theta = model.Components[k].Theta;
            var phi = f.Select((value, i) => (double)value * theta[form == ThetaForm.Spatial ? i : i / 16]).Sum();
            Assert.Equal(phi, scores.PhiOf(0, k), Math.Abs(phi) * 1e-12);
            var square = Compare.ToDouble(image.Values.Span).Sum(v => v * v);
            Assert.Equal(phi - (square / 18), scores.ScoreOf(0, k), Math.Abs(phi) * 1e-12);
        }
    }

    [Fact]
    public void Given_no_engine_the_scores_are_those_of_the_models_own_engine()
    {
        var model = Models.Random(SmallTrainings.Trunk, SmallTrainings.Size, components: 2);
        var images = SmallTrainings.Images(3, seed: 2);
        using var own = EngineFactory.Create(model.Trunk).Engine;

        Assert.Equal(model.Score(own, images).Score, model.Score(images).Score);
    }

    [Fact]
    public void Given_images_of_another_size_than_spatial_theta_has_they_are_refused() =>
        Assert.Throws<UsageException>(() =>
            Models.Random(SmallTrainings.Trunk, SmallTrainings.Size, 1).Score(new PixelBatch(1, new ImageSize(8, 10)))
        );
}
