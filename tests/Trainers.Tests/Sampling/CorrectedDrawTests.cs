using WFrame.Engines;
using WFrame.Noise;
using WFrame.Responses;
using WFrame.Sampling;
using WFrame.Testing;
using WFrame.Trainers.Tests.MLNet;

namespace WFrame.Trainers.Tests.Sampling;

/// <summary>Images whose theta goes on being corrected while they are drawn.</summary>
public class CorrectedDrawTests
{
    /// <summary>A penalty whose fall over ten steps shows in the images.</summary>
    private const double Heavy = 1e6;

    private static readonly WFrameModel Model = Models.Trained();

    [Theory]
    [InlineData(WFrameMethod.WFrame, SamplingStart.Blend, 12)]
    [InlineData(WFrameMethod.Frame, SamplingStart.Blend, 12)]
    [InlineData(WFrameMethod.Frame, SamplingStart.Blend, 113)]
    [InlineData(WFrameMethod.WFrame, SamplingStart.Initialization, 67)]
    public void Given_steps_after_every_fifth_theta_takes_lines_13_and_14_with_the_stored_means(
        WFrameMethod method,
        SamplingStart start,
        int steps
    )
    {
        const int component = 1;
        var model = new WFrameModel(
            Model.Trunk,
            Model.Size,
            Model.Options with
            {
                Method = method,
                Beta = Heavy,
            },
            Model.Components,
            []
        );
        using var engine = EngineFactory.Create(model.Trunk, SmallTrainings.Engine).Engine;
        var (learned, layout) = (model.Components[component], model.Trunk.Layout(model.Size, ThetaForm.Spatial));
        var observed = SmallTrainings.Component("second", 2).Observed;
        var x = new PixelBatch(3, model.Size);
        // The second group: images 3 to 5.
        ChainId[] chains = [new(component, 3), new(component, 4), new(component, 5)];
        var blends = new Blends(learned.Chains, 9, RandomPurpose.Selection);
        for (var i = 0; i < 3 && start == SamplingStart.Blend; i++)
        {
            blends.Fill(chains[i], x.Image(i).Span);
        }
        var (theta, before, hObs) = (learned.Theta, new float[learned.Theta.Length], Mean(engine, layout, observed));
        var noise = new PhiloxNoise(9, purpose: RandomPurpose.Draw);
        for (var done = 0; done < steps; done += 5)
        {
            // The first sixty steps from grey are larger.
            var delta = start == SamplingStart.Initialization && done < 60 ? 0.3 : 0.2;
            var coefficients = LangevinStep.Coefficients(delta, model.Options.ReferenceSigma, 0.01);
            if (done > 0)
            {
                var results = new EnergyResults(3, model.Size, layout);
                engine.Evaluate(x, new Theta(layout, 1, theta), results, default);
                var penalty = new float[theta.Length];
                for (var i = 0; i < results.Penalty.Length; i++)
                {
                    penalty[i % penalty.Length] += results.Penalty[i] / 3;
                }
                var gamma = new CounterRandom(9, RandomPurpose.Gamma).Uniform(component, 2, done / 5, 0, 0);
                var beta = method == WFrameMethod.Frame ? 0 : Heavy / (1 + (done / 200.0));
                var update = new ThetaUpdate(1e-4 * Math.Min(1, 100.0 / done), beta, model.Size.Dimension, null);
                theta = update.Next(theta, hObs, Mean(engine, layout, x), before, penalty, gamma)!;
                before = penalty;
            }
            var run = new LangevinRun(coefficients, noise, chains, 0, done, Math.Min(5, steps - done));
            engine.Langevin(x, new Theta(layout, 1, theta), run, default);
        }

        var how = new SamplingOptions
        {
            Seed = 9,
            Steps = steps,
            FirstChain = 3,
            Start = start,
        };
        var drawn = model.Sample(engine, component, 3, how);

        Assert.Equal(x.Values.ToArray(), drawn.Values.ToArray(), (a, b) => Math.Abs(a - b) < 1e-3);
        // Without the corrections they would be others by more than that.
        var still = model.Sample(engine, component, 3, how with { FixedTheta = true });
        Assert.Contains(still.Values.ToArray().Zip(x.Values.ToArray()), p => Math.Abs(p.First - p.Second) > 3e-3);
    }

    [Fact]
    public void Given_any_part_of_a_series_its_images_are_those_of_the_whole()
    {
        var how = new SamplingOptions { Seed = 4, Steps = 11 };
        var all = Model.Sample(8, options: how);

        foreach (var (first, count) in new[] { (0, 1), (2, 3), (3, 3), (5, 2), (7, 1) })
        {
            var part = Model.Sample(count, options: how with { FirstChain = first });
            Assert.Equal(all.Slice(first, count).Values.ToArray(), part.Values.ToArray());
        }
    }

    [Theory]
    [InlineData(SamplingStart.Initialization)]
    [InlineData(SamplingStart.Blend)]
    public void Given_many_steps_corrected_images_answer_as_the_training_images_and_others_leave(SamplingStart start)
    {
        var options = SmallTrainings.Options with { Iterations = 100, LearningRate = 1e-2, Beta = 0, TrialSteps = 0 };
        using var trainer = new WFrameTrainer(options, SmallTrainings.Trunk, SmallTrainings.Engine);
        var model = trainer.Fit(SmallTrainings.Images(3, 1));
        using var engine = EngineFactory.Create(model.Trunk, SmallTrainings.Engine).Engine;
        double R(SamplingOptions how) => model.ResponseDistance(engine, model.Sample(engine, 0, 3, how))!.Value;
        var how = new SamplingOptions { Steps = 1000, Start = start };

        var (corrected, still) = (R(how), R(how with { FixedTheta = true }));

        Assert.True(corrected < still / 2, $"{corrected} against {still}");
    }

    [Fact]
    public void Given_a_file_of_the_model_the_same_images_are_drawn_and_from_one_without_means_those_of_the_fixed_theta()
    {
        using var folder = new TemporaryFolder();
        Model.Save(folder.At("model.zip"));
        var how = new SamplingOptions { Steps = 11 };

        Assert.Equal(Drawn(Model, how), Drawn(WFrameModel.Load(folder.At("model.zip")), how));
        var components = Model.Components.Select(c => c with { ObservedResponses = null }).ToArray();
        var older = new WFrameModel(Model.Trunk, Model.Size, Model.Options, components, []);
        Assert.Equal(Drawn(Model, how with { FixedTheta = true }), Drawn(older, how));
        Assert.NotEqual(Drawn(Model, how), Drawn(older, how));

        static float[] Drawn(WFrameModel model, SamplingOptions how) => model.Sample(2, options: how).Values.ToArray();
    }

    private static float[] Mean(IEnergyEngine engine, ResponseLayout layout, PixelBatch images)
    {
        var mean = new float[layout.ThetaLength];
        engine.ForEachResponse(
            images,
            layout,
            (_, responses) =>
            {
                for (var i = 0; i < mean.Length; i++)
                {
                    mean[i] += responses[i] / images.Count;
                }
            },
            default
        );
        return mean;
    }
}
