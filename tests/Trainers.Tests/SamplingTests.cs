using WFrame.Engines;
using WFrame.Noise;
using WFrame.Sampling;
using WFrame.Trainers.Tests.MLNet;

namespace WFrame.Trainers.Tests;

public class SamplingTests
{
    private static readonly WFrameModel Model = Models.Trained();

    [Fact]
    public void Given_no_engine_the_images_are_those_that_the_models_own_engine_draws()
    {
        using var engine = EngineFactory.Create(Model.Trunk).Engine;
        var expected = Model.Sample(engine, 1, 3).Values.ToArray();

        Assert.Equal(expected, Model.Sample(3, component: 1).Values.ToArray());
        Assert.Equal(expected, Model.Sample(3, component: "second").Values.ToArray());
        Assert.NotEqual(expected, Model.Sample(3).Values.ToArray());
        Assert.Equal(Model.Sample(3, component: "first").Values.ToArray(), Model.Sample(3).Values.ToArray());
    }

    [Fact]
    public void Given_the_number_of_the_first_chain_more_images_continue_the_same_series()
    {
        var all = Model.Sample(4, options: new() { Seed = 3 });

        var rest = Model.Sample(2, options: new() { Seed = 3, FirstChain = 2 });

        Assert.Equal(all.Slice(2, 2).Values.ToArray(), rest.Values.ToArray());
        Assert.NotEqual(all.Values.ToArray(), Model.Sample(4, options: new() { Seed = 4 }).Values.ToArray());
    }

    [Fact]
    public void Given_another_seed_the_blends_are_others()
    {
        var options = Model.Options with { NoiseSigma = 0 };
        var model = new WFrameModel(Model.Trunk, Model.Size, options, Model.Components, []);

        var one = model.Sample(2, options: new() { Seed = 3 }).Values.ToArray();

        Assert.NotEqual(one, model.Sample(2, options: new() { Seed = 4 }).Values.ToArray());
        Assert.Equal(one, model.Sample(2, options: new() { Seed = 3 }).Values.ToArray());
    }

    [Fact]
    public void Given_no_number_of_steps_those_of_the_trial_are_taken_and_without_a_trial_four_iterations_worth()
    {
        var trial = new SamplingTrial([new(1, 9), new(3, 5), new(4, 4.9), new(7, 8)]);

        Assert.Equal(3, With(trial).StepsOf(1));
        Assert.Equal(Drawn(3), With(trial).Sample(2).Values.ToArray());
        Assert.Equal(Drawn(4 * Model.Options.Steps), With(null).Sample(2).Values.ToArray());

        static float[] Drawn(int steps) => Model.Sample(2, options: new() { Steps = steps }).Values.ToArray();

        static WFrameModel With(SamplingTrial? trial) =>
            new(
                Model.Trunk,
                Model.Size,
                Model.Options,
                [.. Model.Components.Select(c => c with { Trial = trial })],
                []
            );
    }

    [Fact]
    public void Given_learned_chains_as_start_one_step_is_line_8()
    {
        const int component = 1;
        using var engine = EngineFactory.Create(Model.Trunk).Engine;
        var learned = Model.Components[component].Chains;
        var (gradient, z) = (new float[learned.Values.Length], new float[SmallTrainings.Size.Dimension]);
        engine.Gradient(learned, Model.ThetaOf(component), gradient);

        // The fourth of three chains is the first again.
        var drawn = Model.Sample(
            1,
            component,
            new()
            {
                Steps = 1,
                Seed = 5,
                Start = SamplingStart.Chains,
                FirstChain = 3,
            }
        );

        new PhiloxNoise(5, purpose: RandomPurpose.Draw).Fill(new ChainId(component, 3), 0, 0, z);
        for (var i = 0; i < z.Length; i++)
        {
            var x = learned.Values.Span[i];
            Assert.Equal(x + (0.02 * ((4 * gradient[i]) - x)) + (0.2 * 0.01 * z[i]), drawn.Values.Span[i], 1e-3);
        }
    }

    [Fact]
    public void Given_filter_theta_other_sizes_are_drawn_and_given_spatial_theta_they_are_refused()
    {
        var size = new ImageSize(12, 10);

        Assert.Equal(size, Models.Trained(ThetaForm.Filter).Sample(1, options: new() { Size = size }).Size);
        var error = Assert.Throws<UsageException>(() => Model.Sample(1, options: new() { Size = size }));

        Assert.StartsWith("Size 12x10 does not fit", error.Message, StringComparison.Ordinal);
        Assert.Equal("Size", error.Members.Single());
    }

    [Fact]
    public void Given_a_component_or_a_count_that_cannot_be_they_are_named()
    {
        var component = Assert.Throws<UsageException>(() => Model.Sample(1, component: "third"));
        var count = Assert.Throws<UsageException>(() => Model.Sample(0));

        Assert.Equal("Component third is not in the model: choose one of first, second.", component.Message);
        Assert.StartsWith("Count 0 is too small", count.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_theta_past_its_stable_range_drawing_ends_with_the_name_of_the_component()
    {
        var wild = Model.Components[0] with { Theta = [.. Model.Components[0].Theta.Select(_ => 1e6f)] };
        var model = new WFrameModel(Model.Trunk, Model.Size, Model.Options, [wild], []);

        var error = Assert.Throws<DivergedException>(() => model.Sample(1));

        Assert.StartsWith("Sampling component first left the finite numbers", error.Message, StringComparison.Ordinal);
    }
}
