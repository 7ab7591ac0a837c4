#:project Experiments/WFrame.Experiments.csproj
// Newly drawn images against images that no model has seen: nine images of every class of CIFAR-10 are learned, new ones are
// drawn in 5 to 1,000 Langevin steps and compared with other images of the class. Also: does a model tell its class from others?
//   dotnet run eval/unseen.cs -- --data ../shared/data --output runs/unseen [--inception ../shared/models/googlenet/googlenet.onnx] [--quick]
using WFrame;
using WFrame.Experiments;
using WFrame.Experiments.Studies;
using WFrame.Metrics;

const int Nine = 9;

return Experiment.Run(
    "unseen",
    args,
    experiment =>
    {
        var quick = experiment.Options.Quick;
        var setting = experiment.Settings(experiment.Preset("cifar10"), quick: (6, 5));
        int[] lengths = quick ? [5, 10] : [5, 20, 50, 200, 1000];
        var held = quick ? 12 : 48;
        var all = experiment.Images.List("cifar10").Select(e => e.Label!).Distinct();
        string[] classes = [.. quick ? all.Take(2) : all];
        using var measures = new ImageMeasures(experiment.Trunk, experiment.Options.Engine);
        using var scorer = experiment.Options.Inception is null ? null : new InceptionScorer(experiment);

        // Of each seed and class: nine to learn from, nine other real ones as the best that can be hoped for, and the rest.
        var images = experiment.Options.Seeds.SelectMany(seed =>
            classes.Select(c => (seed, c, experiment.Images.DrawParts($"cifar10/{c}", [Nine, Nine, held], 32, seed)))
        );
        Group[] groups = [.. images.Select(i => new Group(i.seed, i.c, i.Item3[0], i.Item3[1], i.Item3[2]))];
        var unseen = scorer?.Pass(groups.SelectMany(g => measures.Pictures(g.Unseen)));

        var table = new ResultTable(
            $"Sets of nine images against {held} images of the class that were not learned: median [quartiles] over {groups.Length} models",
            [
                "nine images",
                "steps",
                "R to the nine learned",
                "R to the unseen",
                "RMS to the nearest learned",
                "RMS to the nearest unseen",
                "near copies of learned ones",
                "KID to the unseen, x 1000",
                "precision, recall",
                $"Inception score, N = {groups.Length * Nine}",
            ]
        );
        var pairs = PairedTable.Empty("The same classes under both methods");
        var areas = new ResultTable(
            "How often a held-out image of the class scores above one of another class (area under the ROC curve): median [quartiles] over classes",
            ["method", "log-density", "likelihood ratio to the other classes' models"]
        );
        var areaPairs = PairedTable.Empty("Area under the ROC curve, class by class");

        Row("learned", "", [.. groups.Select(g => g.Learned)]);
        Row("other real ones", "", [.. groups.Select(g => g.Other)]);
        var runs = experiment.Repeat(setting).Select(Learn).ToArray();
        var frame = Drawn(WFrameMethod.Frame);
        var wframe = Drawn(WFrameMethod.WFrame);
        foreach (var steps in lengths.Prepend(0))
        {
            var what = steps == 0 ? "training chains" : $"new, {steps} steps";
            pairs.AddPairs($"{what}: R to the unseen", frame[steps].ToUnseen, wframe[steps].ToUnseen);
            pairs.AddPairs($"{what}: R to the learned", frame[steps].ToLearned, wframe[steps].ToLearned);
        }
        foreach (var ratio in new[] { false, true })
        {
            var name = ratio ? "likelihood ratio" : "log-density";
            areaPairs.AddPairs(name, Areas(WFrameMethod.Frame, ratio), Areas(WFrameMethod.WFrame, ratio));
        }
        foreach (var method in new[] { WFrameMethod.Frame, WFrameMethod.WFrame })
        {
            string[] cells = [.. new[] { false, true }.Select(r => Median(Areas(method, r)))];
            areas.Add([Experiment.NameOf(method), .. cells]);
        }
        experiment.Add(table);
        experiment.Add(pairs);
        experiment.Add(areas);
        experiment.Add(areaPairs);
        experiment.Add(LearningTable.Of("Nine images of each class", runs));
        experiment.Note($"{Experiment.Describe(32, setting)}; classes: {string.Join(", ", classes)}.");
        experiment.Note(
            "New images start from blends of two training chains (SamplingStart.Blend) and move under the theta that was learned (SamplingOptions.FixedTheta). RMS in grey levels; KID and precision are of all classes together."
        );
        experiment.DistanceCurves("unseen-distance", "R of the training chains", runs);

        ExperimentRun Learn(WFrameOptions options) =>
            experiment.Train(
                Experiment.NameOf(options.Method),
                options,
                [.. groups.Where(g => g.Seed == options.Seed).Select(g => new TrainingComponent(g.Class, g.Learned))]
            );

        // By number of steps, 0 for the chains of the training.
        Dictionary<int, Distances> Drawn(WFrameMethod method)
        {
            var models = Of(method).SelectMany(run => run.Model.Components.Select((c, k) => (run.Model, c.Chains, k)));
            PixelBatch[][] sets =
            [
                .. models.Select(m =>
                    LongDraw
                        .Of(
                            m.Model,
                            measures.Engine,
                            m.k,
                            Nine,
                            lengths,
                            new() { FixedTheta = true },
                            experiment.Cancellation
                        )
                        .Prepend(m.Chains)
                        .ToArray()
                ),
            ];
            var name = Experiment.NameOf(method);
            return lengths
                .Prepend(0)
                .Select((steps, i) => (steps, i))
                .ToDictionary(
                    at => at.steps,
                    at => Row(name, at.i == 0 ? "training chains" : $"{at.steps}", [.. sets.Select(s => s[at.i])])
                );
        }

        IEnumerable<ExperimentRun> Of(WFrameMethod method) => runs.Where(r => r.Model.Options.Method == method);

        double[] Areas(WFrameMethod method, bool ratio) =>
            [
                .. Of(method)
                    .SelectMany(run =>
                        Ranking.Areas(
                            run.Model,
                            [.. groups.Where(g => g.Seed == run.Model.Options.Seed).Select(g => g.Unseen)],
                            ratio,
                            measures.Engine
                        )
                    ),
            ];

        Distances Row(string what, string steps, PixelBatch[] sets)
        {
            double[][] means = [.. sets.Select(measures.Means)];
            double[] toLearned = [.. means.Zip(groups, (m, g) => ImageMeasures.R(m, measures.Means(g.Learned)))];
            double[] toUnseen = [.. means.Zip(groups, (m, g) => ImageMeasures.R(m, measures.Means(g.Unseen)))];
            NearestTrainingImage[] learned = [.. sets.Zip(groups, (s, g) => measures.Nearest(s, g.Learned))];
            NearestTrainingImage[] others = [.. sets.Zip(groups, (s, g) => measures.Nearest(s, g.Unseen))];
            var (kid, inside, score) = ("not measured", "not measured", "not measured");
            if (scorer?.Pass(sets.SelectMany(measures.Pictures)) is { Features: { } features, Logits: { } logits })
            {
                var balls = PrecisionRecall.Compute(features, unseen!.Features!);
                kid = MeanAndSpread.Text(1000 * ImageMeasures.Kernel(features, unseen.Features!));
                inside = $"{MeanAndSpread.Text(balls.Precision)}, {MeanAndSpread.Text(balls.Recall)}";
                score = MeanAndSpread.Text(InceptionScorer.Score(logits));
            }
            table.Add(
                what,
                steps,
                Median(toLearned),
                Median(toUnseen),
                Median([.. learned.Select(n => n.Median)]),
                Median([.. others.Select(n => n.Median)]),
                $"{learned.Sum(n => n.Copies ?? 0)} of {sets.Sum(s => s.Count)}",
                kid,
                inside,
                score
            );
            experiment.Say($"{what} {steps}: R to the unseen {Median(toUnseen)}");
            return new Distances(toLearned, toUnseen);
        }

        static string Median(double[] values) => MeanAndSpread.Of(values).MedianAndQuartiles;
    }
);

internal sealed record Group(ulong Seed, string Class, PixelBatch Learned, PixelBatch Other, PixelBatch Unseen);

internal sealed record Distances(double[] ToLearned, double[] ToUnseen);
