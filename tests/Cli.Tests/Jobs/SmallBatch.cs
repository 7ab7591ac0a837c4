using WFrame.Images;
using WFrame.Images.Writing;
using WFrame.Jobs;
using WFrame.Testing;

namespace WFrame.Cli.Tests.Jobs;

/// <summary>A folder of small images, and the smallest batches of them.</summary>
internal sealed class SmallBatch : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <param name="images">Images, shared out to classes a, b in turn.</param>
    public SmallBatch(int images = 10)
    {
        for (var i = 0; i < images; i++)
        {
            Directory.CreateDirectory(At("images", i % 2 == 0 ? "a" : "b"));
            Draw(At("images", i % 2 == 0 ? "a" : "b", $"{i:00}.png"), i);
        }
    }

    public string Folder => _folder.Path;

    public string Results => At("results");

    public static WFrameOptions Options { get; } =
        new()
        {
            Iterations = 3,
            Steps = 2,
            Chains = 2,
        };

    public TrainingJob Training(int? shards = null) =>
        new()
        {
            Folder = Folder,
            Images = ["images"],
            Pixels = new PixelOptions { Size = new(8, 8) },
            Options = Options,
            Group = 3,
            Shards = shards,
        };

    public ScoringJob Scoring(int? shards = null) =>
        new()
        {
            Folder = Folder,
            Model = Model(),
            Images = ["images"],
            Pixels = new PixelOptions { Size = new(8, 8) },
            Shards = shards,
        };

    /// <summary>A model of two components, model.zip in the folder.</summary>
    public string Model()
    {
        var path = At("model.zip");
        if (!File.Exists(path))
        {
            using var trainer = new WFrameTrainer(Options, engine: new EngineOptions { Threads = 1 });
            var images = WFrameImages.Load([At("images")], new PixelOptions { Size = new(8, 8) });
            trainer.Fit([new("one", images), new("two", images)]).Save(path);
        }
        return "model.zip";
    }

    public JobRunOptions Into(string results) =>
        new()
        {
            Output = At(results),
            Backoff = 0,
            Work = new WorkOptions { Engine = new EngineOptions { Threads = 1 } },
        };

    public JobSummary Run(Job job, string results = "results") =>
        JobRun.Execute(new Manifest(job.Plan()), Into(results));

    /// <summary>sha256 of every file of the results, by its path.</summary>
    public SortedDictionary<string, string> Hashes(string results = "results") =>
        new(
            Directory
                .GetFiles(At(results, "shards"), "*", SearchOption.AllDirectories)
                .ToDictionary(
                    path => Path.GetRelativePath(At(results, "shards"), path),
                    path => Convert.ToHexStringLower(SHA256.HashData(File.ReadAllBytes(path)))
                ),
            StringComparer.Ordinal
        );

    public string WriteManifest(Job job, string name = "manifest.jsonl")
    {
        new Manifest(job.Plan()).Write(At(name));
        return At(name);
    }

    public static void Draw(string path, int seed)
    {
        var image = new RgbImage(8, 8);
        new Random(seed).NextBytes(image.Pixels);
        PngWriter.Write(path, image);
    }

    public string At(params string[] parts) => _folder.At(parts);

    public void Dispose() => _folder.Dispose();
}
