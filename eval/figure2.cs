#:project Experiments/WFrame.Experiments.csproj
// Figure 2: faces and bedrooms, by the ML.NET trainers. Nine images a seed; FRAME and wFRAME beside what they learned from.
//   dotnet run eval/figure2.cs -- --data ../shared/data --output runs/figure2 [--quick] [--size 32]
using Microsoft.ML;
using WFrame.Experiments;

return Experiment.Run(
    "figure2",
    args,
    experiment =>
    {
        var size = experiment.Size(quick: 32, full: 64);
        var ml = new MLContext(seed: 1);
        var all = new List<ExperimentRun>();
        var pairs = PairedTable.Empty("Final R of the same nine images under both methods, seed by seed");
        foreach (var set in experiment.Parts("celeba", "bedroom"))
        {
            var setting = experiment.Settings(experiment.Preset(set), quick: (10, 10));
            var runs = experiment
                .Repeat(setting)
                .Select(options =>
                {
                    var drawn = experiment.Images.DrawNine(set, size, options.Seed);
                    var files = experiment.Images.FilesOf(drawn);
                    var paths = files.Select(file => Path.Combine(experiment.Options.Data, file));
                    var images = ml.WFrame().LoadPixels(paths, experiment.Images.Options(set, size));
                    return experiment.Fit($"{set} {Experiment.NameOf(options.Method)}", options, ml, images, [files]);
                })
                .ToArray();
            // Three rows: observed, FRAME, wFRAME (the first seed of each).
            var observed = experiment.Images.DrawNine(set, size, experiment.Options.Seeds[0]);
            var (frame, wframe) = (runs[0], runs[experiment.Options.Seeds.Count]);
            var rows = wframe.PicturesOf(observed).Concat(frame.Pictures).Concat(wframe.Pictures);
            experiment.Folder.Sheet($"figure2-{set}", rows, columns: 9);
            experiment.DistanceCurves($"figure2-{set}-distance", $"R, {set}", runs);
            experiment.Note($"{set}: {Experiment.Describe(size, setting)}.");
            pairs.AddModels(set, runs, s => s.FinalDistance);
            all.AddRange(runs);
        }
        experiment.Note(
            "Each sheet: nine observed images above, FRAME in the middle, wFRAME below; no sample was selected."
        );
        experiment.Add(LearningTable.Of("Nine images of each set", all));
        experiment.Add(pairs);
    }
);
