#:project Experiments/WFrame.Experiments.csproj
// Schedules of learning and ways of drawing: R of the chains and of new images after several numbers of steps, with lambda kept
// and with lambda that falls to zero, under the theta that was learned and under one that goes on being corrected, from blends
// of chains and from grey. One photograph (nine crops), nine faces, nine bedrooms.
//   dotnet run eval/annealing.cs -- --data ../shared/data --output runs/annealing [--seeds 1,2,3] [--only photograph] [--quick]
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
        int[] lengths = quick ? [5, 10] : [60, 200, 400, 2000];
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
                ("kept, L 5, T 120", kept with { Iterations = 120 }),
                ("annealed preset: L 5, T 40, then L 20, T 20", annealed),
            ];
        using var measures = new ImageMeasures(experiment.Trunk, experiment.Options.Engine);
        (string Name, SamplingOptions How)[] draws =
        [
            ("blends, theta as learned", new() { FixedTheta = true }),
            ("blends, theta corrected", new()),
            ("grey, theta corrected", new() { Start = SamplingStart.Initialization }),
        ];
        var table = new ResultTable(
            $"R to the training images at {size} px, nine chains and nine new images: median over {experiment.Options.Seeds.Count} seeds",
            ["images", "lambda", "gradient steps", "chains", "new images from", .. lengths.Select(l => $"{l} steps")]
        );
        var likeness = new ResultTable(
            "New images: rms of the nearest two in parts of the median of all pairs, and rms to the nearest training image in grey levels (median of nine), medians over seeds",
            ["images", "lambda", "new images from", .. lengths.Select(l => $"{l} steps")]
        );
        var runs = new List<ExperimentRun>();
        string[] sets = quick ? ["photograph"] : [.. experiment.Parts("photograph", "celeba", "bedroom")];
        foreach (var (set, (name, options)) in sets.SelectMany(set => schedules.Select(s => (set, s))))
        {
            var learned = experiment
                .Options.Seeds.Select(seed => Learn(set, name, options with { Seed = seed }))
                .ToArray();
            foreach (var (from, how) in draws)
            {
                // Long ones of the preset alone: they take most of the time.
                var looked = options.AnnealingIterations > 0 ? lengths : lengths[..^1];
                var seeds = learned.Select(l => Draw(l.Model, l.Images, how, looked)).ToArray();
                string[] none = [.. lengths[looked.Length..].Select(_ => "not measured")];
                string[] distances = [.. looked.Select((_, i) => Median(seeds.Select(s => s[i].Distance))), .. none];
                table.Add([
                    set,
                    name,
                    $"{Steps(options)}",
                    Median(learned.Select(l => l.Model.History[^1].ResponseDistance)),
                    from,
                    .. distances,
                ]);
                var alike = looked.Select(
                    (_, i) => $"{Median(seeds.Select(s => s[i].Pair))}, {Median(seeds.Select(s => s[i].Learned))}"
                );
                likeness.Add([set, name, from, .. alike, .. none]);
                experiment.Say($"{set}, {name}, {from}: {string.Join(" ", distances)}");
            }
        }
        experiment.Add(table);
        experiment.Add(likeness);
        experiment.Note(
            "Presets.Options(\"annealed\") but for what is named. Theta corrected: every fifth step, at a rate that falls (SamplingOptions.FixedTheta)."
        );
        experiment.DistanceCurves("annealing-distance", "R of the training chains", runs);

        (WFrameModel Model, PixelBatch Images) Learn(string set, string name, WFrameOptions options)
        {
            var images =
                set == "photograph"
                    ? WFrameImages.Load("samples/chelsea.png", size: size, crops: Nine)
                    : experiment.Images.DrawParts(set, [Nine], size, options.Seed)[0];
            var run = experiment.Train($"{set}, {name}", options, images);
            runs.Add(run);
            return (run.Model, images);
        }

        (double Distance, double Pair, double Learned)[] Draw(
            WFrameModel model,
            PixelBatch images,
            SamplingOptions how,
            int[] lengths
        )
        {
            var learned = measures.Means(images);
            return
            [
                .. LongDraw
                    .Of(model, measures.Engine, 0, Nine, lengths, how, experiment.Cancellation)
                    .Select(x =>
                        (
                            ImageMeasures.R(measures.Means(x), learned),
                            measures.NearestPair(x),
                            measures.Nearest(x, images).Median
                        )
                    ),
            ];
        }

        static string Median(IEnumerable<double> values) => MeanAndSpread.Text(MeanAndSpread.Of(values).Quantile(0.5));

        static int Steps(WFrameOptions options) =>
            ((options.Iterations - options.AnnealingIterations) * options.Steps)
            + (options.AnnealingIterations * options.AnnealingSteps);
    }
);
