using System.Net.Http.Headers;
using WFrame.Images.Sources;
using WFrame.Jobs;
using WFrame.Queue;
using WFrame.Testing;
using Xunit.Abstractions;

namespace WFrame.Cli.Tests.Jobs.Queue;

/// <summary>
/// Very many shards that do nothing or wait, so that what is measured is the queue: WFRAME_SOAK asks for more shards,
/// WFRAME_WAIT for shards that take so many seconds.
/// </summary>
[Trait("Category", "Slow")]
public sealed class SoakTests(PostgreSqlServer server, ITestOutputHelper log)
    : IClassFixture<PostgreSqlServer>,
        IDisposable
{
    private const string Password = "sesame";

    private readonly SmallBatch _batch = new(3);

    public void Dispose() => _batch.Dispose();

    [PostgreSqlFact]
    public async Task GivenManyEmptyShards_WhenFourWorkersTakeThem_ThenEachIsDoneOnceAndTheDashboardShowsIt()
    {
        var shards = (int)Asked("WFRAME_SOAK", 200);
        var manifest = Manifest(shards);
        using var connection = QueueConnection.Open(server.Connection, TimeSpan.FromMinutes(5));
        var folder = new JobFolder(_batch.Results);
        var clock = Stopwatch.StartNew();

        var submitted = new JobQueue(connection).Submit(manifest, folder, false, _ => { }, default).Submitted;
        var submitting = clock.Elapsed.TotalSeconds;
        clock.Restart();
        Worker(4).Run(connection, _batch.Results, _ => Sleeper("0"), default);
        var working = clock.Elapsed.TotalSeconds;

        double[] waits = [.. Lines().Where(l => l.Answered > 0).Select(l => l.Begun - l.Answered).Order()];
        log.WriteLine(
            $"{shards} shards: submitted {shards / submitting:0} a second; 4 workers {shards / working:0} a second; from an answer to the next shard {1000 * waits[waits.Length / 2]:0} ms in the middle, {1000 * waits[(int)(0.99 * waits.Length)]:0} ms p99"
        );
        Assert.Equal(shards, submitted);
        Assert.Equal(Enumerable.Range(0, shards), Lines().Select(l => l.Shard).Order());
        Assert.Equal(shards, folder.Attempts().Count(a => a.Exit == 0));
        await Look(connection, folder, shards);
    }

    [PostgreSqlFact]
    public void GivenShardsThatWait_WhenTwoWorkersTakeThem_ThenEachIsDoneOnce()
    {
        var seconds = Asked("WFRAME_WAIT", 0.2);
        var manifest = Manifest(seconds >= 1 ? 100 : 6);
        using var connection = QueueConnection.Open(server.Connection, TimeSpan.FromMinutes(5));
        _ = new JobQueue(connection).Submit(manifest, new JobFolder(_batch.Results), false, _ => { }, default);
        var ideal = manifest.Shards.Count * seconds / 2;
        string[] sleeper = Sleeper(seconds.ToString(CultureInfo.InvariantCulture));
        var clock = Stopwatch.StartNew();

        Worker(2).Run(connection, _batch.Results, _ => sleeper, default);
        var queue = clock.Elapsed.TotalSeconds;
        var queued = Lines().Select(l => l.Shard).Order().ToArray();
        clock.Restart();
        var local = JobRun.Execute(manifest, _batch.Into("local") with { Workers = 2, Command = sleeper });

        log.WriteLine(
            $"{manifest.Shards.Count} shards of {seconds} s on 2 workers, ideal {ideal:0.0} s: queue {queue:0.0} s ({queue / ideal - 1:0.0 %} more), local {clock.Elapsed.TotalSeconds:0.0} s ({clock.Elapsed.TotalSeconds / ideal - 1:0.0 %} more)"
        );
        Assert.Equal(manifest.Shards.Select(s => s.Number), queued);
        Assert.Equal(manifest.Shards.Count, local.Done);
    }

    private async Task Look(QueueConnection connection, JobFolder folder, int shards)
    {
        using var stop = new CancellationTokenSource();
        using var started = new ManualResetEventSlim();
        var address = new Uri($"http://127.0.0.1:{PostgreSqlServer.FreePort()}/");
        var serving = Task.Run(() =>
            new Dashboard(connection, folder, Password).Serve(address, started.Set, stop.Token)
        );
        started.Wait();
        using var browser = new HttpClient { BaseAddress = address };
        browser.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue(
            "Basic",
            Convert.ToBase64String(Encoding.UTF8.GetBytes($":{Password}"))
        );
        foreach (var page in new[] { "", "jobs/succeeded", "shards" })
        {
            var clock = Stopwatch.StartNew();
            var text = await browser.GetStringAsync(new Uri(page, UriKind.Relative));
            log.WriteLine($"/{page} {clock.Elapsed.TotalSeconds:0.00} s");
            if (page == "shards")
            {
                Assert.Contains($"{shards}", text, StringComparison.Ordinal);
            }
        }
        if (Chromium.Program is { } chromium)
        {
            var picture = _batch.At("page.png");
            var shown = Stopwatch.StartNew();
            var (code, _, error) = RealProcess.Shell(
                "exec \"$0\" --headless --no-sandbox --disable-gpu --user-data-dir=\"$1\" --window-size=1200,900 --screenshot=\"$2\" \"$3\"",
                chromium,
                _batch.At("browser"),
                picture,
                $"http://any:{Password}@{address.Authority}/jobs/succeeded"
            );
            log.WriteLine($"shown in Chromium, its start included, {shown.Elapsed.TotalSeconds:0.0} s");
            Assert.True(code == 0 && File.Exists(picture), error);
            var image = new ImageEntry(picture).Decode();
            // Text and bars on a page, not a blank one.
            Assert.InRange(
                image.Pixels.Chunk(3).Select(p => (p[0] << 16) | (p[1] << 8) | p[2]).Distinct().Count(),
                50,
                int.MaxValue
            );
        }
        else
        {
            log.WriteLine("not shown in a browser: Chromium is not installed");
        }
        await stop.CancelAsync();
        await serving;
    }

    private static double Asked(string variable, double otherwise) =>
        double.TryParse(Environment.GetEnvironmentVariable(variable), CultureInfo.InvariantCulture, out var value)
            ? value
            : otherwise;

    private static QueueWorker Worker(int workers) =>
        new()
        {
            Queues = ["cpu"],
            Workers = workers,
            Attempts = 1,
            Backoff = 0,
            Drain = TimeSpan.FromSeconds(10),
            UntilEmpty = true,
        };

    /// <summary>Shards of one image each, which nobody draws.</summary>
    private Manifest Manifest(int shards)
    {
        var job = new SamplingJob
        {
            Folder = _batch.Folder,
            Model = _batch.Model(),
            Count = shards / 2,
            Sampling = new SamplingOptions(),
            Shards = shards,
        };
        return new Manifest(job.Plan());
    }

    /// <summary>A worker that waits and answers; it notes the shard, when it was given and when the one before was answered.</summary>
    private string[] Sleeper(string seconds) =>
        [
            "/bin/bash",
            "-c",
            $$"""
                export LC_ALL=C; e=0
                while read -r n; do
                  echo "$n $EPOCHREALTIME $e" >> '{{_batch.At("given")}}'.$$
                  [ {{seconds}} = 0 ] || sleep {{seconds}}
                  echo "{\"shard\":$n,\"exit\":0,\"seconds\":{{seconds}}}"
                  e=$EPOCHREALTIME
                done
                """,
        ];

    private (int Shard, double Begun, double Answered)[] Lines() =>
        [
            .. Directory
                .GetFiles(_batch.Folder, "given.*")
                .SelectMany(File.ReadLines)
                .Select(l => l.Split(' '))
                .Select(l =>
                    (
                        int.Parse(l[0], CultureInfo.InvariantCulture),
                        double.Parse(l[1], CultureInfo.InvariantCulture),
                        double.Parse(l[2], CultureInfo.InvariantCulture)
                    )
                ),
        ];
}
