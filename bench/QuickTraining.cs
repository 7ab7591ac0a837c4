using WFrame.Cpu;
using WFrame.Cpu.Kernels;
using WFrame.Engines;
using WFrame.Learning;
using WFrame.Ort;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Bench;

/// <summary>
/// One training with each engine: R at the end must agree within 3 %, and what is not Langevin steps must not show.
/// </summary>
internal static class QuickTraining
{
    public static BenchReport Run(string image, int pixels, int steps, IEnumerable<ulong> seeds)
    {
        string[] values = ["R", "mean R of the last ten", "Phi", "seconds", "Langevin", "evaluation", "all else"];
        var report = new BenchReport("training", ["seed", "engine", .. values]);
        foreach (var seed in seeds)
        {
            Run(report, image, pixels, steps, seed);
        }
        return report;
    }

    private static void Run(BenchReport report, string image, int pixels, int steps, ulong seed)
    {
        var trunk = Trunk.Vgg16Conv4();
        var size = new ImageSize(pixels, pixels);
        var observed = WFrameImages.Load(image, new PixelOptions { Size = size, Crops = 9 }, trunk);
        var options = new WFrameOptions
        {
            Steps = steps,
            Seed = seed,
            LearningRate = 1e-3,
        };
        var distances = new List<double>();
        // The second engine differs from the first in the last bits only: how far apart they end is what rounding does.
        IEnergyEngine[] engines =
        [
            new CpuEngine(trunk),
            new CpuEngine(trunk, 0, LaneWidth.Bits256),
            new OrtEngine(trunk, OrtDevice.Cpu, 0),
        ];
        foreach (var engine in engines)
        {
            using var timed = new TimedEngine(engine);
            var clock = Stopwatch.StartNew();
            var session = new TrainingSession(timed, [new TrainingComponent("all", observed)], options);
            while (!session.Finished)
            {
                session.Advance();
            }
            var last = session.History[^1];
            var settled = session.History.TakeLast(10).Average(record => record.ResponseDistance);
            distances.Add(last.ResponseDistance);
            report.Add(
                $"{seed}",
                $"{engine.Description}",
                $"{last.ResponseDistance:f3}",
                $"{settled:f3}",
                $"{last.PhiSynthesized:g4}",
                $"{clock.Elapsed.TotalSeconds:f1}",
                $"{timed.Langevin / clock.Elapsed:p1}",
                $"{timed.Evaluation / clock.Elapsed:p1}",
                $"{1 - ((timed.Langevin + timed.Evaluation) / clock.Elapsed):p1}"
            );
        }
        report.Note(
            $"Seed {seed}: R of the first over the second {distances[0] / distances[1]:f3}, over the third {distances[0] / distances[2]:f3}."
        );
    }

    private sealed class TimedEngine(IEnergyEngine engine) : IEnergyEngine
    {
        public TimeSpan Langevin { get; private set; }

        public TimeSpan Evaluation { get; private set; }

        public string Description => engine.Description;

        public Trunk Trunk => engine.Trunk;

        void IEnergyEngine.Responses(
            PixelBatch x,
            ResponseLayout layout,
            Memory<float> responses,
            CancellationToken cancellation
        ) => Evaluation += Time(() => engine.Responses(x, layout, responses, cancellation));

        void IEnergyEngine.Statistics(
            PixelBatch x,
            ResponseLayout layout,
            Memory<float> statistics,
            CancellationToken cancellation
        ) => Evaluation += Time(() => engine.Statistics(x, layout, statistics, cancellation));

        void IEnergyEngine.Gradient(
            PixelBatch x,
            Theta theta,
            Memory<float> gradient,
            CancellationToken cancellation
        ) => Evaluation += Time(() => engine.Gradient(x, theta, gradient, cancellation));

        void IEnergyEngine.Evaluate(PixelBatch x, Theta theta, EnergyResults results, CancellationToken cancellation) =>
            Evaluation += Time(() => engine.Evaluate(x, theta, results, cancellation));

        void IEnergyEngine.Langevin(PixelBatch x, Theta theta, LangevinRun run, CancellationToken cancellation) =>
            Langevin += Time(() => engine.Langevin(x, theta, run, cancellation));

        public void Dispose() => engine.Dispose();

        private static TimeSpan Time(Action action)
        {
            var start = Stopwatch.GetTimestamp();
            action();
            return Stopwatch.GetElapsedTime(start);
        }
    }
}
