#:project Experiments/WFrame.Experiments.csproj
// How well holes are filled, against harmonic filling: textures by the patches of the filled part and the step at its edge,
// faces that were not learned by the PSNR of the mean of eight fillings.
//   dotnet run eval/completion.cs -- --data ../shared/data --output runs/completion [--quick] [--only textures,faces]
// Textures are crops of samples/ (brick.png, grass.png, gravel.png); faces come from --data.
using WFrame;
using WFrame.Experiments;
using WFrame.Experiments.Studies.Defects;
using WFrame.Experiments.Studies.Holes;
using WFrame.Images;
using WFrame.Images.Writing;
using WFrame.Trunks;

return Experiment.Run(
    "completion",
    args,
    experiment =>
    {
        var (quick, parts) = (experiment.Options.Quick, experiment.Parts("textures", "faces"));
        if (parts.Contains("textures"))
        {
            var (side, trunk) = (quick ? 64 : 192, Trunk.Load(Path.Combine("models", "vgg16_conv7.onnx")));
            var table = new ResultTable(
                "Distance of the filled part's patches from the photograph's in that of harmonic filling, and the step at its edge",
                ["photograph", "hole", "patches", "the photograph's own", "step", "the photograph's own", "s a filling"]
            );
            foreach (var name in quick ? ["brick"] : new[] { "brick", "grass", "gravel" })
            {
                var photograph = DefectStudy.Photograph(Path.Combine("samples", $"{name}.png"), 1, trunk.Mean);
                var (size, distance) = (new ImageSize(side, side), new PatchDistance(photograph));
                var pictures = new List<RgbImage>();
                foreach (var kind in HoleShapes.Kinds)
                {
                    foreach (var seed in experiment.Options.Seeds)
                    {
                        var at = (photograph.Size.Height - side) * (int)seed / 4;
                        var truth = Fillings.Part(photograph, at, at, size);
                        var mask = HoleShapes.Of(kind, size, (uint)seed);
                        var clock = Stopwatch.StartNew();
                        var filled = WFrameCompletion
                            .Texture(
                                truth,
                                mask,
                                trunk,
                                new CompletionOptions { Count = 1, Seed = seed },
                                experiment.Options.Engine,
                                cancellation: experiment.Cancellation
                            )[0]
                            .Image;
                        var seconds = clock.Elapsed.TotalSeconds;
                        var smooth = Fillings.Harmonic(truth, mask);
                        var harmonic = distance.Of(smooth, mask);
                        pictures.AddRange(new[] { smooth, filled }.Select(f => PngWriter.ToImage(f, 0, trunk.Mean)));
                        table.Add(
                            name,
                            kind,
                            distance.Of(filled, mask) / harmonic,
                            distance.Of(truth, mask) / harmonic,
                            EdgeStep.Of(filled.Values.Span, size, mask),
                            EdgeStep.Of(truth.Values.Span, size, mask),
                            seconds
                        );
                        experiment.Say(string.Join(' ', table.Rows[^1]));
                    }
                }
                experiment.Folder.Sheet($"completion-{name}", pictures, columns: 2);
            }
            experiment.Add(table);
        }
        if (parts.Contains("faces"))
        {
            var (size, faces) = (experiment.Size(quick: 16, full: 64), quick ? 2 : 10);
            var setting = experiment.Settings(
                experiment.Preset("celeba") with
                {
                    Method = WFrameMethod.WFrame,
                    Iterations = 40,
                    Steps = 20,
                },
                quick: (2, 2)
            );
            var table = new ResultTable(
                $"PSNR in dB within the hole, {faces} faces that were not learned",
                ["hole", "harmonic", "mean of 8 fillings", "difference", "one filling", "step of one filling"]
            );
            var learned = experiment.Images.List("celeba").Count - faces;
            var seed = experiment.Options.Seeds[0];
            var drawn = experiment.Images.DrawSplit("celeba", quick ? 4 : learned, size, seed);
            var run = experiment.Train("faces", setting with { Seed = seed }, drawn.Learned);
            foreach (var kind in HoleShapes.Kinds)
            {
                var rows = new List<(double Harmonic, double Mean, double One, double Step)>();
                for (var i = 0; i < faces; i++)
                {
                    var truth = drawn.Others.Slice(i, 1).Clone();
                    var mask = HoleShapes.Of(kind, truth.Size, (uint)(seed + (ulong)i));
                    var fillings = WFrameCompletion.Model(
                        run.Model,
                        truth,
                        mask,
                        options: new CompletionOptions { Seed = seed },
                        engine: experiment.Options.Engine,
                        cancellation: experiment.Cancellation
                    );
                    PixelBatch[] images = [.. fillings.Select(f => f.Image)];
                    rows.Add(
                        (
                            Fillings.Psnr(Fillings.Harmonic(truth, mask), truth, mask),
                            Fillings.Psnr(Fillings.Mean(images), truth, mask),
                            Fillings.Psnr(images[0], truth, mask),
                            EdgeStep.Of(images[0].Values.Span, truth.Size, mask)
                        )
                    );
                }
                table.Add(
                    kind,
                    rows.Average(r => r.Harmonic),
                    rows.Average(r => r.Mean),
                    rows.Average(r => r.Mean - r.Harmonic),
                    rows.Average(r => r.One),
                    rows.Average(r => r.Step)
                );
                experiment.Say(string.Join(' ', table.Rows[^1]));
            }
            experiment.Add(table);
            experiment.Note($"{Experiment.Describe(size, setting)}; {drawn.Learned.Count} faces learned.");
            experiment.DistanceCurves("completion-distance", "R of the training chains", [run]);
        }
    }
);
