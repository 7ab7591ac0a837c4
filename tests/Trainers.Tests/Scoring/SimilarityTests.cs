using WFrame.Engines;
using WFrame.Responses;
using WFrame.Testing;
using WFrame.Trainers.Tests.MLNet;

namespace WFrame.Trainers.Tests.Scoring;

public sealed class SimilarityTests : IDisposable
{
    private readonly IEnergyEngine engine = EngineFactory.Create(SmallTrainings.Trunk, "ort-cpu", 1).Engine;

    public void Dispose() => engine.Dispose();

    [Theory]
    [InlineData(ThetaForm.Spatial)]
    [InlineData(ThetaForm.Filter)]
    public void Given_a_learned_model_its_similarity_is_the_cosine_of_plain_loops(ThetaForm form)
    {
        var model = Models.Trained(form);
        var images = SmallTrainings.Images(3, seed: 8);

        var scores = model.Score(engine, images);

        double[][] training = [.. new[] { 1, 2 }.Select(seed => Mean(SmallTrainings.Images(3, seed), form))];
        var expected = Directions(images, form).SelectMany(own => training.Select(mean => Cosine(own, mean)));
        Assert.True(Compare.RelativeError(scores.Similarity!, [.. expected]) < 1e-6);
    }

    [Fact]
    public void Given_one_component_scores_and_maps_of_one_pass_are_those_of_two()
    {
        var (trained, images) = (Models.Trained(), SmallTrainings.Images(3, seed: 8));
        var model = new WFrameModel(trained.Trunk, trained.Size, trained.Options, [trained.Components[0]], []);

        var (scores, maps) = model.ScoreWithMaps(engine, images);

        Assert.Equal(model.Score(engine, images).Phi, scores.Phi);
        Assert.Equal(model.Score(engine, images).Similarity, scores.Similarity);
        Assert.Equal(model.Maps(engine, images).Values, maps!.Values);
        Assert.Null(Models.Trained(ThetaForm.Filter).ScoreWithMaps(engine, images).Maps);
    }

    [Fact]
    public void Given_a_brighter_contrast_the_similarity_changes_less_than_phi_does()
    {
        var model = Models.Trained();
        var images = SmallTrainings.Images(2, seed: 1);
        images.Image(0).CopyTo(images.Image(1));
        foreach (ref var value in images.Image(1).Span)
        {
            value *= 1.5f;
        }

        var scores = model.Score(engine, images);

        Assert.InRange(scores.PhiOf(1, 0) / scores.PhiOf(0, 0), 1.2, 2);
        Assert.InRange(scores.Similarity![2] / scores.Similarity[0], 0.98, 1.02);
    }

    [Fact]
    public void Given_a_training_of_four_images_each_left_out_is_compared_with_the_mean_of_the_others()
    {
        using var trainer = new WFrameTrainer(SmallTrainings.Options, SmallTrainings.Trunk, SmallTrainings.Engine);
        var images = SmallTrainings.Images(4, seed: 5);

        var reference = trainer.Fit(images).Components[0].Reference!;

        var others = new PixelBatch(3, images.Size);
        images.Slice(0, 2).Values.CopyTo(others.Values);
        images.Image(3).CopyTo(others.Image(2));
        var expected = Cosine(Directions(images, ThetaForm.Spatial)[2], Mean(others, ThetaForm.Spatial));
        Assert.Equal(4, reference.LeftOut.Count);
        Assert.Equal(expected, reference.LeftOut[2], 1e-6);
        Assert.True(reference.IsCalibrated);
        Assert.Equal(SmallTrainings.Options.Chains, reference.Samples.Count);
    }

    [Fact]
    public void Given_an_image_of_no_response_when_scored_then_its_similarity_is_0()
    {
        var model = Models.Trained();
        var layout = model.Trunk.Layout(model.Size, ThetaForm.Spatial);
        var own = new float[layout.ThetaLength];

        new WFrame.Scoring.ResponseDirections(layout).Of(new float[layout.Length], own);

        Assert.All(own, value => Assert.Equal(0, value));
        Assert.Equal(0, WFrame.Scoring.ResponseDirections.Cosine(own, model.Components[0].Reference!.Direction));
    }

    [Fact]
    public void Given_a_model_without_reference_when_scored_then_there_is_no_similarity_until_its_chains_stand_in()
    {
        var model = Models.Random(SmallTrainings.Trunk, SmallTrainings.Size, 2);
        model.Components[0].Chains.Values.Span.Fill(30);
        var images = SmallTrainings.Images(1, seed: 3);

        var without = model.Score(engine, images);
        var completed = model.WithSimilarity(engine);
        var with = completed.Score(engine, images);

        Assert.Null(without.Similarity);
        Assert.Equal(2, with.Similarity!.Length);
        Assert.Null(with.P);
        Assert.False(completed.IsCalibrated);
        Assert.Equal(1, completed.Score(engine, model.Components[0].Chains).Similarity![0], 1e-6);
    }

    [Fact]
    public void Given_another_trunk_when_tested_then_the_models_numbers_are_not_found()
    {
        var model = Models.Trained();
        using var other = new LouderEngine(EngineFactory.Create(SmallTrainings.Trunk, "ort-cpu", 1).Engine);

        model.SelfTest(engine);
        var error = Assert.Throws<InvalidContentException>(() => model.SelfTest(other));

        Assert.Contains("self-test failed", error.Message, StringComparison.Ordinal);
    }

    private List<double[]> Directions(PixelBatch images, ThetaForm form)
    {
        var layout = SmallTrainings.Trunk.Layout(images.Size, ThetaForm.Spatial);
        var (tap, all) = (layout.Taps[0], new List<double[]>());
        engine.ForEachResponse(
            images,
            layout,
            (_, f) =>
            {
                var lengths = new double[tap.Positions];
                for (var i = 0; i < f.Length; i++)
                {
                    lengths[i % tap.Positions] += (double)f[i] * f[i];
                }
                lengths = [.. lengths.Select(Math.Sqrt)];
                var (floor, values) = (0.1 * lengths.Average(), f.ToArray());
                double[] own = [.. values.Select((v, i) => v / (lengths[i % tap.Positions] + floor))];
                all.Add(form == ThetaForm.Spatial ? own : [.. own.Chunk(tap.Positions).Select(map => map.Average())]);
            }
        );
        return all;
    }

    private double[] Mean(PixelBatch images, ThetaForm form)
    {
        var all = Directions(images, form);
        return [.. Enumerable.Range(0, all[0].Length).Select(i => all.Average(own => own[i]))];
    }

    private static double Cosine(double[] a, double[] b) =>
        a.Zip(b, (x, y) => x * y).Sum() / Math.Sqrt(a.Sum(x => x * x) * b.Sum(x => x * x));

    /// <summary>Responses that are 1 % too large.</summary>
    private sealed class LouderEngine(IEnergyEngine inner) : ForwardingEngine(inner)
    {
        public override void Responses(
            PixelBatch x,
            ResponseLayout layout,
            Memory<float> responses,
            CancellationToken cancellation = default
        )
        {
            base.Responses(x, layout, responses, cancellation);
            foreach (ref var value in responses.Span)
            {
                value *= 1.01f;
            }
        }
    }
}
