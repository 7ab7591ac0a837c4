#:project Experiments/WFrame.Experiments.csproj
// Which statistic tells faces from bedrooms and from cats, after 1, 4 and 9 training images: areas under the ROC curve of
// the log-density, of Phi, of cosines and of the similarity that `wframe score` leads with; and how many false alarms come.
//   dotnet run eval/scores.cs -- --data ../shared/data --output runs/scores [--quick] [--only faces,alarms]
using WFrame;
using WFrame.Experiments;
using WFrame.Experiments.Studies;

return Experiment.Run(
    "scores",
    args,
    experiment =>
    {
        var (size, quick) = (experiment.Size(quick: 32, full: 64), experiment.Options.Quick);
        var setting = experiment.Settings(
            experiment.Preset("celeba") with
            {
                Method = WFrameMethod.WFrame,
                Iterations = 40,
                Steps = 20,
            },
            quick: (4, 4)
        );
        var parts = experiment.Parts("faces", "alarms");
        using var statistics = new ScoreStatistics(experiment.Trunk, experiment.Options.Engine);
        var others = new[] { "bedroom", "cat" }.ToDictionary(
            set => set,
            set => experiment.Images.First(set, Math.Min(quick ? 20 : 100, experiment.Images.List(set).Count), size)
        );
        var all = experiment.Images.List("celeba").Count;
        var table = new ResultTable(
            "Faces that were not learned against bedrooms and cats: area under the ROC curve, mean over seeds",
            ["training images", "statistic", "bedrooms", "cats"]
        );
        var alarms = new ResultTable(
            "Share of unlearned faces whose p is below what is allowed, of all seeds",
            ["training images", "0.01", "0.05", "bedrooms found at 0.01", "cats found at 0.01"]
        );
        var runs = new List<ExperimentRun>();
        int[] counts = quick ? [1, 9] : [1, 4, 9];
        foreach (var count in counts)
        {
            var areas = new Dictionary<string, List<(double Bedroom, double Cat)>>();
            var (p, found) = (new List<double>(), others.Keys.ToDictionary(set => set, _ => new List<double>()));
            foreach (var seed in experiment.Options.Seeds)
            {
                var drawn = experiment.Images.DrawSplit("celeba", count, size, seed);
                var run = experiment.Train($"{count} images", setting with { Seed = seed }, drawn.Learned);
                runs.Add(run);
                var faces = statistics.Of(run.Model, drawn.Learned, drawn.Others);
                var bedrooms = statistics.Of(run.Model, drawn.Learned, others["bedroom"]);
                var cats = statistics.Of(run.Model, drawn.Learned, others["cat"]);
                foreach (var name in faces.Keys)
                {
                    areas.TryAdd(name, []);
                    areas[name].Add((Ranking.Area(faces[name], bedrooms[name]), Ranking.Area(faces[name], cats[name])));
                }
                p.AddRange(statistics.P(run.Model, drawn.Others));
                foreach (var (set, values) in found)
                {
                    values.AddRange(statistics.P(run.Model, others[set]));
                }
            }
            foreach (var (name, list) in areas)
            {
                table.Add(count, name, list.Average(a => a.Bedroom), list.Average(a => a.Cat));
            }
            if (p.Count > 0)
            {
                alarms.Add(
                    count,
                    Share(p, 0.01),
                    Share(p, 0.05),
                    Share(found["bedroom"], 0.01),
                    Share(found["cat"], 0.01)
                );
            }
            experiment.Say($"{count} images done");
        }
        if (parts.Contains("faces"))
        {
            experiment.Add(table);
        }
        if (parts.Contains("alarms"))
        {
            experiment.Add(alarms);
        }
        experiment.Note($"{Experiment.Describe(size, setting)}; {all} faces, those not learned are scored.");
        experiment.DistanceCurves("scores-distance", "R of the training chains", runs);

        static double Share(List<double> p, double allowed) => p.Count(v => v < allowed) / (double)p.Count;
    }
);
