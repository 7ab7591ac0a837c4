#:project Experiments/WFrame.Experiments.csproj
// Schedules of learning: R of the chains, and of new images after several numbers of steps, with lambda kept and with lambda
// that falls to zero over the last iterations. One photograph (nine crops), nine faces, nine bedrooms.
//   dotnet run eval/annealing.cs -- --data ../shared/data --output runs/annealing [--seeds 1,2,3] [--quick]
using WFrame;
using WFrame.Experiments;
using WFrame.Experiments.Studies;

const int Nine = 9;

return Experiment.Run(
    "annealing",
    args,
    experiment =>
    {
        var quick = experiment.Options.Quick;
        var size = experiment.Size(quick: 16, full: 32);
        int[] lengths = quick ? [5, 10] : [20, 60, 100, 200, 400];
        var annealed = Presets.Options("annealed");
        var kept = annealed with { AnnealingIterations = 0, AnnealingSteps = 0 };
        (string Name, WFrameOptions Options)[] schedules = quick
            ?
            [
                ("kept, L 2, T 4", kept with { Steps = 2, Iterations = 4 }),
                (
                    "annealed, L 2, T 4",
                    annealed with
                    {
                        Steps = 2,
                        Iterations = 4,
                        AnnealingIterations = 2,
                        AnnealingSteps = 3,
                    }
                ),
            ]
            :
            [
                ("kept, lambda 1e-3, L 20, T 40", kept with { Steps = 20, Iterations = 40, LearningRate = 1e-3 }),
                ("kept, L 5, T 120", kept with { Iterations = 120 }),
                ("annealed preset: L 5, T 40, then L 20, T 20", annealed),
                ("kept, L 5, T 280", kept with { Iterations = 280 }),
                (
                    "annealed longer: L 5, T 40, then L 20, T 60",
                    annealed with
                    {
                        Iterations = 100,
                        AnnealingIterations = 60,
                    }
                ),
            ];
        using var measures = new ImageMeasures(experiment.Trunk, experiment.Options.Engine);
        var table = new ResultTable(
            $"R to the training images at {size} px, nine chains and nine new images: median over {experiment.Options.Seeds.Count} seeds",
            ["images", "lambda", "gradient steps", "chains", .. lengths.Select(l => $"new, {l} steps"), "best / chains"]
        );
        var runs = new List<ExperimentRun>();
        foreach (var set in quick ? ["photograph"] : new[] { "photograph", "celeba", "bedroom" })
        {
            foreach (var (name, options) in schedules)
            {
                double[][] rows =
                [
                    .. experiment.Options.Seeds.Select(seed => Measure(set, name, options with { Seed = seed })),
                ];
                double[] medians =
                [
                    .. Enumerable
                        .Range(0, lengths.Length + 1)
                        .Select(i => MeanAndSpread.Of(rows.Select(r => r[i])).Quantile(0.5)),
                ];
                table.Add([
                    set,
                    name,
                    $"{Steps(options)}",
                    .. medians.Select(MeanAndSpread.Text),
                    MeanAndSpread.Text(medians[1..].Min() / medians[0]),
                ]);
                experiment.Say($"{set}, {name}: {string.Join(" ", medians.Select(MeanAndSpread.Text))}");
            }
        }
        experiment.Add(table);
        experiment.Note(
            "Presets.Options(\"annealed\") but for what is named; new images start from blends of two chains."
        );
        experiment.DistanceCurves("annealing-distance", "R of the training chains", runs);

        double[] Measure(string set, string name, WFrameOptions options)
        {
            var images =
                set == "photograph"
                    ? WFrameImages.Load("samples/chelsea.png", size: size, crops: Nine)
                    : experiment.Images.DrawParts(set, [Nine], size, options.Seed)[0];
            var run = experiment.Train($"{set}, {name}", options, images);
            runs.Add(run);
            var learned = measures.Means(images);
            return
            [
                .. LongDraw
                    .Of(run.Model, measures.Engine, 0, Nine, lengths, experiment.Cancellation)
                    .Prepend(run.Model.Components[0].Chains)
                    .Select(drawn => ImageMeasures.R(measures.Means(drawn), learned)),
            ];
        }

        static int Steps(WFrameOptions options) =>
            ((options.Iterations - options.AnnealingIterations) * options.Steps)
            + (options.AnnealingIterations * options.AnnealingSteps);
    }
);
