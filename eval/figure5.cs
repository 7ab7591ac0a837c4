#:project Experiments/WFrame.Experiments.csproj
// Figure 5: class-conditional CIFAR-10, by the ML.NET trainers. One component a class, nine images each; all classes learn together.
//   dotnet run eval/figure5.cs -- --data ../shared/data --output runs/figure5 [--quick]
using Microsoft.ML;
using WFrame;
using WFrame.Experiments;
using WFrame.Metrics;

return Experiment.Run(
    "figure5",
    args,
    experiment =>
    {
        var setting = experiment.Settings(Presets.Options("cifar10"), quick: (6, 6));
        var ml = new MLContext(seed: 1);
        var runs = new List<ExperimentRun>();
        foreach (var method in new[] { WFrameMethod.Frame, WFrameMethod.WFrame })
        {
            foreach (var seed in experiment.Options.Seeds)
            {
                // Columns Pixels and Label come from the list; one component is learned for each label.
                var list = experiment.Images.DrawByClass("cifar10", 9, seed, experiment.Folder.At($"seed-{seed}.txt"));
                var images = ml.WFrame().LoadPixels(list, size: 32);
                var name = Experiment.NameOf(method);
                var trainer = experiment.Trainer(name, setting with { Seed = seed }, labelColumn: "Label");
                var trainers = ml.WFrame().Trainers;
                var estimator = method == WFrameMethod.Frame ? trainers.Frame(trainer) : trainers.WFrame(trainer);
                using var fitted = estimator.Fit(images);
                runs.Add(experiment.Keep(name, fitted.Model));
            }
        }
        string[] classes = [.. runs[0].Model.Components.Select(c => c.Name)];
        experiment.Add(LearningTable.Of($"{classes.Length} classes, nine images each", runs));

        var perClass = new MarkdownTable("Final R of each class", ["class", "FRAME", "wFRAME"]);
        foreach (var name in classes)
        {
            object[] cells = [.. runs.GroupBy(r => r.Label).Select(g => Final(g, name))];
            perClass.Add([name, .. cells]);
        }
        experiment.Add(perClass);
        experiment.Curves("figure5-distance", "R, all classes", runs, r => r.ResponseDistance, logarithmic: true);
        experiment.Folder.Sheet("figure5-frame", runs[0].Pictures, columns: 9);
        experiment.Folder.Sheet("figure5-wframe", runs[experiment.Options.Seeds.Count].Pictures, columns: 9);
        var (t, l, delta, lambda) = (setting.Iterations, setting.Steps, setting.StepSize, setting.LearningRate);
        experiment.Note($"32 px, T {t}, L {l}, delta {delta}, lambda {lambda}.");
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
