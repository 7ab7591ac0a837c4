using WFrame.Textures;
using WFrame.Trainers.Tests.MLNet;

namespace WFrame.Trainers.Tests;

public class TrainingStartTests
{
    private static readonly WFrameModel Model = Models.Trained();

    [Fact]
    public void Given_a_model_a_training_goes_on_with_its_chains_and_theta()
    {
        using var trainer = Trainer(Model.Options);

        var session = trainer.Begin([SmallTrainings.Component("second", 2)]);

        Assert.Equal(Model.Components[1].Chains.Values.ToArray(), session.Chains(0).Values.ToArray());
        Assert.Equal(Model.Components[1].Theta, session.Snapshot().Components[0].Theta);
        Assert.Equal(0, session.Iteration);
    }

    [Fact]
    public void Given_another_size_chains_and_spatial_theta_are_resized()
    {
        using var trainer = Trainer(Model.Options);
        var size = new ImageSize(16, 12);

        var session = trainer.Begin([new("first", new PixelBatch(1, size))]);

        var (old, chains) = (Model.Components[0].Chains, session.Chains(0));
        var expected = new float[chains.Values.Length];
        Pyramid.Resize(old.Values.Span, old.Size, expected, size);
        Assert.Equal(expected, chains.Values.ToArray());
        Assert.Equal(Mean(old.Values.Span), Mean(chains.Values.Span), 2.0);
        var theta = session.Snapshot().Components[0].Theta;
        // 5 filters on 8 x 6 positions where there were 4 x 4.
        Assert.Equal(5 * 8 * 6, theta.Length);
        Assert.Equal(Mean(Model.Components[0].Theta), Mean(theta), 1e-3 * Rms(Model.Components[0].Theta) + 1e-4);

        static double Mean(ReadOnlySpan<float> values) => values.ToArray().Average();
        static double Rms(float[] values) => Math.Sqrt(values.Average(v => (double)v * v));
    }

    [Fact]
    public void Given_more_chains_than_the_model_has_they_go_on_from_its_chains_in_turn()
    {
        using var trainer = Trainer(Model.Options with { Chains = 4 });

        var session = trainer.Begin([SmallTrainings.Component("first")]);

        Assert.Equal(Model.Components[0].Chains.Image(0).ToArray(), session.Chains(0).Image(3).ToArray());
        Assert.Equal(Model.Components[0].Chains.Image(2).ToArray(), session.Chains(0).Image(2).ToArray());
    }

    [Fact]
    public void Given_another_form_of_theta_only_the_chains_are_taken_over()
    {
        using var trainer = Trainer(Model.Options with { Theta = ThetaForm.Filter });

        var session = trainer.Begin([SmallTrainings.Component("first")]);

        Assert.Equal(new float[5], session.Snapshot().Components[0].Theta);
        Assert.Equal(Model.Components[0].Chains.Values.ToArray(), session.Chains(0).Values.ToArray());
    }

    [Fact]
    public void Given_a_component_that_the_model_lacks_its_components_are_listed()
    {
        using var trainer = Trainer(Model.Options);

        var error = Assert.Throws<UsageException>(() => trainer.Begin([SmallTrainings.Component("third")]));

        Assert.Equal("Component third is not in the model: choose one of first, second.", error.Message);
    }

    [Theory]
    [InlineData(PenaltyForm.Mean, 3 * 8 * 8)]
    [InlineData(PenaltyForm.Sum, 3 * 32 * 32)]
    public void Given_a_form_of_the_penalty_theta_follows_the_gradient_over_its_number_of_values(
        PenaltyForm form,
        int values
    )
    {
        var options = SmallTrainings.Options with { Iterations = 1, Beta = 600, PenaltyForm = form, TrialSteps = 0 };
        var (with, without) = (Fit(options), Fit(options with { Beta = 0 }));

        // With one number of values more the difference is smaller by as much.
        var other = Fit(options with { Beta = 600.0 * 3 * 8 * 8 / values, PenaltyForm = PenaltyForm.Mean });
        Assert.NotEqual(without.Components[0].Theta, with.Components[0].Theta);
        Assert.Equal(other.Components[0].Theta, with.Components[0].Theta);
        Assert.Equal(other.History[0].Penalty, with.History[0].Penalty, 1e-9 * with.History[0].Penalty);

        static WFrameModel Fit(WFrameOptions options)
        {
            using var trainer = new WFrameTrainer(options, SmallTrainings.Trunk, SmallTrainings.Engine)
            {
                From = Model,
            };
            return trainer.Fit([SmallTrainings.Component("first")]);
        }
    }

    private static WFrameTrainer Trainer(WFrameOptions options) =>
        new(options, SmallTrainings.Trunk, SmallTrainings.Engine) { From = Model };
}
