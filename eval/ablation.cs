#:project Experiments/WFrame.Experiments.csproj
// What each choice does to the result, on CIFAR-10: the weight of the penalty, this project's departures from the paper, rival
// cures, both methods at their best lambda and delta, and four times as many iterations, of wFRAME also on larger faces, with beta as
// it is and by area.
//   dotnet run eval/ablation.cs -- --data ../shared/data --output runs/ablation [--quick] [--only paper,penalty,rivals,theta,best,long,large,area]
using WFrame;
using WFrame.Experiments;
using WFrame.Experiments.Studies;
using WFrame.Learning;

return Experiment.Run(
    "ablation",
    args,
    experiment =>
    {
        var quick = experiment.Options.Quick;
        var wframe = experiment.Settings(experiment.Preset("cifar10"), quick: (4, 3)) with
        {
            Seed = experiment.Options.Seeds[0],
        };
        var frame = wframe with { Method = WFrameMethod.Frame };
        var (size, models) = (experiment.Size(quick: 32, full: 32), experiment.Models(quick: 1, full: 6));
        var (lambda, delta, dimension) = (wframe.LearningRate, wframe.StepSize, 3 * size * size);
        // The first nine serve to choose lambda and delta and nothing else.
        var drawn = experiment.Images.Draw("cifar10", models + 1, count: 9, size, wframe.Seed);
        TrainingComponent[] judged = [.. drawn.Skip(1)];
        experiment.Note(
            $"{models} models of nine images, seed {wframe.Seed}; {Experiment.Describe(size, wframe)}, beta 60 where not said otherwise."
        );

        const string Baseline = "wFRAME";
        Variant[] both = [new(Baseline, wframe), new("FRAME (beta 0)", frame)];
        Variant[] penalty =
        [
            .. new[] { 15.0, 240, 540 }.Select(b => new Variant($"beta {b}", wframe with { Beta = b })),
        ];
        Variant[] paper =
        [
            new("line 12: both terms under the current theta", wframe, SessionEdits.RenewPenalty),
            new("line 14: lambda on the first term only", wframe with { Beta = wframe.Beta / lambda }),
            new("the norm summed over pixel values", wframe with { Beta = wframe.Beta * dimension }),
            new("both of the last two, as printed", wframe with { Beta = wframe.Beta * dimension / lambda }),
            new("noise 1: a sampler up to the step size", wframe with { NoiseSigma = 1 }),
            new("noise 1, FRAME", frame with { NoiseSigma = 1 }),
        ];
        Variant[] theta =
        [
            new("theta one number a filter, lambda / 1000", Filter(wframe)),
            new("theta one number a filter, lambda / 1000, FRAME", Filter(frame)),
        ];
        Variant[] rivals =
        [
            new("FRAME, lambda / 2", frame with { LearningRate = lambda / 2 }),
            new("FRAME, lambda / 4", frame with { LearningRate = lambda / 4 }),
            new("FRAME, theta decays by 1 % an iteration", frame, SessionEdits.Decay(0.01)),
            new("FRAME, theta decays by 3 % an iteration", frame, SessionEdits.Decay(0.03)),
            new("FRAME, theta within 10", frame with { ClipTheta = 10 }),
            new("FRAME, theta within 3", frame with { ClipTheta = 3 }),
        ];
        var parts = experiment.Parts("paper", "penalty", "rivals", "theta", "best", "long", "large", "area");
        // Each part is complete in itself, so that parts may run one by one: then each trains what it compares with.
        Variant[] chosen =
        [
            both[0],
            .. parts.Contains("paper") ? paper : [],
            .. parts.Intersect(["penalty", "rivals", "theta"]).Any() ? both[1..] : [],
            .. parts.Contains("penalty") ? penalty : [],
            .. parts.Contains("rivals") ? rivals : [],
            .. parts.Contains("theta") ? theta : [],
        ];
        if (chosen.Length > 1)
        {
            Compare("Variants", Baseline, judged, chosen);
        }
        if (parts.Contains("best"))
        {
            Best();
        }
        if (parts.Contains("long"))
        {
            Variant[] four =
            [
                .. both.Select(v => new Variant(
                    $"{v.Name}, {4 * wframe.Iterations} iterations",
                    v.Options with
                    {
                        Iterations = 4 * wframe.Iterations,
                    }
                )),
            ];
            Compare("Four times as many iterations", four[0].Name, judged, four);
        }
        if (parts.Contains("large"))
        {
            // FRAME is lost within the usual iterations at this size: wFRAME alone remains to be asked.
            Large("Larger faces, four times as many iterations", "wFRAME", o => o);
        }
        if (parts.Contains("area"))
        {
            Large(
                "Penalty by area, larger faces, four times as many iterations",
                "wFRAME, beta by area",
                o => o with { PenaltyForm = PenaltyForm.Sum }
            );
        }

        void Large(string caption, string label, Func<WFrameOptions, WFrameOptions> change)
        {
            var faces = experiment.Settings(experiment.Preset("celeba"), quick: (4, 3)) with { Seed = wframe.Seed };
            var longer = change(faces with { Iterations = 4 * faces.Iterations });
            var name = $"{label}, faces, {longer.Iterations} iterations";
            var groups = experiment.Images.Draw("celeba", models, count: 9, experiment.Size(32, full: 64), longer.Seed);
            Compare(caption, name, groups, new Variant(name, longer));
        }

        ExperimentRun[] Compare(
            string caption,
            string baseline,
            IReadOnlyList<TrainingComponent> groups,
            params Variant[] variants
        )
        {
            ExperimentRun[] runs =
            [
                .. variants.Select(v => experiment.Train(v.Name, v.Options, groups, v.AfterIteration ?? (_ => { }))),
            ];
            experiment.Add(VariantTable.Of(caption, runs, baseline));
            var name = $"ablation-{caption.Split(' ')[0].ToLowerInvariant()}";
            experiment.DistanceCurves(name, $"R, {caption.ToLowerInvariant()}", runs);
            return runs;
        }

        void Best()
        {
            double[] lambdas = quick ? [lambda] : [lambda / 2, lambda, 2 * lambda];
            double[] deltas = quick ? [delta, 0.2] : [0.1, 0.15, 0.2];
            var table = new ResultTable(
                "Final R of one nine that serves to choose, at equal numbers of Langevin steps",
                "lambda",
                "delta",
                "FRAME",
                "wFRAME"
            );
            var tried = (
                from rate in lambdas
                from step in deltas
                let options = new[] { frame, wframe }.Select(o => o with { LearningRate = rate, StepSize = step })
                let runs = options.Select(o =>
                    experiment.Train($"choosing: {Experiment.NameOf(o.Method)} {rate} {step}", o, [drawn[0]])
                )
                select (rate, step, runs.ToArray())
            ).ToArray();
            foreach (var (rate, step, runs) in tried)
            {
                string[] cells =
                [
                    .. runs.Select(r =>
                        $"{MeanAndSpread.Text(FinalOf(r))}{(r.Outcome == LearningOutcome.Stable ? "" : $", {LearningTable.Outcomes([r])[2..]}")}"
                    ),
                ];
                table.Add([$"{rate}", $"{step}", .. cells]);
            }
            experiment.Add(table);
            var best = Enumerable.Range(0, 2).Select(m => tried.MinBy(t => FinalOf(t.Item3[m]))).ToArray();
            var at = best.Select(
                (b, m) =>
                    new Variant(
                        $"{Experiment.NameOf((m == 0 ? frame : wframe).Method)} at its best",
                        (m == 0 ? frame : wframe) with
                        {
                            LearningRate = b.rate,
                            StepSize = b.step,
                        }
                    )
            );
            experiment.Note(
                $"Chosen: FRAME lambda {best[0].rate}, delta {best[0].step}; wFRAME lambda {best[1].rate}, delta {best[1].step}."
            );
            Variant[] two = [.. at];
            var judgedRuns = Compare("Both methods at their best, judged on other images", two[1].Name, judged, two);
            var pairs = PairedTable.Empty("Both at their best, model by model");
            pairs.AddModels("final R", judgedRuns, s => s.FinalDistance);
            pairs.AddModels("lowest R", judgedRuns, s => s.BestDistance);
            experiment.Add(pairs);
        }

        static double FinalOf(ExperimentRun run) =>
            run.Summaries.Select(s => s.FinalDistance).DefaultIfEmpty(1e9).Max();

        static WFrameOptions Filter(WFrameOptions o) =>
            o with
            {
                Theta = ThetaForm.Filter,
                LearningRate = o.LearningRate / 1000,
            };
    }
);

internal sealed record Variant(string Name, WFrameOptions Options, Action<TrainingSession>? AfterIteration = null);
