using WFrame.Cli.Tests.Jobs.Queue;
using WFrame.Jobs;
using WFrame.Jobs.Running;
using WFrame.Queue;

namespace WFrame.Cli.Tests.Jobs;

/// <summary>Workers that die: which deaths count against a shard, and which do not.</summary>
public sealed class KilledWorkerTests(PostgreSqlServer server) : IClassFixture<PostgreSqlServer>, IDisposable
{
    private readonly SmallBatch _batch = new();

    public void Dispose() => _batch.Dispose();

    [Theory]
    [InlineData(7, 0)]
    [InlineData(0, 1)]
    public void GivenAShardThatComesFurtherAtEachKill_WhenRun_ThenOnlyTriesWithoutProgressAreCounted(
        int further,
        int failures
    )
    {
        var manifest = new Manifest(_batch.Training(1).Plan());
        var options = _batch.Into("results") with
        {
            Attempts = 2,
            Command = Dying(new JobFolder(_batch.Results).Progress(manifest.Shards[0]), further),
        };

        var summary = JobRun.Execute(manifest, options);

        Assert.Equal((failures, 1 - failures), (summary.Failed.Count, summary.Done));
        Assert.Equal(further + failures, summary.Retries);
    }

    [PostgreSqlFact]
    public void GivenAShardThatComesFurtherAtEachKill_WhenTakenFromAQueue_ThenOnlyTriesWithoutProgressAreCounted()
    {
        var manifest = new Manifest(_batch.Training(1).Plan());
        var folder = new JobFolder(_batch.Results);
        var halfMade = _batch.At("results", "staging", $"x.{Environment.MachineName}.999999999.y");
        Directory.CreateDirectory(halfMade);
        using var connection = QueueConnection.Open(server.Connection, TimeSpan.FromMinutes(5));
        _ = new JobQueue(connection).Submit(manifest, folder, false, _ => { }, default);
        var worker = new QueueWorker
        {
            Queues = ["cpu"],
            Workers = 1,
            Attempts = 2,
            Backoff = 0,
            Drain = TimeSpan.FromSeconds(10),
            UntilEmpty = true,
        };

        worker.Run(connection, _batch.Results, _ => Dying(folder.Progress(manifest.Shards[0]), 3), default);

        Assert.Equal([137, 137, 137, 0], folder.Attempts().Select(a => a.Exit));
        Assert.Null(folder.Failure(manifest.Shards[0]));
        Assert.False(Directory.Exists(halfMade));
    }

    [Fact]
    public void GivenAWorkerThatDiesBetweenTwoShards_WhenTheNextIsGiven_ThenAnotherDoesIt()
    {
        var manifest = new Manifest(_batch.Training(2).Plan());
        var pid = _batch.At("pid");
        using var worker = new ChildWorker(
            ["/bin/bash", "-c", $$"""echo $$ > '{{pid}}'; read -r n; {{Answer}}; kill -9 $$"""],
            new JobFolder(_batch.Results)
        );

        var first = worker.Do(manifest.Shards[0], default);
        var process = File.ReadAllText(pid).Trim();
        // Gone is it when this process has learned of its end, not before.
        SpinWait.SpinUntil(() => !Directory.Exists($"/proc/{process}"));
        var second = worker.Do(manifest.Shards[1], default);

        Assert.Equal((0, 0), (first.Exit, second.Exit));
        Assert.NotEqual(process, File.ReadAllText(pid).Trim());
    }

    [Fact]
    public void GivenAShardThatWasBegunTwice_WhenItHasComeFurther_ThenItsBeginningsAreCountedAnew()
    {
        var shard = new Manifest(_batch.Training(1).Plan()).Shards[0];
        var folder = new JobFolder(_batch.Results);

        int[] before = [.. Enumerable.Range(0, 11).Select(_ => folder.Begin(shard))];
        File.WriteAllText(folder.Progress(shard), "state");
        File.SetLastWriteTimeUtc(folder.Progress(shard), DateTime.UtcNow.AddSeconds(1));
        var after = folder.Begin(shard);
        File.SetLastWriteTimeUtc(folder.Progress(shard), DateTime.UtcNow.AddSeconds(-1));

        Assert.Equal(11, before[^1]);
        Assert.Equal((1, 2), (after, folder.Begin(shard)));
    }

    [Fact]
    public async Task GivenALongTraining_WhenUnderWay_ThenItsStateIsThereForWhoGoesOn()
    {
        var job = _batch.Training(1) with { Options = SmallBatch.Options with { Iterations = 100_000 } };
        var manifest = new Manifest(job.Plan());
        var options = _batch.Into("results");
        using var stop = new CancellationTokenSource();
        var running = Task.Run(() =>
            JobRun.Execute(
                manifest,
                options with
                {
                    Drain = 0,
                    Work = options.Work with { CheckpointSeconds = 0.01 },
                },
                cancellation: stop.Token
            )
        );
        var state = new JobFolder(_batch.Results).Progress(manifest.Shards[0]);

        var isThere = SpinWait.SpinUntil(() => File.Exists(state) || running.IsCompleted, TimeSpan.FromMinutes(2));
        var isBefore = File.Exists(state) && !running.IsCompleted;
        await stop.CancelAsync();

        Assert.True(isThere && isBefore);
        Assert.Equal(1, (await running).Left);
    }

    private const string Answer = """echo "{\"shard\":$n,\"exit\":0,\"seconds\":1}" """;

    /// <summary>A worker that is killed so often after it has written a state, and once more without where that is never.</summary>
    private static string[] Dying(string state, int further) =>
        [
            "/bin/bash",
            "-c",
            further == 0
                ? "read -r n; kill -9 $$"
                : $$"""
                    read -r n
                    if [ $(cat '{{state}}' 2>/dev/null | wc -l) -ge {{further}} ]; then {{Answer}}; exit; fi
                    sleep 0.02 # A file's time is told to a few milliseconds.
                    echo further >> '{{state}}'
                    kill -9 $$
                    """,
        ];
}
