#:project Experiments/WFrame.Experiments.csproj
// Figure 2: faces and bedrooms, by the ML.NET trainers. Nine images each; FRAME and wFRAME beside what they learned from.
//   dotnet run eval/figure2.cs -- --data ../shared/data --output runs/figure2 [--quick] [--size 32]
using Microsoft.ML;
using WFrame;
using WFrame.Experiments;
using WFrame.Metrics;

return Experiment.Run(
    "figure2",
    args,
    experiment =>
    {
        var size = experiment.Size(quick: 32, full: 64);
        var ml = new MLContext(seed: 1);
        var all = new List<ExperimentRun>();
        foreach (var set in experiment.Parts("celeba", "bedroom"))
        {
            var files = experiment.Images.FirstFiles(set, count: 9);
            var images = ml.WFrame().LoadPixels(files, experiment.Images.Options(set, size));
            var setting = experiment.Settings(Presets.Options(set), quick: (10, 10));
            var runs = new List<ExperimentRun>();
            foreach (var method in new[] { WFrameMethod.Frame, WFrameMethod.WFrame })
            {
                foreach (var seed in experiment.Options.Seeds)
                {
                    var name = $"{set} {Experiment.NameOf(method)}";
                    var trainer = experiment.Trainer(name, setting with { Seed = seed });
                    var trainers = ml.WFrame().Trainers;
                    var estimator = method == WFrameMethod.Frame ? trainers.Frame(trainer) : trainers.WFrame(trainer);
                    using var fitted = estimator.Fit(images);
                    runs.Add(experiment.Keep(name, fitted.Model));
                }
            }
            // Three rows: observed, FRAME, wFRAME (the first seed of each).
            var (frame, wframe) = (runs[0], runs[experiment.Options.Seeds.Count]);
            var observed = experiment.Images.First(set, count: 9, size);
            var rows = wframe.PicturesOf(observed).Concat(frame.Pictures).Concat(wframe.Pictures);
            experiment.Folder.Sheet($"figure2-{set}", rows, columns: 9);
            experiment.Curves($"figure2-{set}-distance", $"R, {set}", runs, r => r.ResponseDistance, logarithmic: true);
            var (t, l, delta, lambda) = (setting.Iterations, setting.Steps, setting.StepSize, setting.LearningRate);
            experiment.Note($"{set}: {size} px, T {t}, L {l}, delta {delta}, lambda {lambda}.");
            all.AddRange(runs);
        }
        experiment.Note(
            "Each sheet: nine observed images above, FRAME in the middle, wFRAME below; no sample was selected."
        );
        experiment.Add(LearningTable.Of("Nine images of each set", all));
    }
);
