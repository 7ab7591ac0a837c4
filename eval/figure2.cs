#:project Experiments/WFrame.Experiments.csproj
// Figure 2: faces and bedrooms, by the ML.NET trainers. Nine images each; FRAME and wFRAME beside what they learned from.
//   dotnet run eval/figure2.cs -- --data ../shared/data --output runs/figure2 [--quick] [--size 32]
using Microsoft.ML;
using WFrame;
using WFrame.Experiments;

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
            var observed = experiment.Images.First(set, count: 9, size);
            var files = experiment.Images.List(set).Take(9).Select(entry => entry.Path);
            var images = ml.WFrame().LoadPixels(files, experiment.Images.Options(set, size));
            var setting = experiment.Settings(Presets.Options(set), quick: (10, 10));
            var runs = experiment
                .Repeat(setting)
                .Select(o => experiment.Fit($"{set} {Experiment.NameOf(o.Method)}", o, ml, images))
                .ToArray();
            // Three rows: observed, FRAME, wFRAME (the first seed of each).
            var (frame, wframe) = (runs[0], runs[experiment.Options.Seeds.Count]);
            var rows = wframe.PicturesOf(observed).Concat(frame.Pictures).Concat(wframe.Pictures);
            experiment.Folder.Sheet($"figure2-{set}", rows, columns: 9);
            experiment.DistanceCurves($"figure2-{set}-distance", $"R, {set}", runs);
            experiment.Note($"{set}: {Experiment.Describe(size, setting)}.");
            all.AddRange(runs);
        }
        experiment.Note(
            "Each sheet: nine observed images above, FRAME in the middle, wFRAME below; no sample was selected."
        );
        experiment.Add(LearningTable.Of("Nine images of each set", all));
    }
);
