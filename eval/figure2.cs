#:project ../src/Pipeline/WFrame.Pipeline.csproj
// Figure 2: faces and bedrooms. Nine images each; FRAME and wFRAME beside what they learned from.
//   dotnet run eval/figure2.cs -- --data ../shared/data --output runs/figure2 [--quick] [--size 32]
using WFrame.Pipeline;
using WFrame.Trainers;

return Experiment.Run(
    "figure2",
    args,
    experiment =>
    {
        var size = experiment.Size(quick: 32, full: 64);
        var all = new List<ExperimentRun>();
        foreach (var set in new[] { "celeba", "bedroom" })
        {
            var images = experiment.Images.First(set, count: 9, size);
            var setting = experiment.Settings(Presets.Options(set), quick: (15, 15));
            var runs = new List<ExperimentRun>();
            foreach (var method in new[] { WFrameMethod.Frame, WFrameMethod.WFrame })
            {
                foreach (var seed in experiment.Options.Seeds)
                {
                    var options = setting with { Method = method, Seed = seed };
                    runs.Add(experiment.Train($"{set} {Experiment.NameOf(method)}", options, images));
                }
            }
            // Three rows: observed, FRAME, wFRAME (the first seed of each).
            var (frame, wframe) = (runs[0], runs[experiment.Options.Seeds.Count]);
            var rows = wframe.PicturesOf(images).Concat(frame.Pictures).Concat(wframe.Pictures);
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
