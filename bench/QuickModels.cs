using WFrame.Engines;
using WFrame.Learning;
using WFrame.Trunks;

namespace WFrame.Bench;

/// <summary>
/// Many small models: each in a session of its own, and all in one. They take turns after every iteration, so that both see
/// the same load of a shared machine.
/// </summary>
internal static class QuickModels
{
    private const int Crops = 9;

    /// <param name="models">How many.</param>
    /// <param name="pixels">Side of the images.</param>
    /// <param name="rounds">How often all is learned.</param>
    /// <param name="threads">Threads of the engine.</param>
    public static BenchReport Run(int models, int pixels, int rounds, int threads)
    {
        var report = new BenchReport(
            "models",
            "what",
            "one at a time",
            "together",
            "ratio",
            "median of ratios",
            "ratio of CPU time"
        );
        var trunk = Trunk.Vgg16Conv4();
        using var engine = EngineFactory.Create(trunk, "auto", threads).Engine;
        var images = WFrameImages.Load("samples", pixels, crops: Crops, trunk: trunk);
        var starts = Enumerable.Range(0, models).Select(k => k * Crops % images.Count);
        TrainingComponent[] components =
        [
            .. starts.Select((start, k) => new TrainingComponent($"model-{k}", images.Slice(start, Crops))),
        ];
        var options = new WFrameOptions { Iterations = 40, Steps = 5 };
        var (iterations, ends, same) = (new List<Pair>(), new List<Pair>(), true);
        for (var round = 0; round < rounds; round++)
        {
            TrainingSession[] alone = [.. components.Select((c, k) => Session([c], k))];
            var together = Session(components, 0);
            while (!together.Finished)
            {
                iterations.Add(Pair.Of(() => Array.ForEach(alone, s => s.Advance()), () => together.Advance()));
            }
            float[] one = [];
            WFrameModel all = null!;
            ends.Add(
                Pair.Of(
                    () => one = [.. alone.SelectMany(s => FinishedModel.Of(s).Components.SelectMany(c => c.Theta))],
                    () => all = FinishedModel.Of(together)
                )
            );
            same &= one.SequenceEqual(all.Components.SelectMany(c => c.Theta));
        }
        Add("iterations", iterations);
        Add("references and trial", ends);
        Add("all", [.. iterations, .. ends]);
        report.Note(
            $"{models} models of {pixels} px, {Crops} crops, T {options.Iterations}, L {options.Steps}, {engine.Description}; seconds of {rounds} trainings, which take turns. Theta is {(same ? "the same, byte for byte" : "not the same")}."
        );
        return report;

        TrainingSession Session(TrainingComponent[] of, int first) =>
            new(engine, of, options, new TrainingRandomness(options.Seed), first);

        void Add(string what, List<Pair> pairs)
        {
            var (one, all) = (pairs.Sum(p => p.Alone.Wall), pairs.Sum(p => p.Together.Wall));
            double[] ratios = [.. pairs.Select(p => p.Together.Wall / p.Alone.Wall).Order()];
            var cpu = pairs.Sum(p => p.Together.Cpu) / pairs.Sum(p => p.Alone.Cpu);
            report.Add(
                $"{what}",
                $"{one:f2}",
                $"{all:f2}",
                $"{all / one:f3}",
                $"{ratios[ratios.Length / 2]:f3}",
                $"{cpu:f3}"
            );
        }
    }

    /// <summary>Wall and processor seconds of both ways.</summary>
    private readonly record struct Pair((double Wall, double Cpu) Alone, (double Wall, double Cpu) Together)
    {
        public static Pair Of(Action alone, Action together) => new(Timed(alone), Timed(together));

        private static (double Wall, double Cpu) Timed(Action action)
        {
            var before = Environment.CpuUsage.TotalTime;
            var wall = Stopwatching.Milliseconds(action) / 1000;
            return (wall, (Environment.CpuUsage.TotalTime - before).TotalSeconds);
        }
    }
}
