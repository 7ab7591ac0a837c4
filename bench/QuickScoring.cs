using WFrame.Engines;
using WFrame.Jobs;

namespace WFrame.Bench;

/// <summary>A scoring batch against the engine alone: what reading, hashing, decoding and writing leave of its rate.</summary>
internal static class QuickScoring
{
    private const int Batch = 128;

    /// <param name="model">File of the model.</param>
    /// <param name="list">A list of images, one a row.</param>
    public static BenchReport Run(string model, string list)
    {
        var report = new BenchReport("scoring", "what", "images", "images/s", "CPU ms an image");
        var manifest = new Manifest(
            new ScoringJob
            {
                Model = Path.GetFullPath(model),
                Images = [$"@{Path.GetFullPath(list)}"],
                Pixels = new PixelOptions { Size = WFrameModel.Load(model).Size },
            }.Plan()
        );
        var rows = manifest.Shards.Sum(s => s.Count);
        // In turns: a machine that others use is not as fast in every minute.
        foreach (var round in new[] { 1, 2 })
        {
            Add(
                $"engine alone, {Environment.ProcessorCount} threads, round {round}",
                () => Forward(model, rows / Batch * Batch),
                rows / Batch * Batch
            );
            Add($"batch, 1 worker, round {round}", () => Score(1), rows);
            Add(
                $"batch, {Environment.ProcessorCount} workers, round {round}",
                () => Score(Environment.ProcessorCount),
                rows
            );
        }
        return report;

        void Add(string what, Action action, int images)
        {
            var before = Environment.CpuUsage.TotalTime;
            var seconds = Stopwatching.Milliseconds(action) / 1000;
            var cpu = (Environment.CpuUsage.TotalTime - before).TotalMilliseconds;
            report.Add($"{what}", $"{images}", $"{images / seconds:f0}", $"{cpu / images:f3}");
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
            _ = model.Score(engine, pixels, default);
        }
    }
}
