#:project Experiments/WFrame.Experiments.csproj
// Figure 3, the collapse study: lambda and delta past the safe range, weight clipping on and off, sizes 32 to 128.
// The size study also has the penalty by area: |grad Phi|^2 is averaged over the pixels, so beta grows with their number.
// No setting of this study is the paper's. A run counts as collapsed or diverged as LearningOutcome says. Noise 1 and L 20 show a collapse soonest.
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
        const string ByArea = "wFRAME, beta by area";
        var side = experiment.Size(quick: 32, full: 32);

        foreach (var study in experiment.Parts("lambda", "delta", "size"))
        {
            double[] sizes = experiment.Options.Size is { } given ? [given] : [32, 64, 96, 128];
            Action run = study switch
            {
                "lambda" => () => Study(study, quick ? [1e-2] : [1e-3, 3e-3, 1e-2], Lambda),
                "delta" => () => Study(study, quick ? [0.4] : [0.1, 0.3, 0.4], Delta),
                _ => () => Study(study, quick ? [48] : sizes, (o, size) => (o, (int)size), (ByArea, BetaByArea)),
            };
            run();
        }

        experiment.Note(
            $"Nine faces a seed, this project's own settings; where not said otherwise {side} px, T {baseline.Iterations}, L {baseline.Steps}, noise 1, delta {baseline.StepSize}, lambda {baseline.LearningRate}."
        );
        experiment.Note(
            "Each picture: a row of chains for each run of the study's last value, in the order of the table."
        );

        (WFrameOptions, int) Lambda(WFrameOptions o, double lambda) => (o with { LearningRate = lambda }, side);
        (WFrameOptions, int) BetaByArea(double size) =>
            (wframe with { Beta = wframe.Beta * size * size / (32 * 32) }, (int)size);
        (WFrameOptions, int) Delta(WFrameOptions o, double delta) => (o with { StepSize = delta }, side);

        void Study(
            string what,
            double[] values,
            Func<WFrameOptions, double, (WFrameOptions Options, int Size)> vary,
            params (string Name, Func<double, (WFrameOptions Options, int Size)> Of)[] more
        )
        {
            var pairs = PairedTable.Empty("Final R of FRAME and wFRAME on the same nine faces, seed by seed");
            var (all, last) = (new List<ExperimentRun>(), new List<ExperimentRun>());
            foreach (var value in values)
            {
                last.Clear();
                var tried = methods
                    .Select(m => (m.Name, vary(m.Options, value)))
                    .Concat(more.Select(m => (m.Name, m.Of(value))));
                foreach (var (name, (options, size)) in tried)
                {
                    last.AddRange(
                        experiment.Options.Seeds.Select(seed =>
                        {
                            var faces = experiment.Images.DrawNine("celeba", size, seed);
                            return experiment.Train($"{what} {value}: {name}", options with { Seed = seed }, faces);
                        })
                    );
                }
                string[] two = [$"{what} {value}: FRAME", $"{what} {value}: wFRAME"];
                pairs.AddModels($"{what} {value}", last.Where(r => two.Contains(r.Label)), s => s.FinalDistance);
                all.AddRange(last);
            }
            experiment.Add(LearningTable.Of($"{what} {string.Join(", ", values)}", all));
            experiment.Add(pairs);
            var label = $"{what} {values[^1]}";
            experiment.DistanceCurves($"figure3-{what}-distance", $"R at {label}", last);
            experiment.Curves($"figure3-{what}-energy", $"Phi at {label}", last, r => r.PhiSynthesized);
            var shown = last.GroupBy(r => r.Label).Select(g => g.First());
            experiment.Folder.Sheet($"figure3-{what}", shown.SelectMany(r => r.Pictures), columns: 9);
        }
    }
);
