using WFrame.Engines;
using WFrame.Learning;
using WFrame.Trunks;

namespace WFrame.Bench;

/// <summary>
/// Many small models: each in a session of its own, one after another, and all in one. After each model the one session goes on
/// as far, so that both see the same load of a shared machine.
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
        var report = new BenchReport("models", "what", "one at a time", "together", "ratio", "ratio of processor time");
        var trunk = Trunk.Vgg16Conv4();
        using var engine = EngineFactory.Create(trunk, "auto", threads).Engine;
        var images = WFrameImages.Load("samples", pixels, crops: Crops, trunk: trunk);
        var starts = Enumerable.Range(0, models).Select(k => k * Crops % images.Count);
        TrainingComponent[] components =
        [
            .. starts.Select((start, k) => new TrainingComponent($"model-{k}", images.Slice(start, Crops))),
        ];
        var options = new WFrameOptions { Iterations = 40, Steps = 5 };
        var (learned, ended, same) = (new Both(), new Both(), true);
        for (var round = 0; round < rounds; round++)
        {
            var alone = new TrainingSession[models];
            var together = Session(components, 0);
            for (var k = 0; k < models; k++)
            {
                alone[k] = Session([components[k]], k);
                learned.Alone.Time(() => Advance(alone[k], options.Iterations));
                // As much of all of them as one is of one.
                learned.Together.Time(() => Advance(together, options.Iterations * (k + 1) / models));
            }
            var (one, all) = (new List<float>(), new List<float>());
            Array.ForEach(alone, s => ended.Alone.Time(() => one.AddRange(Finished(s))));
            ended.Together.Time(() => all.AddRange(Finished(together)));
            same &= one.SequenceEqual(all);
        }
        Add("iterations", learned.Alone, learned.Together);
        Add("references and trial", ended.Alone, ended.Together);
        report.Note(
            $"{models} models of {pixels} px, {Crops} crops, T {options.Iterations}, L {options.Steps}, {engine.Description}; seconds of {rounds} trainings, which take turns. Theta is {(same ? "the same, byte for byte" : "not the same")}."
        );
        return report;

        TrainingSession Session(TrainingComponent[] of, int first) =>
            new(engine, of, options, new TrainingRandomness(options.Seed), first);

        static void Advance(TrainingSession session, int iteration)
        {
            while (session.Iteration < iteration)
            {
                session.Advance();
            }
        }

        static IEnumerable<float> Finished(TrainingSession session) =>
            FinishedModel.Of(session).Components.SelectMany(c => c.Theta);

        void Add(string what, Clock one, Clock all) =>
            report.Add(
                $"{what}",
                $"{one.Wall:f2}",
                $"{all.Wall:f2}",
                $"{all.Wall / one.Wall:f3}",
                $"{all.Processor / one.Processor:f3}"
            );
    }

    private sealed class Both
    {
        public Clock Alone { get; } = new();

        public Clock Together { get; } = new();
    }

    /// <summary>Seconds of a wall clock and of the processor.</summary>
    private sealed class Clock
    {
        public double Wall { get; private set; }

        public double Processor { get; private set; }

        public void Time(Action action)
        {
            var before = Environment.CpuUsage.TotalTime;
            Wall += Stopwatching.Milliseconds(action) / 1000;
            Processor += (Environment.CpuUsage.TotalTime - before).TotalSeconds;
        }
    }
}
