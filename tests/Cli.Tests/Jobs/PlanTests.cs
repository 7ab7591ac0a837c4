using WFrame.Jobs;

namespace WFrame.Cli.Tests.Jobs;

public sealed class PlanTests : IDisposable
{
    private readonly SmallBatch _batch = new();

    public void Dispose() => _batch.Dispose();

    [Fact]
    public void GivenTenImages_WhenGroupedByThree_ThenTheLastGroupTakesWhatIsLeft()
    {
        var plan = _batch.Training(2).Plan();

        Assert.Equal(2, plan.Shards.Count);
        Assert.Equal(
            [("group-0000", 3), ("group-0001", 3), ("group-0002", 3), ("group-0003", 1)],
            plan.Shards.SelectMany(s => s.Parts).Select(p => (p.Name, p.Count))
        );
        Assert.Equal([(0, 6, 0), (6, 4, 2)], plan.Shards.Select(s => (s.First, s.Count, s.FirstPart)));
    }

    [Fact]
    public void GivenClasses_WhenGroupedByClass_ThenNoGroupHoldsTwo()
    {
        var plan = (_batch.Training(1) with { ByClass = true }).Plan();

        Assert.Equal(
            [("a-0000", 3), ("a-0001", 2), ("b-0000", 3), ("b-0001", 2)],
            plan.Shards[0].Parts.Select(p => (p.Name, p.Count))
        );
    }

    [Fact]
    public void GivenManyImages_WhenScoresArePlanned_ThenAShardHoldsHundreds()
    {
        File.WriteAllText(_batch.At("list.txt"), string.Concat(Enumerable.Repeat("images/a/00.png\n", 2300)));

        var plan = (_batch.Scoring() with { Images = ["@list.txt"] }).Plan();

        Assert.Equal(3, plan.Shards.Count);
        Assert.All(plan.Shards, shard => Assert.InRange(shard.Count, 500, 1000));
        Assert.Equal(2300, plan.Shards.Sum(s => s.Count));
    }

    [Fact]
    public void GivenTheSameFilesElsewhere_WhenPlanned_ThenTheIdsAreTheSame()
    {
        using var other = new SmallBatch();

        Assert.Equal(Ids(_batch.Training(3)), Ids(other.Training(3)));
        Assert.NotEqual(_batch.Folder, other.Folder);
    }

    [Fact]
    public void GivenAnotherOptionImageOrName_WhenPlanned_ThenItsShardsHaveOtherIds()
    {
        var before = Ids(_batch.Training(4));

        Assert.Empty(before.Intersect(Ids(_batch.Training(4) with { Options = SmallBatch.Options with { Seed = 2 } })));
        SmallBatch.Draw(_batch.At("images", "a", "00.png"), 99);
        Assert.Equal(before[1..], Ids(_batch.Training(4))[1..]);
        Assert.NotEqual(before[0], Ids(_batch.Training(4))[0]);
        File.Move(_batch.At("images", "b", "09.png"), _batch.At("images", "b", "10.png"));
        Assert.NotEqual(before[3], Ids(_batch.Training(4))[3]);
    }

    [Fact]
    public void GivenACommandLine_WhenPlanned_ThenTheManifestIsPrintedOrWritten()
    {
        var images = _batch.At("images");
        string[] asked = ["jobs", "plan", "train", images, "--size", "8", "--group", "5", "--shards", "2"];

        var printed = Invocation.Run(asked).Succeeds();
        var written = Invocation.Run([.. asked, "--output", _batch.At("m.jsonl"), "--json"]).Succeeds();

        Assert.Equal(3, printed.Out.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length);
        Assert.Equal(printed.Out, File.ReadAllText(_batch.At("m.jsonl")));
        Assert.Equal(2, (int)written.Json["shards"]!);
        Invocation.Run([.. asked, "--output", _batch.At("m.jsonl")]).Fails(2, "--overwrite");
    }

    [Fact]
    public void GivenWhatCannotBePlanned_WhenPlanned_ThenASentenceSaysSo()
    {
        Invocation.Run("jobs", "plan", "train", _batch.At("none")).Fails(2, "does not exist");
        Invocation.Run("jobs", "plan", "train", _batch.At("images"), "--group", "0").Fails(2, "--group 0");
        Invocation.Run("jobs", "plan", "score", _batch.At("images")).Fails(2, "IMAGES is missing");
        Invocation.Run("jobs", "plan", "train", _batch.At("images"), "--queue", "tpu").Fails(2, "--queue tpu");
        Invocation.Run("jobs", "plan", "bake").Fails(2, "bake is no verb", "train, score, sample, evaluate");
        Invocation
            .Run("jobs", "plan", "evaluate", _batch.At("images"), "--metrics", "beauty")
            .Fails(2, "'beauty' is not known");
    }

    private static string[] Ids(Job job) => [.. job.Plan().Shards.Select(s => s.Id)];
}
