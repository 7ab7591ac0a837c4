#:project Experiments/WFrame.Experiments.csproj
// Figure 5: class-conditional CIFAR-10, by the ML.NET trainers. One component a class, nine images each; all classes learn together.
//   dotnet run eval/figure5.cs -- --data ../shared/data --output runs/figure5 [--quick]
using Microsoft.ML;
using WFrame.Experiments;

return Experiment.Run(
    "figure5",
    args,
    experiment =>
    {
        var setting = experiment.Settings(experiment.Preset("cifar10"), quick: (6, 6));
        var ml = new MLContext(seed: 1);
        var runs = experiment
            .Repeat(setting)
            .Select(options =>
            {
                // Columns Pixels and Label come from the list; one component is learned for each label.
                var path = experiment.Folder.At($"seed-{options.Seed}.txt");
                var (list, files) = experiment.Images.DrawByClass("cifar10", 9, options.Seed, path);
                var images = ml.WFrame().LoadPixels(list, size: 32);
                return experiment.Fit(Experiment.NameOf(options.Method), options, ml, images, files, "Label");
            })
            .ToArray();
        string[] classes = [.. runs[0].Model.Components.Select(c => c.Name)];
        experiment.Add(LearningTable.Of($"{classes.Length} classes, nine images each", runs));

        var pairs = PairedTable.Empty("Final R of the same images under both methods, class by class and seed by seed");
        pairs.AddModels("all classes", runs, s => s.FinalDistance);
        experiment.Add(pairs);

        var perClass = new ResultTable("Final R of each class", ["class", "FRAME", "wFRAME"]);
        foreach (var name in classes)
        {
            object[] cells = [.. runs.GroupBy(r => r.Label).Select(g => Final(g, name))];
            perClass.Add([name, .. cells]);
        }
        experiment.Add(perClass);
        experiment.DistanceCurves("figure5-distance", "R, all classes", runs);
        experiment.Folder.Sheet("figure5-frame", runs[0].Pictures, columns: 9);
        experiment.Folder.Sheet("figure5-wframe", runs[experiment.Options.Seeds.Count].Pictures, columns: 9);
        experiment.Note($"{Experiment.Describe(32, setting)}.");
        experiment.Note($"Sheets: a row a class ({string.Join(", ", classes)}), all nine chains, none selected.");
    }
);

static object Final(IEnumerable<ExperimentRun> runs, string component)
{
    double[] ends =
    [
        .. runs.Select(r => r.Histories.FirstOrDefault(h => h[0].Component == component))
            .Where(h => h is not null)
            .Select(h => h![^1].ResponseDistance),
    ];
    return ends.Length == 0 ? "diverged" : MeanAndSpread.Of(ends);
}
