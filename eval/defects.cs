#:project Experiments/WFrame.Experiments.csproj
// Whether the maps of a texture's model, learned from nine crops of a photograph, show defects painted into other crops:
// areas under the ROC curve of images and pixels, PRO, and how many good crops are called other.
//   dotnet run eval/defects.cs -- --data ../shared/data --output runs/defects [--quick] [--only conv4,conv7,variants,halves]
// --data holds textures/ (bark.jpg brick1.jpg grass1.jpg ivy.jpg water5.jpg); three more are in samples/.
using WFrame;
using WFrame.Engines;
using WFrame.Experiments;
using WFrame.Experiments.Studies.Defects;
using WFrame.Trunks;

const string Cosine = "cosine to the mean";
const string Plain = "Mahalanobis distance";
const string Ratio = "likelihood ratio against painted departures";
const string Shipped = "likelihood ratio, with flat lines and spots";

return Experiment.Run(
    "defects",
    args,
    experiment =>
    {
        var (side, quick) = (experiment.Size(quick: 64, full: 64), experiment.Options.Quick);
        // The maps need no theta: a short learning.
        var setting = experiment.Settings(
            new WFrameOptions
            {
                Theta = ThetaForm.Filter,
                Iterations = 2,
                Steps = 2,
                Chains = 1,
            },
            quick: (1, 1)
        );
        (string Name, string Path, double Scale)[] photographs =
        [
            .. new[] { "brick", "grass", "gravel" }.Select(name => (name, Path.Combine("samples", $"{name}.png"), 0.5)),
            .. new[] { "bark", "brick1", "grass1", "ivy", "water5" }
                .Select(name => (name, Path.Combine(experiment.Options.Data, "textures", $"{name}.jpg"), 1.0))
                .Where(t => File.Exists(t.Item2)),
        ];
        var study = new DefectStudy(
            [.. photographs.Select(t => DefectStudy.Photograph(t.Path, t.Scale, experiment.Trunk.Mean))],
            side
        );
        var (good, each) = quick ? (20, 1) : (125, 10);
        var textures = Enumerable.Range(0, quick ? 1 : photographs.Length).ToArray();
        var summary = new ResultTable(
            "All textures and kinds, mean over textures and seeds",
            ["trunk", "maps", "image", "pixel", "PRO", "false alarms at 0.01", "at 0.05", "good crops"]
        );
        var kinds = new ResultTable("Area under the ROC curve of images", ["trunk", "maps", .. DefectStudy.Kinds]);
        var byTexture = new ResultTable(
            "By texture",
            ["trunk", "texture", "image", "pixel", "PRO", "at 0.01", "at 0.05"]
        );
        var worst = new ResultTable(
            "Area under the ROC curve of images by the mean of so many of their worst pixels, in percent",
            ["trunk", .. DefectStudy.WorstShares.Select(s => $"{s:0.#}")]
        );
        var runs = new List<ExperimentRun>();
        var parts = experiment.Parts("conv4", "conv7", "variants", "halves");
        foreach (var part in parts.Where(p => p.StartsWith("conv", StringComparison.Ordinal)))
        {
            if (quick && part == "conv7")
            {
                continue;
            }
            var trunk = part == "conv7" ? Trunk.Load(Path.Combine("models", "vgg16_conv7.onnx")) : experiment.Trunk;
            using var engine = EngineFactory.Create(trunk, experiment.Options.Engine).Engine;
            var figures = new Dictionary<string, List<(int Texture, DefectFigures Of)>> { [Shipped] = [] };
            foreach (var seed in experiment.Options.Seeds)
            {
                foreach (var texture in textures)
                {
                    var crops = study.Draw(texture, seed, learned: 9, good, each);
                    var run = experiment.Train(
                        $"{part} {photographs[texture].Name}",
                        setting with
                        {
                            Seed = seed,
                        },
                        trunk,
                        crops.Learned
                    );
                    runs.Add(run);
                    Measure(Shipped, run.Model);
                    if (parts.Contains("variants") && seed == experiment.Options.Seeds[0])
                    {
                        Measure(Cosine, DefectStudy.OfCosines(run.Model));
                        Measure(Ratio, DefectStudy.WithoutShapes(run.Model));
                        Keep(Plain, PlainDistance.Measure(engine, crops));
                    }

                    void Measure(string maps, WFrameModel model) =>
                        Keep(maps, DefectStudy.Measure(model, engine, crops));

                    void Keep(string maps, DefectFigures of)
                    {
                        _ = figures.TryAdd(maps, []);
                        figures[maps].Add((texture, of));
                        experiment.Say(
                            $"{part}, {photographs[texture].Name}, {maps}: image {of.Images.Values.Average():0.000}, pixel {of.Pixels:0.000}, PRO {of.Pro:0.000}; worst {string.Join(' ', of.Worst.Select(w => $"{w.Key}: {w.Value:0.000}"))}"
                        );
                    }
                }
                experiment.Say($"{part}, seed {seed} done");
            }
            foreach (var (name, all) in figures)
            {
                DefectFigures[] of = [.. all.Select(f => f.Of)];
                summary.Add([part, name, .. Cells(of), of.Sum(f => f.P.Count)]);
                kinds.Add([part, name, .. DefectStudy.Kinds.Select(k => (object)of.Average(f => f.Images[k]))]);
            }
            var shipped = figures[Shipped];
            worst.Add([part, .. DefectStudy.WorstShares.Select(s => (object)shipped.Average(f => f.Of.Worst[s]))]);
            foreach (var texture in textures)
            {
                var own = figures[Shipped].Where(f => f.Texture == texture);
                byTexture.Add([part, photographs[texture].Name, .. Cells([.. own.Select(f => f.Of)])]);
            }
        }
        if (parts.Contains("halves"))
        {
            Halves();
        }
        foreach (var table in new[] { summary, kinds, byTexture, worst }.Where(t => t.Rows.Count > 0))
        {
            experiment.Add(table);
        }
        experiment.Note(
            $"Nine crops of {side} px a photograph learned, {good} others good and {each} with each kind of defect; two crops of which one is learned share half of their area at most. Of what is not shipped the first seed alone."
        );
        experiment.DistanceCurves("defects-distance", "R of the training chains", runs);

        // Fresh crops beside learned ones share pixels with them; these do not.
        void Halves()
        {
            using var engine = EngineFactory.Create(experiment.Trunk, experiment.Options.Engine).Engine;
            var table = new ResultTable(
                "Good crops of the lower half of a photograph called other by a model of its upper half",
                ["texture", "at 0.01", "at 0.05", "good crops"]
            );
            var all = new List<double>();
            foreach (var texture in textures)
            {
                var own = new List<double>();
                foreach (var seed in experiment.Options.Seeds)
                {
                    var (learned, fresh) = study.Halves(texture, seed, learned: 9, good);
                    var name = $"halves {photographs[texture].Name}";
                    var run = experiment.Train(name, setting with { Seed = seed }, experiment.Trunk, learned);
                    runs.Add(run);
                    own.AddRange(run.Model.Maps(engine, fresh).P ?? []);
                }
                all.AddRange(own);
                Row(photographs[texture].Name, [.. own]);
            }
            Row("all", [.. all]);
            experiment.Add(table);

            void Row(string name, double[] p)
            {
                table.Add([name, Share(p, 0.01), Share(p, 0.05), p.Length]);
                experiment.Say($"halves, {name}: {Share(p, 0.01):0.0000} at 0.01, {Share(p, 0.05):0.0000} at 0.05");
            }
        }

        static object[] Cells(DefectFigures[] of)
        {
            double[] p = [.. of.SelectMany(f => f.P)];
            return
            [
                of.Average(f => f.Images.Values.Average()),
                of.Average(f => f.Pixels),
                of.Average(f => f.Pro),
                p.Length == 0 ? "none" : Share(p, 0.01),
                p.Length == 0 ? "none" : Share(p, 0.05),
            ];
        }

        static double Share(double[] p, double allowed) => p.Count(v => v < allowed) / (double)p.Length;
    }
);
