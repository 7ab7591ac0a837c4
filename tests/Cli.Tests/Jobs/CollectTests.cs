using Parquet;
using WFrame.Jobs;

namespace WFrame.Cli.Tests.Jobs;

public sealed class CollectTests : IDisposable
{
    private readonly SmallBatch _batch = new();

    public void Dispose() => _batch.Dispose();

    [Fact]
    public void GivenGoodAndBadImages_WhenScored_ThenEachInputHasOneRowInOrder()
    {
        _ = _batch.Model();
        File.WriteAllText(_batch.At("images", "a", "02.png"), "no image");
        File.WriteAllBytes(_batch.At("images", "b", "03.png"), []);
        var whole = File.ReadAllBytes(_batch.At("images", "a", "04.png"));
        File.WriteAllBytes(_batch.At("images", "a", "04.png"), whole[..^30]);
        File.WriteAllText(_batch.At("list.txt"), "images\nimages/b/none.png\tb\nimages/a/00.png\ta\n");
        var manifest = Manifest(_batch.Scoring(5) with { Images = ["@list.txt"] });

        var json = Collect(manifest, "csv");
        var rows = File.ReadAllLines(_batch.At("csv", "scores.csv"));

        string[] columns = ["score", "phi", "similarity", "percentile", "p"];
        Assert.Equal(
            $"image,label,{string.Join(',', columns.SelectMany(c => new[] { c + ".one", c + ".two" }))},error,reason",
            rows[0]
        );
        Assert.Equal((12, 4), ((int)json["rows"]!, (int)json["bad"]!));
        Assert.Equal(
            [
                .. Enumerable.Range(0, 5).Select(i => $"images/a/{2 * i:00}.png"),
                .. Enumerable.Range(0, 5).Select(i => $"images/b/{(2 * i) + 1:00}.png"),
                "images/b/none.png",
                "images/a/00.png",
            ],
            rows[1..].Select(r => r.Split(',')[0])
        );
        Assert.Equal(
            ["NotAnImage", "Truncated", "Empty", "Unreadable"],
            rows[1..].Select(r => r.Split(',')[12]).Where(e => e.Length > 0)
        );
        Assert.StartsWith("images/a/02.png,a,,,,,,,,,,,NotAnImage,", rows[2], StringComparison.Ordinal);
        Assert.DoesNotContain(_batch.Folder, string.Concat(rows), StringComparison.Ordinal);
        Assert.Equal(rows[1], rows[12]);
    }

    [Fact]
    public void GivenGoodImages_WhenScored_ThenTheScoresAreThoseOfTheCommand()
    {
        var manifest = Manifest(_batch.Scoring(3));

        Collect(manifest, "csv");
        var direct = Invocation
            .Run("score", _batch.At("model.zip"), _batch.At("images"), "--threads", "1", "--json")
            .Succeeds();

        var rows = File.ReadAllLines(_batch.At("csv", "scores.csv"))[1..].Select(r => r.Split(',')).ToArray();
        string[] columns = ["score", "phi", "similarity", "percentile", "p"];
        for (var c = 0; c < columns.Length; c++)
        {
            Assert.Equal(
                direct.Json["scores"]!.AsArray().Select(r => (double)r![columns[c]]!),
                rows.SelectMany(r => new[] { Number(r[2 + (2 * c)]), Number(r[3 + (2 * c)]) })
            );
        }
    }

    [Fact]
    public void GivenAModelOfATexture_WhenScored_ThenDeviationAndPAreThoseOfTheCommand()
    {
        var options = SmallBatch.Options with { Theta = ThetaForm.Filter };
        var pixels = new PixelOptions { Size = new(16, 16) };
        using (var trainer = new WFrameTrainer(options, engine: new EngineOptions { Threads = 1 }))
        {
            trainer.Fit(WFrameImages.Load([_batch.At("images")], pixels)).Save(_batch.At("model.zip"));
        }
        _ = Manifest(_batch.Scoring(2) with { Pixels = pixels });

        Collect(_batch.At("m.jsonl"), "jsonl", "--format", "jsonl");
        var direct = Invocation
            .Run("score", _batch.At("model.zip"), _batch.At("images"), "--threads", "1", "--json")
            .Succeeds();

        var rows = Lines(_batch.At("jsonl", "scores.jsonl"));
        foreach (var column in (string[])["score", "similarity", "percentile", "p", "deviation"])
        {
            Assert.Equal(
                direct.Json["scores"]!.AsArray().Select(r => (double)r![column]!),
                rows.Select(r => (double)r[column]!)
            );
        }
    }

    [Fact]
    public void GivenPlansWithDifferentColumns_WhenCollected_ThenTheyMakeNoOneTable()
    {
        var plan = _batch.Scoring(1).Plan();
        var earlier = plan with { Options = """{"pixels":{}}""" };
        var folder = new JobFolder(_batch.Results);

        Assert.Equal(["score", "phi"], new JobResults(new Manifest(earlier), folder).ScoreColumns());
        Assert.Equal(
            ["score", "phi", "similarity", "percentile", "p"],
            new JobResults(new Manifest(plan), folder).ScoreColumns()
        );
        Assert.Contains(
            "collect each plan alone",
            Assert
                .Throws<UsageException>(() => new JobResults(new Manifest(plan, earlier), folder).ScoreColumns())
                .Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task GivenScores_WhenCollectedAsParquetAndJson_ThenTheyHoldTheSameRows()
    {
        _ = _batch.Model();
        Spoil(_batch.At("images", "a", "02.png"));
        var manifest = Manifest(_batch.Scoring(3));

        Collect(manifest, "parquet", "--format", "parquet");
        Collect(manifest, "json", "--format", "jsonl");

        var lines = Lines(_batch.At("json", "scores.jsonl"));
        await using var reader = await ParquetReader.CreateAsync(_batch.At("parquet", "scores.parquet"));
        using var group = reader.OpenRowGroupReader(0);
        var fields = reader.Schema.GetDataFields().ToDictionary(f => f.Name);
        var images = new string?[lines.Length];
        var scores = new double?[lines.Length];
        await group.ReadAsync(fields["image"], images.AsMemory());
        await group.ReadAsync<double>(fields["score.two"], scores.AsMemory());
        Assert.Equal(lines.Select(l => (string)l["image"]!), images);
        Assert.Equal(lines.Select(l => (double?)l["score.two"]), scores);
        Assert.Null(scores[1]);
        Assert.Equal("NotAnImage", (string?)lines[1]["error"]);
    }

    [Fact]
    public void GivenRepairedImages_WhenTriedAgain_ThenThoseAloneAreScoredAndTakeTheirPlaces()
    {
        _ = _batch.Model();
        var (good, bad) = (_batch.At("images", "a", "02.png"), _batch.At("images", "b", "05.png"));
        var bytes = File.ReadAllBytes(good);
        File.WriteAllText(good, "no image");
        File.WriteAllText(bad, "no image");
        _ = Manifest(_batch.Scoring(3));
        string[] collect = ["--results", _batch.Results, "--json"];
        File.WriteAllBytes(good, bytes);

        var retry = Invocation
            .Run(["jobs", "retry", _batch.At("m.jsonl"), "--output", _batch.At("retry.jsonl"), .. collect])
            .Succeeds();
        var summary = JobRun.Execute(WFrame.Jobs.Manifest.Read(_batch.At("retry.jsonl")), _batch.Into("results"));
        var both = Invocation
            .Run([
                "jobs",
                "collect",
                _batch.At("m.jsonl"),
                _batch.At("retry.jsonl"),
                "--output",
                _batch.At("both"),
                .. collect,
            ])
            .Succeeds();

        Assert.Equal((2, 1), ((int)retry.Json["inputs"]!, summary.Done));
        Assert.Equal((10, 1), ((int)both.Json["rows"]!, (int)both.Json["bad"]!));
        var rows = File.ReadAllLines(_batch.At("both", "scores.csv"))[1..];
        Assert.Equal(10, rows.Select(r => r.Split(',')[0]).Distinct().Count());
        Assert.StartsWith("images/a/02.png,a,-", rows[1], StringComparison.Ordinal);
        Assert.Single(rows, r => r.Contains("NotAnImage", StringComparison.Ordinal));
    }

    [Fact]
    public void GivenMissingShards_WhenCollected_ThenItIsRefusedOrPartial()
    {
        File.WriteAllText(_batch.At("images", "a", "00.png"), "no image");
        var path = _batch.WriteManifest(_batch.Training(4));
        _ = _batch.Run(_batch.Training(4));
        string[] asked = ["jobs", "collect", path, "--results", _batch.Results, "--output", _batch.At("bank")];

        Invocation.Run(asked).Fails(2, "1 of 4 shards have no result", "0 (", "00.png", "--partial");
        var partial = Invocation.Run([.. asked, "--partial", "--json"]).Succeeds();
        var status = Invocation.Run("jobs", "status", path, "--results", _batch.Results, "--json").Succeeds();

        Assert.Equal((1, 3), ((int)partial.Json["missing"]!, (int)partial.Json["components"]!));
        Assert.Equal(3, WFrameModel.Load(_batch.At("bank", "model.zip")).Components.Count);
        Assert.Contains(
            "Response distance R",
            File.ReadAllText(_batch.At("bank", "report.html")),
            StringComparison.Ordinal
        );
        Assert.Equal((3, 0), ((int)status.Json["done"]!, (int)status.Json["waiting"]!));
        Assert.Contains("exit 2", (string)status.Json["setAside"]![0]!, StringComparison.Ordinal);
    }

    [Fact]
    public void GivenADamagedResult_WhenCollected_ThenItIsNamed()
    {
        var manifest = Manifest(_batch.Scoring(1));
        var result = new JobFolder(_batch.Results).Result(manifest.Shards[0]);
        File.WriteAllText(Path.Combine(result, "scores.jsonl"), "[1]\n");

        Invocation
            .Run("jobs", "collect", _batch.At("m.jsonl"), "--results", _batch.Results, "--output", _batch.At("csv"))
            .Fails(2, "scores.jsonl was damaged", "run the batch again");
        Invocation
            .Run("jobs", "collect", _batch.At("m.jsonl"), "--results", _batch.Folder, "--output", _batch.At("csv"))
            .Fails(2, "--results");
    }

    [Fact]
    public void GivenSamples_WhenCutInOtherWays_ThenTheImagesAreTheSame()
    {
        var job = new SamplingJob
        {
            Folder = _batch.Folder,
            Model = _batch.Model(),
            Count = 5,
            Sampling = new SamplingOptions { Steps = 2 },
        };

        _ = Manifest(job with { Shards = 1 });
        Collect(_batch.At("m.jsonl"), "one");
        _ = Manifest(job with { Shards = 6 });
        Collect(_batch.At("m.jsonl"), "six");

        var names = Directory.GetFiles(_batch.At("one", "images"), "*", SearchOption.AllDirectories);
        Assert.Equal(10, names.Length);
        Assert.All(
            names,
            name =>
                Assert.Equal(
                    File.ReadAllBytes(name),
                    File.ReadAllBytes(_batch.At("six", Path.GetRelativePath(_batch.At("one"), name)))
                )
        );
    }

    [Fact]
    public void GivenSetsOfImages_WhenEvaluated_ThenEachHasItsMetrics()
    {
        _ = Manifest(
            new EvaluationJob
            {
                Folder = _batch.Folder,
                Generated = ["images/a", "images/b"],
                Reference = "images",
            }
        );

        var json = Collect(_batch.At("m.jsonl"), "evaluations");
        var lines = File.ReadLines(_batch.At("evaluations", "evaluations.jsonl"))
            .Select(l => JsonNode.Parse(l)!)
            .ToArray();

        Assert.Equal(2, (int)json["evaluations"]!);
        Assert.Equal(["images/a", "images/b"], lines.Select(l => (string)l["set"]!));
        Assert.All(lines, l => Assert.Equal("wframe.evaluate/1", (string?)l["schema"]));
        Assert.All(lines, l => Assert.NotNull(l["metrics"]!["responseDistance"]));
    }

    private static void Spoil(string path) => File.WriteAllText(path, "no image");

    private static JsonNode[] Lines(string path) => [.. File.ReadLines(path).Select(l => JsonNode.Parse(l)!)];

    /// <summary>Plans, runs, and leaves the manifest as m.jsonl.</summary>
    private Manifest Manifest(Job job)
    {
        var manifest = new Manifest(job.Plan());
        manifest.Write(_batch.At("m.jsonl"));
        var summary = JobRun.Execute(manifest, _batch.Into("results"));
        Assert.True(summary.Exit == 0, string.Join(' ', summary.Failed));
        return manifest;
    }

    private JsonObject Collect(Manifest manifest, string output, params string[] more)
    {
        _ = manifest;
        return Collect(_batch.At("m.jsonl"), output, more);
    }

    private JsonObject Collect(string manifest, string output, params string[] more) =>
        Invocation
            .Run([
                "jobs",
                "collect",
                manifest,
                "--results",
                _batch.Results,
                "--output",
                _batch.At(output),
                "--json",
                .. more,
            ])
            .Succeeds()
            .Json;

    private static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
