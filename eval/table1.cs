#:project ../src/Pipeline/WFrame.Pipeline.csproj
// Table 1: Inception scores on CIFAR-10 of FRAME and wFRAME, learned without labels (nine images of any class) and with
// labels (nine images of one class), and of real images. Scores compare only within one protocol and one N.
//   dotnet run eval/table1.cs -- --data ../shared/data --inception ../shared/models/googlenet/googlenet.onnx --output runs/table1 [--quick]
using WFrame.Graphs;
using WFrame.Pipeline;
using WFrame.Trainers;

return Experiment.Run(
    "table1",
    args,
    experiment =>
    {
        var file = experiment.Options.Inception;
        using var classifier = Classifier.Load(
            file ?? throw new UsageException("--inception FILE.onnx is missing: its scores are what this table shows.")
        );
        experiment.Protocol = classifier.Card.Protocol;
        var models = experiment.Models(quick: 1, full: 10);
        var setting = experiment.Settings(Presets.Options("cifar10"), quick: (8, 8));
        var entries = experiment.Images.List("cifar10");
        string[] classes = [.. entries.Select(e => e.Label!).Distinct()];
        var (groups, count) = (models * classes.Length, models * classes.Length * 9);

        var table = new MarkdownTable(
            $"Inception score under {classifier.Card.Protocol}, N = {count} images each unless said otherwise",
            [
                "images",
                "labels",
                "score",
                "cited from the literature, another protocol (Inception v3, N = 50,000): do not compare",
            ]
        );
        table.Add("real, as many", "", Over(seed => Score(Real(seed))), "");
        if (!experiment.Options.Quick)
        {
            table.Add(
                $"real, all {entries.Count}",
                "",
                Score(entries.Select(e => e.Decode().Image)),
                "11.24 (training set)"
            );
        }
        var runs = new List<ExperimentRun>();
        foreach (var labels in new[] { "without", "with" })
        {
            foreach (var method in new[] { WFrameMethod.Frame, WFrameMethod.WFrame })
            {
                var name = $"{Experiment.NameOf(method)} {labels} labels";
                var score = Over(seed =>
                {
                    var components =
                        labels == "with"
                            ? classes.SelectMany(c =>
                                experiment.Images.Draw($"cifar10/{c}", models, count: 9, 32, seed)
                            )
                            : experiment.Images.Draw("cifar10", groups, count: 9, 32, seed);
                    runs.Add(experiment.Train(name, setting with { Method = method, Seed = seed }, [.. components]));
                    return Score(runs[^1].Pictures);
                });
                experiment.Say($"{name}: {score}");
                table.Add(Experiment.NameOf(method), labels, score, "");
            }
            experiment.Folder.Sheet($"table1-{labels}-labels", runs[^1].Pictures.Take(90), columns: 9);
        }
        foreach (var (name, labels, cited) in Cited)
        {
            table.Add(name, labels, "not measured", cited);
        }
        experiment.Add(table);
        experiment.Add(LearningTable.Of($"{groups} models of nine images for each seed", runs));
        experiment.Curves("table1-distance", "R", runs, r => r.ResponseDistance, logarithmic: true);
        var (t, l, delta, lambda) = (setting.Iterations, setting.Steps, setting.StepSize, setting.LearningRate);
        experiment.Note(
            $"32 px, T {t}, L {l}, delta {delta}, lambda {lambda}; the score of {count} images is far below that of many."
        );
        experiment.Note(
            "The paper's own figures for FRAME, wFRAME and ALI are not cited here: they could not be checked against its text."
        );

        MeanAndSpread Over(Func<ulong, double> score) => MeanAndSpread.Of(experiment.Options.Seeds.Select(score));

        IEnumerable<RgbImage> Real(ulong seed) =>
            experiment.Images.Draw("cifar10", 1, count, 32, seed)[0].Observed is var batch
                ? Enumerable.Range(0, batch.Count).Select(i => PngWriter.ToImage(batch, i, experiment.Trunk.Mean))
                : [];

        double Score(IEnumerable<RgbImage> images)
        {
            var set = ImageSet.FromImages("sample", images.ToArray());
            var features = FeaturePass.Run(set, classifier, cancellation: experiment.Cancellation);
            // Ten splits are the custom for thousands of images; of a few hundred each split would be far too small.
            var splits = new InceptionScoreOptions { Splits = set.Count >= 2000 ? 10 : 1 };
            var logits =
                features.Logits
                ?? throw new UsageException($"{file} has no logits: take a classifier whose card names some.");
            return InceptionScore.Compute(logits, splits).Mean;
        }
    }
);

partial class Program
{
    // Salimans et al. 2016 (real, Improved GAN); Huang et al. 2017, "Stacked GANs", table of CIFAR-10 scores (DCGAN).
    static readonly (string Name, string Labels, string Score)[] Cited =
    [
        ("DCGAN", "without", "6.16"),
        ("DCGAN", "with", "6.58"),
        ("Improved GAN", "without", "4.36"),
        ("Improved GAN", "with", "8.09"),
    ];
}
