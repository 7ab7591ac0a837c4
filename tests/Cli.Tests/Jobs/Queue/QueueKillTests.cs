using WFrame.Jobs;
using Xunit.Abstractions;

namespace WFrame.Cli.Tests.Jobs.Queue;

/// <summary>
/// Workers are killed every few seconds and the database crashes twice: each result is there once, as a local run makes
/// it. WFRAME_SHARDS asks for more shards.
/// </summary>
[Trait("Category", "Slow")]
public sealed class QueueKillTests(PostgreSqlServer server, ITestOutputHelper log)
    : IClassFixture<PostgreSqlServer>,
        IDisposable
{
    private static readonly int Shards = int.TryParse(Environment.GetEnvironmentVariable("WFRAME_SHARDS"), out var n)
        ? n
        : 24;

    private readonly SmallBatch _batch = new(Shards);
    private readonly List<Process> _workers = [];

    public void Dispose()
    {
        foreach (var worker in _workers)
        {
            if (!worker.HasExited)
            {
                worker.Kill(entireProcessTree: true);
            }
            worker.Dispose();
        }
        _batch.Dispose();
    }

    [PostgreSqlFact]
    public void GivenKilledWorkersAndACrashingDatabase_WhenABatchIsWorkedOn_ThenEachResultIsThereOnceAsLocally()
    {
        // Of several sizes, so that kills meet trainings as well as starts.
        JobPlan[] plans =
        [
            .. new[] { 8, 16, 32 }.Select(
                (size, i) =>
                    (
                        _batch.Training(Math.Max(1, Shards / 3)) with
                        {
                            Group = 3,
                            Pixels = new PixelOptions { Size = new(size, size) },
                            Options = SmallBatch.Options with { Iterations = 60, Seed = (ulong)i },
                        }
                    ).Plan()
            ),
        ];
        var manifest = new Manifest(plans);
        manifest.Write(_batch.At("m.jsonl"));
        var serial = JobRun.Execute(manifest, _batch.Into("serial"));
        _ = Invocation
            .Run("jobs", "submit", _batch.At("m.jsonl"), "--output", _batch.Results, "--connection", server.Connection)
            .Succeeds();
        var (kills, clock) = (0, Stopwatch.StartNew());

        _workers.AddRange([Start(), Start(), Start()]);
        var (crashes, doneBefore) = (0, 0);
        while (_workers.Exists(w => !w.HasExited || w.ExitCode != 0))
        {
            Thread.Sleep(2000);
            var done = manifest.Shards.Count(new JobFolder(_batch.Results).IsDone);
            if (crashes < 2 && done > manifest.Shards.Count * (crashes + 1) / 4)
            {
                crashes++;
                server.Stop();
                server.Start();
            }
            // As fast as results come: a machine too slow to start a process between two kills would never end.
            if (done > doneBefore && done < manifest.Shards.Count * 3 / 4 && !_workers[kills % 3].HasExited)
            {
                _workers[kills % 3].Kill();
                _workers[kills % 3].WaitForExit();
                (kills, doneBefore) = (kills + 1, done);
            }
            for (var i = 0; i < _workers.Count; i++)
            {
                if (_workers[i].HasExited && _workers[i].ExitCode != 0)
                {
                    _workers[i].Dispose();
                    _workers[i] = Start();
                }
            }
            Assert.True(clock.Elapsed < TimeSpan.FromMinutes(20), $"stuck at {done} of {manifest.Shards.Count}");
        }

        var tries = new JobFolder(_batch.Results).Attempts().Count();
        log.WriteLine(
            $"{manifest.Shards.Count} shards, {kills} kills, {crashes} crashes of the database, {tries} tries, {clock.Elapsed.TotalSeconds:0} s"
        );
        Assert.Equal(0, serial.Exit);
        Assert.Equal(2, crashes);
        Assert.InRange(kills, 1, int.MaxValue);
        Assert.Equal(_batch.Hashes("serial"), _batch.Hashes());
        Assert.Empty(Directory.GetFileSystemEntries(_batch.At("results", "failed")));
    }

    private Process Start()
    {
        var start = new ProcessStartInfo(
            "dotnet",
            [
                RealProcess.Assembly,
                "jobs",
                "work",
                "--output",
                _batch.Results,
                "--workers",
                "1",
                "--lost-after",
                "5",
                "--attempts",
                "50",
                "--until-empty",
                "--verbosity",
                "quiet",
            ]
        );
        start.Environment["WFRAME_CONNECTION"] = server.Connection;
        return Process.Start(start)!;
    }
}
