using WFrame.Jobs;
using WFrame.Jobs.Running;

namespace WFrame.Cli.Tests.Jobs;

public sealed class RunTests : IDisposable
{
    private readonly SmallBatch _batch = new();

    public void Dispose() => _batch.Dispose();

    [Fact]
    public void GivenABatch_WhenCutInOtherWays_ThenTheBankIsTheSame()
    {
        foreach (var shards in new[] { 1, 2, 4 })
        {
            Assert.Equal(0, _batch.Run(_batch.Training(shards), $"cut-{shards}").Exit);
            var manifest = new Manifest(_batch.Training(shards).Plan());
            var bank = Assert.Single(new JobResults(manifest, new JobFolder(_batch.At($"cut-{shards}"))).Banks());
            bank.Save(_batch.At($"bank-{shards}.zip"));
        }

        var bytes = new[] { 1, 2, 4 }.Select(n => File.ReadAllBytes(_batch.At($"bank-{n}.zip"))).ToArray();
        Assert.Equal(bytes[0], bytes[1]);
        Assert.Equal(bytes[0], bytes[2]);
        var model = WFrameModel.Load(_batch.At("bank-4.zip"));
        Assert.Equal(4, model.Components.Count);
        // Models of one batch do not share their noise.
        Assert.NotEqual(model.Components[0].Chains.Values.ToArray(), model.Components[1].Chains.Values.ToArray());
    }

    [Fact]
    public void GivenADoneBatch_WhenRunAgain_ThenNothingIsDone()
    {
        var first = _batch.Run(_batch.Training(3));
        var before = _batch.Hashes();

        var second = _batch.Run(_batch.Training(3));

        Assert.Equal((3, 0), (first.Done, first.WereDone));
        Assert.Equal((0, 3), (second.Done, second.WereDone));
        Assert.Equal(before, _batch.Hashes());
        Assert.Empty(Directory.GetFileSystemEntries(_batch.At("results", "staging")));
        Assert.Empty(Directory.GetFileSystemEntries(_batch.At("results", "progress")));
    }

    [Fact]
    public void GivenADuplicateRun_WhenBothRunAtOnce_ThenTheResultsAreThoseOfOne()
    {
        _ = _batch.Run(_batch.Training(4), "alone");
        Parallel.For(0, 3, _ => Assert.Equal(0, _batch.Run(_batch.Training(4), "together").Exit));

        Assert.Equal(_batch.Hashes("alone"), _batch.Hashes("together"));
        Assert.Empty(Directory.GetFileSystemEntries(_batch.At("together", "staging")));
    }

    [Fact]
    public void GivenAFolder_WhenManyThreadsLogWhileOthersRead_ThenEachLineIsThere()
    {
        var shards = new Manifest(_batch.Training(4).Plan()).Shards;
        var folder = new JobFolder(_batch.Results);
        var other = new JobFolder(_batch.Results);

        Parallel.For(
            0,
            400,
            i =>
            {
                (i % 2 == 0 ? folder : other).Log(shards[i % 4], new ShardOutcome(i % 4, 0, i, null));
                _ = folder.Attempts().Count();
            }
        );

        Assert.Equal(Enumerable.Range(0, 400).Select(i => (double)i), folder.Attempts().Select(t => t.Seconds).Order());
    }

    [Fact]
    public void GivenABadImage_WhenRun_ThenItsShardIsSetAsideAtOnceAndTheOthersAreDone()
    {
        File.WriteAllText(_batch.At("images", "a", "00.png"), "no image");

        var summary = _batch.Run(_batch.Training(4));
        var again = _batch.Run(_batch.Training(4));

        var failure = Assert.Single(summary.Failed);
        Assert.Equal((0, 2, 1), (failure.Shard, failure.Exit, failure.Attempts));
        Assert.Contains("00.png", failure.Message, StringComparison.Ordinal);
        Assert.Equal((2, 3, 0), (summary.Exit, summary.Done, summary.Retries));
        Assert.Equal((0, 3), (again.Done, again.WereDone));
        Assert.Equal(failure, Assert.Single(again.Failed));
    }

    [Fact]
    public void GivenADivergingTraining_WhenRun_ThenItIsReportedNeverRetriedAndItsLastGoodStateKept()
    {
        var wild = _batch.Training(1) with { Options = SmallBatch.Options with { LearningRate = 1e30 }, Group = 10 };
        var manifest = new Manifest(_batch.Training(3).Plan(), wild.Plan());

        var summary = JobRun.Execute(manifest, _batch.Into("results"));
        var again = JobRun.Execute(manifest, _batch.Into("results"));

        Assert.Equal((3, 4, 0), (summary.Exit, summary.Done, summary.Retries));
        Assert.Equal([3], summary.Diverged);
        Assert.Empty(summary.Failed);
        Assert.Equal((3, 0), (again.Exit, again.Done));
        Assert.Equal([3], again.Diverged);
    }

    [Fact]
    public void GivenMissingData_WhenRun_ThenItIsTriedAgainThenSetAsideAndMendedByRetryFailed()
    {
        var manifest = new Manifest(_batch.Training(2).Plan());
        Directory.Move(_batch.At("images"), _batch.At("elsewhere"));

        var summary = JobRun.Execute(manifest, _batch.Into("results") with { Attempts = 2 });
        Directory.Move(_batch.At("elsewhere"), _batch.At("images"));
        var still = JobRun.Execute(manifest, _batch.Into("results"));
        var mended = JobRun.Execute(manifest, _batch.Into("results") with { RetryFailed = true });

        Assert.Equal((1, 2, 2), (summary.Exit, summary.Failed.Count, summary.Retries));
        Assert.All(summary.Failed, f => Assert.Equal((1, 2), (f.Exit, f.Attempts)));
        Assert.All(summary.Failed, f => Assert.Contains("mount the data", f.Message, StringComparison.Ordinal));
        Assert.Equal((1, 0), (still.Exit, still.Done));
        Assert.Equal((0, 2), (mended.Exit, mended.Done));
    }

    [Fact]
    public void GivenDataElsewhere_WhenItsFolderIsNamed_ThenTheResultsAreTheSame()
    {
        var manifest = new Manifest(_batch.Training(2).Plan());
        _ = JobRun.Execute(manifest, _batch.Into("here"));
        Directory.CreateDirectory(_batch.At("mount"));
        Directory.Move(_batch.At("images"), _batch.At("mount", "images"));
        var options = _batch.Into("there");

        var summary = JobRun.Execute(manifest, options with { Work = options.Work with { Data = _batch.At("mount") } });

        Assert.Equal(0, summary.Exit);
        Assert.Equal(_batch.Hashes("here"), _batch.Hashes("there"));
    }

    [Theory]
    [InlineData("replaced", 2, "no longer those that were planned")]
    [InlineData("removed", 1, "10 were planned")]
    [InlineData("added", 2, "10 were planned")]
    public void GivenOtherImagesThanPlanned_WhenRun_ThenNothingIsMadeOfThem(string change, int exit, string said)
    {
        var manifest = new Manifest(_batch.Training(1).Plan());
        var path = _batch.At("images", "a", "00.png");
        switch (change)
        {
            case "replaced":
                SmallBatch.Draw(path, 77);
                break;
            case "removed":
                File.Delete(path);
                break;
            default:
                SmallBatch.Draw(_batch.At("images", "a", "01.png"), 77);
                break;
        }

        var summary = JobRun.Execute(manifest, _batch.Into("results") with { Attempts = 1 });

        var failure = Assert.Single(summary.Failed);
        Assert.Equal(exit, failure.Exit);
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true, 2, "no longer those that were planned")]
    [InlineData(false, 1, "1 of the 5 inputs of shard 0 cannot be read")]
    public void GivenAnImageThatChangedSincePlanned_WhenScored_ThenItsShardHasNoRowsAndTheOtherHas(
        bool isThere,
        int exit,
        string said
    )
    {
        var manifest = new Manifest(_batch.Scoring(2).Plan());
        var path = _batch.At("images", "a", "04.png");
        File.Delete(path);
        if (isThere)
        {
            SmallBatch.Draw(path, 77);
        }
        else
        {
            // Still listed, as on a mount that does not answer.
            File.CreateSymbolicLink(path, _batch.At("gone.png"));
        }

        var summary = JobRun.Execute(manifest, _batch.Into("results") with { Attempts = 1 });

        var failure = Assert.Single(summary.Failed);
        Assert.Equal((exit, 1), (failure.Exit, summary.Done));
        Assert.Contains(said, failure.Message, StringComparison.Ordinal);
        var folder = new JobFolder(_batch.Results);
        Assert.Equal([false, true], manifest.Shards.Select(folder.IsDone));
        var rows = Directory.GetFiles(_batch.Results, "scores.jsonl*", SearchOption.AllDirectories);
        Assert.Contains(manifest.Shards[1].Id, Assert.Single(rows), StringComparison.Ordinal);
    }

    [Fact]
    public void GivenAMachineThatFailsEveryShard_WhenRun_ThenItGivesUpEarlyAndLosesNothing()
    {
        var manifest = new Manifest(
            (_batch.Training(100) with { Group = 1 }).Plan(),
            (_batch.Training() with { Group = 1, Options = SmallBatch.Options with { Seed = 5 } }).Plan()
        );
        Directory.Move(_batch.At("images"), _batch.At("elsewhere"));

        var summary = JobRun.Execute(manifest, _batch.Into("results") with { Backoff = 60 });

        Assert.Equal(1, summary.Exit);
        Assert.Contains("10 shards in a row failed", summary.GivenUp, StringComparison.Ordinal);
        Assert.Empty(summary.Failed);
        Assert.Equal(summary.Shards, summary.Left);
    }

    [Fact]
    public void GivenACancelledRun_WhenRunAgain_ThenTheResultsAreThoseOfOne()
    {
        var job = _batch.Training(2) with { Options = SmallBatch.Options with { Iterations = 30 } };
        var manifest = new Manifest(job.Plan());
        _ = JobRun.Execute(manifest, _batch.Into("whole"));
        using var cancellation = new CancellationTokenSource(150);

        var stopped = JobRun.Execute(manifest, _batch.Into("parts") with { Drain = 0 }, null, cancellation.Token);
        var finished = JobRun.Execute(manifest, _batch.Into("parts"));

        Assert.Equal(2, stopped.Done + stopped.Left);
        Assert.Equal(0, finished.Exit);
        Assert.Equal(_batch.Hashes("whole"), _batch.Hashes("parts"));
    }

    [Fact]
    public void GivenAShardThatKillsItsProcess_WhenBegunTooOften_ThenALaterProcessSetsItAside()
    {
        var manifest = new Manifest(_batch.Training(2).Plan());
        var folder = new JobFolder(_batch.Results);
        Assert.Equal([1, 2, 3], Enumerable.Range(0, 3).Select(_ => folder.Begin(manifest.Shards[0])));

        var summary = JobRun.Execute(manifest, _batch.Into("results") with { Attempts = 3 });

        var failure = Assert.Single(summary.Failed);
        Assert.Equal((0, 137), (failure.Shard, failure.Exit));
        Assert.Contains("killed 3 times", failure.Message, StringComparison.Ordinal);
        Assert.Equal(1, summary.Done);
    }

    [Fact]
    public void GivenHalfAResultOfADeadProcess_WhenRun_ThenItIsRemoved()
    {
        var manifest = new Manifest(_batch.Training(1).Plan());
        var folder = new JobFolder(_batch.Results);
        var dead = _batch.At("results", "staging", $"x.{Environment.MachineName}.999999999.y");
        var alive = folder.Stage(manifest.Shards[0]);
        Directory.CreateDirectory(dead);

        _ = JobRun.Execute(manifest, _batch.Into("results"));

        Assert.False(Directory.Exists(dead));
        Assert.True(Directory.Exists(alive));
    }
}
