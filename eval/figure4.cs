#:project Experiments/WFrame.Experiments.csproj
// Figure 4: learning curves of R, averaged over many models of nine random images each, with a band of one standard
// deviation, on faces, bedrooms and CIFAR-10. The models of a set advance together, as components of one training.
//   dotnet run eval/figure4.cs -- --data ../shared/data --output runs/figure4 [--quick] [--models 2 --size 32]
using WFrame.Experiments;

return Experiment.Run(
    "figure4",
    args,
    experiment =>
    {
        var all = new List<ExperimentRun>();
        var pairs = PairedTable.Empty("The same nine images under both methods, model by model");
        foreach (var set in experiment.Parts("celeba", "bedroom", "cifar10"))
        {
            // Three seeds of two models are the most that 76 faces and 77 bedrooms give without using one twice.
            var models = experiment.Models(quick: 2, full: set == "cifar10" ? 3 : 2);
            var size = set == "cifar10" ? 32 : experiment.Size(quick: 32, full: 64);
            var setting = experiment.Settings(experiment.Preset(set), quick: (8, 8));
            var runs = experiment
                .Repeat(setting)
                .Select(options =>
                {
                    var groups = experiment.Images.Draw(set, models, count: 9, size, options.Seed);
                    return experiment.Train($"{set} {Experiment.NameOf(options.Method)}", options, groups);
                })
                .ToArray();
            experiment.DistanceCurves($"figure4-{set}", $"R, {set}, {size} px", runs);
            experiment.Note($"{set}: {Experiment.Describe(size, setting)}.");

            pairs.AddModels($"{set}, final R", runs, r => r.FinalDistance);
            pairs.AddModels($"{set}, lowest R", runs, r => r.BestDistance);
            pairs.AddModels($"{set}, change of R", runs, r => r.Unsteadiness);
            pairs.AddModels($"{set}, fall of Phi", runs, r => r.PhiFall);
            pairs.AddModels($"{set}, rms of G", runs, r => r.FinalGradientRms);
            all.AddRange(runs);
        }
        experiment.Add(LearningTable.Of("Models of nine random images each", all));
        experiment.Add(pairs);
        // One model of each set, FRAME above and wFRAME below.
        var shown = all.GroupBy(r => r.Label).Select(g => g.First());
        foreach (var pair in shown.Chunk(2))
        {
            var rows = pair.SelectMany(r => r.PicturesOf(r.Model.Components[0].Chains));
            experiment.Folder.Sheet($"figure4-{pair[0].Label.Split(' ')[0]}-samples", rows, columns: 9);
        }
    }
);
