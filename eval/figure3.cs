#:project Experiments/WFrame.Experiments.csproj
// Figure 3, the collapse study: lambda and delta past the safe range, weight clipping on and off, sizes 32 to 128.
// A run counts as collapsed or diverged as LearningOutcome says. Noise 1 and L 20 show a collapse soonest.
//   dotnet run eval/figure3.cs -- --data ../shared/data --output runs/figure3 [--quick]
using WFrame;
using WFrame.Experiments;

return Experiment.Run(
    "figure3",
    args,
    experiment =>
    {
        var quick = experiment.Options.Quick;
        var baseline = experiment.Settings(
            Presets.Options("celeba") with
            {
                LearningRate = 2e-3,
                NoiseSigma = 1,
                Steps = 20,
                Iterations = 40,
            },
            quick: (10, 8)
        );
        var (wframe, frame) = (baseline, baseline with { Method = WFrameMethod.Frame });
        // Weight clipping as a cure for FRAME: of a wFRAME model of faces 99 % of theta lie within 11.
        var methods = new (string Name, WFrameOptions Options)[]
        {
            ("FRAME", frame),
            ("FRAME, theta within 10", frame with { ClipTheta = 10 }),
            ("FRAME, theta within 3", frame with { ClipTheta = 3 }),
            ("wFRAME", wframe),
        };
        var side = experiment.Size(quick: 32, full: 32);

        foreach (var study in experiment.Parts("lambda", "delta", "size"))
        {
            double[] sizes = experiment.Options.Size is { } given ? [given] : [32, 64, 96, 128];
            Action run = study switch
            {
                "lambda" => () => Study(study, quick ? [1e-2] : [1e-3, 3e-3, 1e-2], Lambda),
                "delta" => () => Study(study, quick ? [0.4] : [0.1, 0.3, 0.4], Delta),
                _ => () => Study(study, quick ? [48] : sizes, (options, size) => (options, (int)size)),
            };
            run();
        }

        experiment.Note(
            $"Nine faces; where not said otherwise {side} px, T {baseline.Iterations}, L {baseline.Steps}, noise 1, delta {baseline.StepSize}, lambda {baseline.LearningRate}."
        );
        experiment.Note(
            "Each picture: a row of chains for each run of the study's last value, in the order of the table."
        );

        (WFrameOptions, int) Lambda(WFrameOptions o, double lambda) => (o with { LearningRate = lambda }, side);
        (WFrameOptions, int) Delta(WFrameOptions o, double delta) => (o with { StepSize = delta }, side);

        void Study(string what, double[] values, Func<WFrameOptions, double, (WFrameOptions Options, int Size)> vary)
        {
            var (all, last) = (new List<ExperimentRun>(), new List<ExperimentRun>());
            foreach (var value in values)
            {
                last.Clear();
                foreach (var (name, start) in methods)
                {
                    var (options, size) = vary(start, value);
                    var faces = experiment.Images.First("celeba", count: 9, size);
                    last.AddRange(
                        experiment.Options.Seeds.Select(seed =>
                            experiment.Train($"{what} {value}: {name}", options with { Seed = seed }, faces)
                        )
                    );
                }
                all.AddRange(last);
            }
            experiment.Add(LearningTable.Of($"{what} {string.Join(", ", values)}", all));
            var label = $"{what} {values[^1]}";
            experiment.DistanceCurves($"figure3-{what}-distance", $"R at {label}", last);
            experiment.Curves($"figure3-{what}-energy", $"Phi at {label}", last, r => r.PhiSynthesized);
            var shown = last.GroupBy(r => r.Label).Select(g => g.First());
            experiment.Folder.Sheet($"figure3-{what}", shown.SelectMany(r => r.Pictures), columns: 9);
        }
    }
);
