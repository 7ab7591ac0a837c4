using WFrame.Runs;

namespace WFrame.Experiments;

/// <content>Trainings from coarse to fine.</content>
public sealed partial class Experiment
{
    /// <summary>Learns at each size in turn, each going on from the one before, as <c>wframe train --levels auto</c> does.</summary>
    /// <param name="label">Trainings of one label and size are averaged in tables and curves.</param>
    /// <param name="options">Of the coarsest level; finer ones go on with lambda kept.</param>
    /// <param name="size">Of the finest level.</param>
    /// <param name="levels">How many; 0: as many as there are of 32 px or more.</param>
    /// <param name="images">The images at a size.</param>
    /// <returns>One run a level, the coarsest first.</returns>
    public IReadOnlyList<ExperimentRun> TrainLevels(
        string label,
        WFrameOptions options,
        ImageSize size,
        int levels,
        Func<ImageSize, PixelBatch> images
    )
    {
        var runs = new List<ExperimentRun>();
        foreach (var level in TrainingLevels.Sizes(size, levels))
        {
            var clock = Stopwatch.StartNew();
            var settings = (runs.Count == 0 ? options : TrainingLevels.Finer(options)) with { TrialSteps = 0 };
            using var trainer = new WFrameTrainer(settings, Trunk, Options.Engine)
            {
                From = runs.Count == 0 ? null : runs[^1].Model,
            };
            var model = trainer.Fit(images(level), null, Cancellation);
            var run = Keep(
                new ExperimentRun($"{label}, {level.Height} px", model)
                {
                    Engine = trainer.EngineDescription,
                    Seconds = clock.Elapsed.TotalSeconds,
                }
            );
            Say($"{run.Label}, seed {options.Seed}: R {run.Summaries[0].FinalDistance:0.00}, {run.Outcome}");
            runs.Add(run);
        }
        return runs;
    }
}
