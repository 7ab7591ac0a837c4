#:project Experiments/WFrame.Experiments.csproj
// Coarse to fine: one photograph (nine crops, none mirrored) learned at 32, 64, 128 px, each size going on from the one before. Is a
// level lost again, is the large structure of the crops there, and is the detail as strong as theirs?
//   dotnet run eval/levels.cs -- --data ../shared/data --output runs/levels [--seeds 1,2,3] [--size 128] [--quick]
using WFrame;
using WFrame.Experiments;
using WFrame.Experiments.Studies;
using WFrame.Experiments.Studies.Levels;

const int Nine = 9;

return Experiment.Run(
    "levels",
    args,
    experiment =>
    {
        var quick = experiment.Options.Quick;
        var size = experiment.Size(quick: 32, full: 128);
        var options = experiment.Settings(Presets.Options("annealed"), quick: (4, 2));
        options = options with { AnnealingIterations = options.Iterations / 3, AnnealingSteps = quick ? 2 : 20 };
        using var measures = new ImageMeasures(experiment.Trunk, experiment.Options.Engine);
        var seeds = experiment.Options.Seeds;
        var runs = seeds
            .Select(seed =>
                experiment.TrainLevels(
                    "annealed",
                    options with
                    {
                        Seed = seed,
                    },
                    new ImageSize(size, size),
                    levels: quick ? 2 : 0,
                    level => Crops(level, seed)
                )
            )
            .ToArray();

        var table = new ResultTable(
            $"Levels of a photograph, nine chains: medians over {seeds.Count} seeds (lowest to highest)",
            [
                "level",
                "lost again",
                "R of chains",
                "correlation with the nearest crop at 32 px",
                "high power of the crops'",
            ]
        );
        for (var level = 0; level < runs[0].Count; level++)
        {
            var of = runs.Select((r, i) => (r[level].Model, Summary: r[level].Summaries[0], Seed: seeds[i])).ToArray();
            var lost = of.Count(r => r.Summary.Outcome is LearningOutcome.Collapsed or LearningOutcome.Diverged);
            var pictures = of.Select(r => (Chains: r.Model.Components[0].Chains, Crops: Crops(r.Model.Size, r.Seed)))
                .ToArray();
            table.Add([
                $"{of[0].Model.Size.Height} px",
                $"{lost} of {of.Length}",
                Range(of.Select(r => r.Summary.FinalDistance)),
                Range(pictures.Select(p => Median(PictureDetail.NearestCorrelations(p.Chains, p.Crops)))),
                Range(pictures.Select(p => PictureDetail.HighPower(p.Chains) / PictureDetail.HighPower(p.Crops))),
            ]);
        }
        experiment.Add(table);

        var drawn = new ResultTable(
            $"Nine new images at {size} px of each seed's model: medians (lowest to highest)",
            ["steps", "R", "correlation with the nearest crop at 32 px", "high power of the crops'"]
        );
        int[] lengths = quick ? [5, 10] : [60, 200];
        var images = runs.Select(
                (r, i) =>
                    (
                        Drawn: LongDraw.Of(
                            r[^1].Model,
                            measures.Engine,
                            0,
                            Nine,
                            lengths,
                            null,
                            experiment.Cancellation
                        ),
                        Crops: Crops(r[^1].Model.Size, seeds[i])
                    )
            )
            .ToArray();
        for (var i = 0; i < lengths.Length; i++)
        {
            var pictures = images.Select(p => (Drawn: p.Drawn[i], p.Crops)).ToArray();
            drawn.Add([
                $"{lengths[i]}",
                Range(pictures.Select(p => ImageMeasures.R(measures.Means(p.Drawn), measures.Means(p.Crops)))),
                Range(pictures.Select(p => Median(PictureDetail.NearestCorrelations(p.Drawn, p.Crops)))),
                Range(pictures.Select(p => PictureDetail.HighPower(p.Drawn) / PictureDetail.HighPower(p.Crops))),
            ]);
        }
        experiment.Add(drawn);
        experiment.Note(
            $"{Experiment.Describe(size, options)} at the coarsest level; lambda kept at finer ones (train --levels auto)."
        );
        experiment.Folder.Sheet("levels-chains", [.. runs.SelectMany(r => r[^1].Pictures)], columns: Nine);
        experiment.DistanceCurves("levels-distance", "R of the training chains", runs.SelectMany(r => r));

        PixelBatch Crops(ImageSize level, ulong seed) =>
            WFrameImages.Load(
                "samples/chelsea.png",
                new PixelOptions
                {
                    Size = level,
                    Crops = Nine,
                    Mirroring = CropMirroring.None,
                    Seed = seed,
                }
            );
    }
);

static double Median(double[] values) => MeanAndSpread.Of(values).Quantile(0.5);

static string Range(IEnumerable<double> values)
{
    var of = MeanAndSpread.Of(values);
    return $"{MeanAndSpread.Text(of.Quantile(0.5))} ({MeanAndSpread.Text(of.Quantile(0))} to {MeanAndSpread.Text(of.Quantile(1))})";
}
