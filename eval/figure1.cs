#:project Experiments/WFrame.Experiments.csproj
// Figure 1: the energy Phi of the chains while FRAME and wFRAME learn nine faces a seed, and the chains as they form.
//   dotnet run eval/figure1.cs -- --data ../shared/data --output runs/figure1 [--quick] [--size 32]
using WFrame.Experiments;
using WFrame.Images;

return Experiment.Run(
    "figure1",
    args,
    experiment =>
    {
        var size = experiment.Size(quick: 32, full: 64);
        var setting = experiment.Settings(experiment.Preset("celeba"), quick: (20, 15));
        int[] moments = [.. Moments(setting.Iterations).Distinct()];

        var runs = experiment
            .Repeat(setting)
            .Select(options =>
            {
                var faces = experiment.Images.DrawNine("celeba", size, options.Seed);
                return experiment.Train(Experiment.NameOf(options.Method), options, faces, moments);
            })
            .ToArray();
        experiment.Add(LearningTable.Of($"Nine faces, {Experiment.Describe(size, setting)}", runs));
        var pairs = PairedTable.Empty("The same nine faces under both methods, seed by seed");
        pairs.AddModels("final R", runs, s => s.FinalDistance);
        pairs.AddModels("lowest R", runs, s => s.BestDistance);
        pairs.AddModels("change of R", runs, s => s.Unsteadiness);
        pairs.AddModels("fall of Phi", runs, s => s.PhiFall);
        experiment.Add(pairs);
        experiment.Curves("figure1-energy", "Energy Phi of the chains", runs, r => r.PhiSynthesized);
        experiment.DistanceCurves("figure1-distance", "Response distance R", runs);
        experiment.Curves(
            "figure1-gradient",
            "Root mean square of dPhi/dx",
            runs,
            r => r.GradientRms,
            logarithmic: true
        );

        // The first seed of each method: one chain as it forms, a row a method; then all chains at the end.
        var first = runs.GroupBy(r => r.Label).Select(g => g.First()).ToArray();
        experiment.Folder.Sheet("figure1-steps", first.SelectMany(Steps), columns: moments.Length);
        experiment.Folder.Sheet("figure1-final", first.SelectMany(r => r.Pictures), columns: 9);
        experiment.Note(
            $"figure1-steps: FRAME above, wFRAME below, one chain after iteration {string.Join(", ", moments)}; figure1-final: all nine at the end."
        );

        IEnumerable<RgbImage> Steps(ExperimentRun run) =>
            moments.Select(m =>
                run.PicturesOf(run.Snapshots.GetValueOrDefault(m, run.Model.Components[0].Chains)).First()
            );
    }
);

static IEnumerable<int> Moments(int iterations) =>
    new[] { 0.02, 0.05, 0.1, 0.2, 0.4, 0.7, 1 }.Select(part => Math.Max(1, (int)Math.Round(part * iterations)));
