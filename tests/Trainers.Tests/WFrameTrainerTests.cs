namespace WFrame.Trainers.Tests;

public sealed class WFrameTrainerTests
{
    [Fact]
    public void Given_settings_past_the_edge_fitting_ends_with_what_to_change()
    {
        var options = SmallTrainings.Options with { LearningRate = 1e30 };
        using var trainer = new WFrameTrainer(options, SmallTrainings.Trunk, SmallTrainings.Engine);

        var error = Assert.Throws<DivergedException>(() => trainer.Fit(SmallTrainings.Images(3, seed: 1)));

        Assert.Contains(
            "lower the learning rate (1E+30) or the step size (0.2)",
            error.Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void Given_images_of_one_component_it_is_called_model_and_every_iteration_is_told()
    {
        var told = new List<WFrameProgress>();
        using var trainer = new WFrameTrainer(SmallTrainings.Options, SmallTrainings.Trunk, SmallTrainings.Engine);

        var model = trainer.Fit(SmallTrainings.Images(3, seed: 1), new Told(told));

        Assert.Equal("model", Assert.Single(model.Components).Name);
        Assert.Equal(Enumerable.Range(1, 6), told.Select(p => p.Iteration));
        Assert.All(told, p => Assert.Equal((6, 1), (p.Iterations, p.Records.Count)));
        Assert.StartsWith("ort-cpu", trainer.EngineDescription, StringComparison.Ordinal);
    }

    private sealed class Told(List<WFrameProgress> told) : IProgress<WFrameProgress>
    {
        public void Report(WFrameProgress value) => told.Add(value);
    }
}
