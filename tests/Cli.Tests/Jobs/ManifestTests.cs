using WFrame.Jobs;

namespace WFrame.Cli.Tests.Jobs;

public sealed class ManifestTests : IDisposable
{
    private readonly SmallBatch _batch = new();

    public void Dispose() => _batch.Dispose();

    [Fact]
    public void GivenAManifest_WhenWrittenAndRead_ThenItIsTheSame()
    {
        var written = new Manifest(_batch.Training(2).Plan(), _batch.Scoring(3).Plan());
        written.Write(_batch.At("m.jsonl"));

        var read = Manifest.Read(_batch.At("m.jsonl"));

        Assert.Equal(written.Lines(), read.Lines());
        Assert.Equal([0, 1, 2, 3, 4], read.Shards.Select(s => s.Number));
        Assert.Equal(JobKind.Score, read.PlanOf(2).Kind);
        Assert.Equal(JobKind.Train, read.PlanOf(1).Kind);
        Assert.All(written.Lines().Skip(1), line => Assert.InRange(line.Length, 1, 1000));
    }

    [Fact]
    public void GivenAShard_WhenIdentified_ThenItsIdIsThatOfEveryVersionAndSystem()
    {
        var plan = new JobPlan
        {
            Kind = JobKind.Train,
            Folder = "/anywhere",
            Images = ["faces"],
            Inputs = 9,
            WeightsSha256 = new string('a', 64),
            Options = "{\"byClass\":false}",
        };
        var shard = new Shard
        {
            Number = 3,
            Id = "",
            First = 0,
            Count = 9,
            Inputs = new string('b', 64),
            FirstPart = 7,
            Parts = [new("group-0007", 9)],
        };

        var text = string.Join(
            '\n',
            "wframe.jobs/1",
            "train",
            plan.WeightsSha256,
            plan.Options,
            $"{{\"first\":0,\"count\":9,\"inputs\":\"{shard.Inputs}\",\"part\":7,\"parts\":[[\"group-0007\",9]]}}"
        );
        Assert.Equal(
            Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(text))),
            plan.Identified(shard).Id
        );
    }

    [Fact]
    public void GivenTwoManifests_WhenOneIsPutBehindTheOther_ThenTheyAreOne()
    {
        var (first, second) = (
            _batch.WriteManifest(_batch.Training(2)),
            _batch.WriteManifest(_batch.Scoring(2), "s.jsonl")
        );
        File.AppendAllText(first, File.ReadAllText(second));

        Assert.Equal(4, Manifest.Read(first).Shards.Count);
    }

    [Fact]
    public void GivenAManifestWithSeveralFaults_WhenRead_ThenAllAreToldAtOnce()
    {
        var lines = File.ReadAllLines(_batch.WriteManifest(_batch.Training(4)));
        lines[1] = lines[1].Replace("\"count\":3", "\"count\":2", StringComparison.Ordinal);
        lines[2] = lines[2].Replace("\"first\"", "\"frist\"", StringComparison.Ordinal);
        lines[3] = "{";
        var path = _batch.At("bad.jsonl");
        File.WriteAllLines(path, lines[..4]);

        Invocation
            .Run("jobs", "run", path, "--output", _batch.Results)
            .Fails(
                2,
                "line 2: the counts",
                "line 3: \"first\" is missing",
                "line 4: it is no JSON",
                "4 shards are announced",
                "jobs plan"
            );
        Assert.False(Directory.Exists(_batch.Results));
    }

    [Theory]
    [InlineData("wframe.jobs/1", "wframe.jobs/7", "its version is wframe.jobs/7, this program reads wframe.jobs/1")]
    [InlineData("\"kind\":\"train\"", "\"kind\":\"bake\"", "kind bake is unknown")]
    [InlineData("\"queue\":\"cpu\"", "\"queue\":\"tpu\"", "queue tpu is unknown")]
    [InlineData("\"iterations\":3", "\"iterations\":4", "altered")]
    [InlineData("\"shards\":4", "\"shards\":5", "5 shards are announced, 4 follow")]
    [InlineData("\"inputs\":10", "\"inputs\":9", "takes inputs")]
    [InlineData("\"schema\"", "\"Schema\"", "header")]
    public void GivenAnAlteredHeader_WhenRead_ThenItIsRefused(string old, string changed, string said)
    {
        var path = _batch.WriteManifest(_batch.Training(4));
        File.WriteAllText(path, File.ReadAllText(path).Replace(old, changed, StringComparison.Ordinal));

        var refused = Assert.Throws<InvalidContentException>(() => Manifest.Read(path));

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void GivenRandomDamage_WhenRead_ThenItIsRefusedOrTheSame()
    {
        var bytes = File.ReadAllBytes(_batch.WriteManifest(_batch.Training(3)));
        var path = _batch.At("damaged.jsonl");
        var random = new Random(1);
        var refused = 0;
        for (var i = 0; i < 300; i++)
        {
            var damaged = bytes.ToArray();
            damaged[random.Next(damaged.Length)] = (byte)random.Next(256);
            File.WriteAllBytes(path, damaged[..(random.Next(4) == 0 ? random.Next(damaged.Length) : damaged.Length)]);
            try
            {
                _ = Manifest.Read(path);
            }
            catch (InvalidContentException e)
            {
                refused++;
                Assert.Contains("damaged.jsonl cannot be used", e.Message, StringComparison.Ordinal);
            }
        }

        // The folder of the plan and the names of arguments are nobody's hash.
        Assert.InRange(refused, 200, 300);
    }

    [Fact]
    public void GivenNoManifest_WhenRead_ThenASentenceSaysSo()
    {
        File.WriteAllText(_batch.At("empty.jsonl"), "");

        Invocation.Run("jobs", "run", _batch.At("none.jsonl"), "--output", _batch.Results).Fails(2, "does not exist");
        Invocation.Run("jobs", "run", _batch.Folder, "--output", _batch.Results).Fails(2, "is a folder");
        Invocation.Run("jobs", "run", _batch.At("empty.jsonl"), "--output", _batch.Results).Fails(2, "it is empty");
        Invocation
            .Run("jobs", "run", _batch.At("images", "a", "00.png"), "--output", _batch.Results)
            .Fails(2, "cannot be used");
    }
}
