using WFrame.Engines;
using WFrame.Jobs;

namespace WFrame.Bench;

/// <summary>A scoring batch against the engine alone: what reading, hashing, decoding and writing leave of its rate.</summary>
internal static class QuickScoring
{
    private const int Batch = 128;
    private const int Rounds = 5;

    /// <param name="model">File of the model.</param>
    /// <param name="images">What `wframe jobs plan score` takes: a folder, cifar10:FOLDER, @list.txt.</param>
    public static BenchReport Run(string model, string images)
    {
        var report = new BenchReport("scoring", "what", "images", "images/s", "CPU ms an image");
        var manifest = new Manifest(
            new ScoringJob
            {
                Model = Path.GetFullPath(model),
                Images = [images],
                Pixels = new PixelOptions { Size = WFrameModel.Load(model).Size },
            }.Plan()
        );
        var rows = manifest.Shards.Sum(s => s.Count);
        var threads = Environment.ProcessorCount;
        var ratios = new List<double>();
        // By turns: a machine that others use is not as fast in every minute.
        for (var round = 1; round <= Rounds; round++)
        {
            var alone = Add($"engine alone, {threads} threads, round {round}", () => Forward(model, rows));
            ratios.Add(Add($"batch, {threads} workers, round {round}", () => Score(threads)) / alone);
        }
        report.Note(
            $"The batch has {ratios.Order().ElementAt(Rounds / 2):f2} of the engine's rate, the median of {Rounds} rounds."
        );
        return report;

        double Add(string what, Action action)
        {
            var before = Environment.CpuUsage.TotalTime;
            var seconds = Stopwatching.Milliseconds(action) / 1000;
            var cpu = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
            report.Add($"{what}", $"{rows}", $"{rows / seconds:f0}", $"{cpu / rows:f3}");
            return rows / seconds;
        }

        void Score(int workers)
        {
            var folder = Directory.CreateTempSubdirectory("wframe-bench-").FullName;
            try
            {
                var summary = JobRun.Execute(manifest, new JobRunOptions { Output = folder, Workers = workers });
                if (summary.Exit != 0)
                {
                    throw new InvalidOperationException(summary.Failed[0].Message);
                }
            }
            finally
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }

    private static void Forward(string path, int images)
    {
        var model = WFrameModel.Load(path);
        using var engine = EngineFactory.Create(model.Trunk, new EngineOptions()).Engine;
        var values = new float[Batch * model.Size.Dimension];
        var random = new Random(1);
        for (var i = 0; i < values.Length; i++)
        {
            values[i] = random.Next(256) - 128;
        }
        var pixels = new PixelBatch(values, Batch, model.Size);
        for (var done = 0; done < images; done += Batch)
        {
            _ = model.Score(engine, pixels.Slice(0, Math.Min(Batch, images - done)), default);
        }
    }
}
