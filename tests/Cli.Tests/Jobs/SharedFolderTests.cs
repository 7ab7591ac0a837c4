using WFrame.Jobs;
using WFrame.Jobs.Running;

namespace WFrame.Cli.Tests.Jobs;

/// <summary>Several processes, on machines whose clocks differ, at the same folder of results.</summary>
public sealed class SharedFolderTests : IDisposable
{
    private readonly SmallBatch _batch = new();

    public void Dispose() => _batch.Dispose();

    [Fact]
    public void GivenOneShard_WhenManyBeginAndEndIt_ThenNoneRefusesAnother()
    {
        var shard = new Manifest(_batch.Training(1).Plan()).Shards[0];
        JobFolder[] folders = [new(_batch.Results), new(_batch.Results), new(_batch.Results), new(_batch.Results)];

        Parallel.For(
            0,
            2000,
            i =>
            {
                var folder = folders[i % 4];
                Assert.InRange(folder.Begin(shard), 1, 2000);
                folder.SetAside(shard, new ShardFailure(0, 1, i, "a reason."));
                Assert.True(folder.Failure(shard) is null or { Message: "a reason." });
                Assert.All(folder.Failures(), f => Assert.Equal("a reason.", f.Message));
                folder.Forgive(shard);
                folder.End(shard);
            }
        );

        Assert.Equal((1, 2, 3), (folders[0].Begin(shard), folders[1].Begin(shard), folders[0].Begin(shard)));
        folders[2].End(shard);
        Assert.Equal(1, folders[0].Begin(shard));
    }

    [Fact]
    public void GivenALogCutInItsMidst_WhenRead_ThenTheOtherLinesCount()
    {
        var folder = new JobFolder(_batch.Results);
        var shard = new Manifest(_batch.Training(1).Plan()).Shards[0];
        folder.Log(shard, new ShardOutcome(0, 0, 7, null));
        // Each ends as a line does that is whole.
        File.WriteAllText(
            _batch.At("results", "log", "killed.jsonl"),
            "{\"exit\":1,\"message\":\"a {b}\n{\"exit\":}\n{"
        );

        Assert.Equal([7.0], folder.Attempts().Select(a => a.Seconds));
    }

    [Fact]
    public void GivenAShardThatFailsWhereAnotherProcessMadeItsResult_WhenTaken_ThenItIsDone()
    {
        var manifest = new Manifest(_batch.Training(2).Plan());
        var folder = new JobFolder(_batch.Results);
        using var board = new ShardBoard([.. manifest.Shards], folder, _batch.Into("results"), null);
        var shard = board.Take()!;
        _ = JobRun.Execute(manifest, _batch.Into("results") with { Only = [shard.Number] });

        board.Give(shard, new ShardOutcome(shard.Number, ShardOutcome.BadInput, 1, "its checkpoint is gone."));
        var other = board.Take()!;
        board.Give(other, new ShardOutcome(other.Number, ShardOutcome.BadInput, 1, "it is bad."));

        Assert.Null(folder.Failure(shard));
        Assert.Equal((1, 1), (board.Summary().Done, board.Summary().Failed.Count));
    }

    [Fact]
    public void GivenMachinesWithOtherClocks_WhenOneBegins_ThenWhatOthersAreAtStays()
    {
        var folder = new JobFolder(_batch.Results);
        var shard = new Manifest(_batch.Training(1).Plan()).Shards[0];
        string Staged(string machine, int process, double days)
        {
            var staged = _batch.At("results", "staging", $"{shard.Id}.{machine}.{process}.{Guid.NewGuid():N}");
            Directory.CreateDirectory(staged);
            Directory.SetLastWriteTimeUtc(staged, DateTime.UtcNow.AddDays(days));
            return staged;
        }

        // Of a file server three days ahead or behind as of this machine all times are shifted, a new folder's too.
        var (ahead, old) = (Staged("other", 1, 3), Staged("other", 1, -3));
        var (ours, dead) = (Staged(Here, Environment.ProcessId, -30), Staged(Here, int.MaxValue, 0));
        folder.RemoveAbandoned();

        Assert.Equal(
            (true, false, true, false),
            (Directory.Exists(ahead), Directory.Exists(old), Directory.Exists(ours), Directory.Exists(dead))
        );
        Assert.Equal(2, Directory.GetDirectories(_batch.At("results", "staging")).Length);
    }

    [Fact]
    public void GivenAFolder_WhenItsOwnTimeIsAsked_ThenItIsThatOfItsFilesAndNothingStays()
    {
        var folder = new JobFolder(_batch.Results);
        File.WriteAllText(_batch.At("before"), "");
        var now = folder.FileServerTime();
        File.WriteAllText(_batch.At("behind"), "");

        Assert.InRange(
            now,
            File.GetLastWriteTimeUtc(_batch.At("before")),
            File.GetLastWriteTimeUtc(_batch.At("behind"))
        );
        Assert.Empty(Directory.GetDirectories(_batch.At("results", "staging")));
    }

    private static string Here => Environment.MachineName.Split('.')[^1];
}
