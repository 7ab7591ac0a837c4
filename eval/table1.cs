#:project Experiments/WFrame.Experiments.csproj
// Table 1: Inception scores on CIFAR-10 of FRAME and wFRAME, learned without labels (nine images of any class) and with
// labels (nine images of one class), and of real images. Scores compare only within one protocol and one N.
//   dotnet run eval/table1.cs -- --data ../shared/data --inception ../shared/models/googlenet/googlenet.onnx --output runs/table1
using WFrame;
using WFrame.Experiments;
using WFrame.Experiments.Studies;
using WFrame.Images;
using WFrame.Images.Writing;
using WFrame.Metrics;

// Table 1 of the paper, without labels and (FRAME, wFRAME) with; not checked to have our protocol or number of images.
const string Printed = "printed in the paper; other protocol: do not compare";

return Experiment.Run(
    "table1",
    args,
    experiment =>
    {
        using var scorer = new InceptionScorer(experiment);
        // Models a class and seed; the scores of the seeds are a mean with a spread, their images together one more score.
        var models = experiment.Models(quick: 1, full: 1);
        var setting = experiment.Settings(experiment.Preset("cifar10"), quick: (6, 5));
        var entries = experiment.Images.List("cifar10");
        string[] classes = [.. entries.Select(e => e.Label!).Distinct()];
        var (groups, count) = (models * classes.Length, models * classes.Length * 9);
        var seeds = experiment.Options.Seeds;

        var table = new ResultTable(
            $"Inception score under {scorer.Protocol}; N = {count} images a seed where not said otherwise",
            ["images", "labels", "score", $"all seeds, N = {count * seeds.Count}", Printed]
        );
        var differences = PairedTable.Empty("Scores of models of the same images, seed by seed");
        var parts = experiment.Parts("real", "without", "with");
        Measure("real, as many", "", "", Real);
        if (parts.Contains("real"))
        {
            RealBySize();
        }
        var runs = new List<ExperimentRun>();
        foreach (var labels in parts.Where(part => part != "real"))
        {
            var frame = Measure(
                "FRAME",
                labels,
                labels == "with" ? "4.95" : "4.28",
                seed => Learned(WFrameMethod.Frame, labels, seed)
            );
            var wframe = Measure(
                "wFRAME",
                labels,
                labels == "with" ? "6.05" : "5.52",
                seed => Learned(WFrameMethod.WFrame, labels, seed)
            );
            differences.AddPairs($"{labels} labels", frame.Values, wframe.Values);
            experiment.Folder.Sheet($"table1-{labels}-labels", runs[^1].Pictures.Take(90), columns: 9);
        }
        table.Add("real, training set", "", "not measured", "", "11.24");
        table.Add("ALI", "without", "not measured", "", "5.34");
        table.Add("WINN", "without", "not measured", "", "5.58");
        table.Add("DCGAN", "without", "not measured", "", "6.16");
        table.Add("Improved GAN", "without", "not measured", "", "4.36");
        experiment.Add(table);
        experiment.Note("Few images score far below many.");
        if (runs.Count == 0)
        {
            return;
        }
        experiment.Add(differences);
        experiment.Add(LearningTable.Of($"{groups} models of nine images for each seed", runs));
        experiment.DistanceCurves("table1-distance", "R", runs);
        experiment.Note($"{Experiment.Describe(32, setting)}.");
        var pairs = PairedTable.Empty("Final R of the same images under both methods, model by model");
        foreach (var labels in parts.Where(part => part != "real"))
        {
            var of = runs.Where(run => run.Label.EndsWith($" {labels} labels", StringComparison.Ordinal));
            pairs.AddModels($"{labels} labels", of, s => s.FinalDistance);
        }
        experiment.Add(pairs);

        MeanAndSpread Measure(string images, string labels, string printed, Func<ulong, RgbImage[]> make)
        {
            // Each picture passes the network once; its prediction is scored with its seed's and with all seeds'.
            FeatureMatrix[] bySeed = [.. seeds.Select(seed => scorer.Predict(make(seed)))];
            var score = MeanAndSpread.Of(bySeed.Select(predictions => InceptionScorer.Score(predictions)));
            table.Add(images, labels, score, InceptionScorer.Score(bySeed), printed);
            experiment.Say($"{images} {labels}: {score}");
            return score;
        }

        // How much of a score is the number of images, and how much is which: all real images in one pass, scored in parts.
        void RealBySize()
        {
            var some = experiment.Options.Quick ? entries.Take(60) : entries;
            var logits = scorer.Predict(some.Select(e => e.Decode()));
            int[] sizes = experiment.Options.Quick ? [20, 60] : [90, 270, 500, 1000, 2500, 5000];
            experiment.Add(
                ScoreBySize.Of($"Real images: disjoint draws of {logits.Rows}, each scored in one split", logits, sizes)
            );
            table.Add($"real, all {logits.Rows}", "", InceptionScorer.Score(logits), "", "");
        }

        RgbImage[] Learned(WFrameMethod method, string labels, ulong seed)
        {
            var options = setting with { Method = method, Seed = seed };
            var name = $"{Experiment.NameOf(method)} {labels} labels";
            runs.Add(experiment.Train(name, options, [.. Groups(labels == "with", seed)]));
            return [.. runs[^1].Pictures];
        }

        RgbImage[] Real(ulong seed)
        {
            var drawn = experiment.Images.Draw("cifar10", groups: 1, count, size: 32, seed)[0].Observed;
            return [.. Enumerable.Range(0, count).Select(i => PngWriter.ToImage(drawn, i, experiment.Trunk.Mean))];
        }

        IEnumerable<TrainingComponent> Groups(bool byClass, ulong seed) =>
            byClass
                ? classes.SelectMany(c => experiment.Images.Draw($"cifar10/{c}", models, count: 9, size: 32, seed))
                : experiment.Images.Draw("cifar10", groups, count: 9, size: 32, seed);
    }
);
