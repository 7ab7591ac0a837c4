#:project Experiments/WFrame.Experiments.csproj
// Figure 4: learning curves of R, averaged over many models of nine random images each, with a band of one standard
// deviation, on faces, bedrooms and CIFAR-10. The models of a set advance together, as components of one training.
//   dotnet run eval/figure4.cs -- --data ../shared/data --output runs/figure4 [--quick] [--models 2 --size 32]
using WFrame;
using WFrame.Experiments;

return Experiment.Run(
    "figure4",
    args,
    experiment =>
    {
        var models = experiment.Models(quick: 2, full: 3);
        var all = new List<ExperimentRun>();
        var gains = new ResultTable(
            "Final R of the same images under both methods, model by model",
            ["set", "models", "FRAME", "wFRAME", "FRAME - wFRAME", "wFRAME lower in"]
        );
        foreach (var set in experiment.Parts("celeba", "bedroom", "cifar10"))
        {
            var size = set == "cifar10" ? 32 : experiment.Size(quick: 32, full: 64);
            var setting = experiment.Settings(Presets.Options(set), quick: (8, 8));
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

            var ends = runs.GroupBy(r => r.Label).Select(g => g.SelectMany(r => r.Summaries).ToArray()).ToArray();
            if (ends[0].Length == ends[1].Length && ends[0].Length > 0)
            {
                var (frame, wframe) = (Final(ends[0]), Final(ends[1]));
                var pairs = frame.Values.Zip(wframe.Values, (f, w) => f - w).ToArray();
                gains.Add(
                    set,
                    pairs.Length,
                    frame,
                    wframe,
                    MeanAndSpread.Of(pairs),
                    $"{pairs.Count(d => d > 0)} of {pairs.Length}"
                );
            }
            all.AddRange(runs);
        }
        experiment.Add(LearningTable.Of($"{models} models of nine random images for each seed", all));
        experiment.Add(gains);
        // One model of each set, FRAME above and wFRAME below.
        var shown = all.GroupBy(r => r.Label).Select(g => g.First());
        foreach (var pair in shown.Chunk(2))
        {
            var rows = pair.SelectMany(r => r.PicturesOf(r.Model.Components[0].Chains));
            experiment.Folder.Sheet($"figure4-{pair[0].Label.Split(' ')[0]}-samples", rows, columns: 9);
        }

        static MeanAndSpread Final(LearningSummary[] ends) => MeanAndSpread.Of(ends.Select(s => s.FinalDistance));
    }
);
