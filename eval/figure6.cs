#:project Experiments/WFrame.Experiments.csproj
// Figure 6: models of nine images beside the samples of another program that has seen the same nine. --peers names a
// folder with a sub-folder of samples for each set (celeba, bedroom, cat), all of one size; ours are made at that size.
//   dotnet run eval/figure6.cs -- --data ../shared/data --peers ../shared/peers/dcgan-9 --output runs/figure6 [--quick]
using WFrame;
using WFrame.Evaluation;
using WFrame.Evaluation.Catalog;
using WFrame.Experiments;
using WFrame.Images;
using WFrame.Images.Geometry;
using WFrame.Images.Sources;
using WFrame.Images.Writing;
using WFrame.Metrics;

return Experiment.Run(
    "figure6",
    args,
    experiment =>
    {
        var table = new ResultTable(
            "Samples against the nine images their model has seen (PNG files; RMS on the 0..255 scale)",
            ["set", "model", "samples", "R", "RMS between samples", "RMS to nearest image, median", "near copies"]
        );
        var evaluation = new EvaluationOptions
        {
            Metrics = [new ResponseDistanceMetric(), new PixelDiversityMetric(), new NearestImageMetric()],
            Trunk = experiment.Trunk,
            Device = experiment.Options.Engine.Device,
        };
        var all = new List<ExperimentRun>();
        foreach (var set in experiment.Parts("celeba", "bedroom", "cat"))
        {
            var size = experiment.Size(quick: 32, full: 64);
            // The peer has seen the first nine, so all seeds are given those.
            var images = experiment.Images.First(set, count: 9, size);
            RgbImage[] observed =
            [
                .. Enumerable.Range(0, 9).Select(i => PngWriter.ToImage(images, i, experiment.Trunk.Mean)),
            ];
            var rows = new List<RgbImage>(observed);
            // cat has no preset of its own: scenes and animals learn well with the bedroom's smaller steps.
            var preset = experiment.Preset(set == "celeba" ? set : "bedroom");
            var setting = experiment.Settings(preset, quick: (10, 10));
            foreach (var repetitions in experiment.Repeat(setting).GroupBy(o => Experiment.NameOf(o.Method)))
            {
                var runs = repetitions.Select(o => experiment.Train($"{set} {repetitions.Key}", o, images)).ToArray();
                rows.AddRange(runs[0].Pictures);
                all.AddRange(runs);
                Compare(set, repetitions.Key, [.. runs.Select(r => r.Pictures)]);
            }
            if (Peers(set, size) is { } peers)
            {
                rows.AddRange(peers.Take(9));
                Compare(set, Path.GetFileName(Path.GetFullPath(experiment.Options.Peers!)), [peers]);
            }
            experiment.Folder.Sheet($"figure6-{set}", rows, columns: 9);
            experiment.Note($"{set}: {Experiment.Describe(size, setting)}.");

            void Compare(string set, string model, IReadOnlyList<RgbImage>[] samples)
            {
                var nine = ImageSet.FromImages("images", observed);
                var seen = samples
                    .Select(s => ImageSet.FromImages("samples", s))
                    .Select(s => Evaluator.Evaluate(s, nine, evaluation, cancellation: experiment.Cancellation))
                    .ToArray();
                table.Add(
                    set,
                    model,
                    samples.Sum(s => s.Count),
                    MeanAndSpread.Of(seen.Select(c => c.Value<LayerDistances>()!.Last.Distance)),
                    MeanAndSpread.Of(seen.Select(c => c.Value<PixelDiversity>()!.RootMeanSquare)),
                    MeanAndSpread.Of(seen.Select(c => c.Value<NearestTrainingImage>()!.Median)),
                    seen.Sum(c => c.Value<NearestTrainingImage>()!.Copies ?? 0)
                );
            }
        }
        experiment.Add(table);
        experiment.Add(LearningTable.Of("Learning", all));
        experiment.Note(
            "Sheets, row by row: the nine images, FRAME, wFRAME, and the first nine samples of the peer where there are any."
        );
        experiment.Note(
            "FRAME and wFRAME match means of these features and a peer does not: R is no impartial judge between them."
        );

        RgbImage[]? Peers(string set, int size)
        {
            if (experiment.Options.Peers is not { } folder || !Directory.Exists(Path.Combine(folder, set)))
            {
                experiment.Note($"{set}: no samples of a peer were given.");
                return null;
            }
            var entries = ImageSource.Expand([Path.Combine(folder, set)]);
            // Samples of another size are resized as the images are, so that all are compared at one size.
            var square = new ImageSize(size, size);
            return [.. entries.Select(e => e.Decode()).Select(i => Resampler.Resize(i, square, ResampleFilter.Box))];
        }
    }
);
