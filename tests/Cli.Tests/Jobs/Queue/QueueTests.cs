using System.Net.Http.Headers;
using WFrame.Jobs;

namespace WFrame.Cli.Tests.Jobs.Queue;

/// <summary>A batch through a real PostgreSQL.</summary>
public sealed class QueueTests(PostgreSqlServer server) : IClassFixture<PostgreSqlServer>, IDisposable
{
    private readonly SmallBatch _batch = new();

    public void Dispose() => _batch.Dispose();

    [PostgreSqlFact]
    public void GivenABatch_WhenSubmittedTwiceAndWorkedOn_ThenEachShardIsDoneOnceAsLocally()
    {
        // In the midst of it one that is bad input and one that diverges.
        File.WriteAllText(_batch.At("images", "b", "09.png"), "no image");
        var wild = _batch.Training(1) with { Options = SmallBatch.Options with { LearningRate = 1e30 }, Group = 9 };
        var manifest = new Manifest(_batch.Training(4).Plan(), wild.Plan());
        manifest.Write(_batch.At("m.jsonl"));
        var local = JobRun.Execute(manifest, _batch.Into("local"));

        var first = Submit("m.jsonl");
        var second = Submit("m.jsonl");
        var worked = Work("--workers 2 --attempts 2 --until-empty");
        var third = Submit("m.jsonl");
        var counts = Invocation.Run("jobs", "status", "--connection", server.Connection, "--json").Succeeds().Json;

        Assert.Equal((5, 0), ((int)first["submitted"]!, (int)first["queuedBefore"]!));
        Assert.Equal((0, 5), ((int)second["submitted"]!, (int)second["queuedBefore"]!));
        Assert.True(worked.Code == 0, worked.Error);
        Assert.Equal(_batch.Hashes("local"), _batch.Hashes());
        Assert.Equal(local.Failed, Failures(manifest, "results"));
        Assert.Equal([2], Failures(manifest, "results").Select(f => f.Exit).Distinct());
        Assert.Equal(1, Failures(manifest, "results").Max(f => f.Attempts));
        Assert.Equal(
            (0, local.Done, local.Failed.Count),
            ((int)third["submitted"]!, (int)third["doneBefore"]!, (int)third["setAside"]!)
        );
        Assert.Equal((0, 0), ((int)counts["enqueued"]!, (int)counts["underWay"]!));
        Assert.Equal(local.Done, Tries().Count(t => t is 0 or 3));
    }

    [PostgreSqlFact]
    public void GivenAPoisonedShard_WhenItsProcessDiesEachTime_ThenItIsSetAsideAndTheOthersAreDone()
    {
        var manifest = new Manifest(_batch.Training(3).Plan());
        manifest.Write(_batch.At("m.jsonl"));
        _ = Submit("m.jsonl");
        Directory.Move(_batch.At("images"), _batch.At("elsewhere"));

        var worked = Work("--workers 1 --attempts 2 --until-empty");

        Assert.True(worked.Code == 0, worked.Error);
        Assert.All(Failures(manifest, "results"), f => Assert.Equal((1, 2), (f.Exit, f.Attempts)));
        Assert.Equal(3, Failures(manifest, "results").Length);
        Directory.Move(_batch.At("elsewhere"), _batch.At("images"));
        Assert.Equal(3, (int)Submit("m.jsonl", "--retry-failed")["submitted"]!);
        Assert.Equal(0, Work("--workers 1 --until-empty").Code);
        Assert.All(manifest.Shards, shard => Assert.True(new JobFolder(_batch.Results).IsDone(shard)));
    }

    [PostgreSqlFact]
    public void GivenAQueuedBatch_WhenCancelled_ThenNothingOfItIsDone()
    {
        _ = _batch.WriteManifest(_batch.Training(4), "m.jsonl");
        _ = Submit("m.jsonl");

        var cancelled = Invocation
            .Run("jobs", "cancel", _batch.At("m.jsonl"), "--connection", server.Connection, "--json")
            .Succeeds();
        var worked = Work("--workers 1 --until-empty");

        Assert.Equal(4, (int)cancelled.Json["cancelled"]!);
        Assert.Equal(0, worked.Code);
        Assert.Empty(_batch.Hashes());
    }

    [PostgreSqlFact]
    public void GivenADatabaseThatRefuses_WhenAsked_ThenASentenceSaysWhat()
    {
        var manifest = _batch.WriteManifest(_batch.Training(1));
        string[] asked = ["jobs", "submit", manifest, "--output", _batch.Results, "--connection"];

        Invocation.Run([.. asked, server.With("wrong")]).Fails(2, "--connection is refused", "password");
        Invocation.Run([.. asked, "Host=127.0.0.1;Port=1;Timeout=2"]).Fails(1, "the database is not to be reached");
        Invocation.Run([.. asked, "Hots=127.0.0.1"]).Fails(2, "--connection cannot be read", "Password=...");
        Invocation.Run("jobs", "submit", manifest, "--output", _batch.Results).Fails(2, "WFRAME_CONNECTION");
        Invocation.Run("jobs", "work", "--output", _batch.Results).Fails(2, "MANIFEST is missing");
        Invocation.Run("jobs", "dashboard", "--connection", server.Connection).Fails(2, "WFRAME_DASHBOARD_PASSWORD");
    }

    [PostgreSqlFact]
    public async Task GivenADashboard_WhenAsked_ThenItWantsThePasswordAndShowsQueueAndShards()
    {
        _ = _batch.WriteManifest(_batch.Training(2), "m.jsonl");
        _ = Submit("m.jsonl");
        Assert.Equal(0, Work("--workers 1 --until-empty").Code);
        using var connection = WFrame.Queue.QueueConnection.Open(server.Connection, TimeSpan.FromMinutes(5));
        using var stop = new CancellationTokenSource();
        using var started = new ManualResetEventSlim();
        var address = new Uri($"http://127.0.0.1:{PostgreSqlServer.FreePort()}/");
        var dashboard = new WFrame.Queue.Dashboard(connection, new JobFolder(_batch.Results), "open: sesame");
        var serving = Task.Run(() => dashboard.Serve(address, started.Set, stop.Token));
        started.Wait();
        using var browser = new HttpClient { BaseAddress = address };

        var (refused, _) = await Get(browser, "");
        browser.DefaultRequestHeaders.Authorization = Basic("anybody:wrong");
        var (wrong, _) = await Get(browser, "shards");
        browser.DefaultRequestHeaders.Authorization = Basic("anybody:open: sesame");
        var (queue, queuePage) = await Get(browser, "");
        var (jobs, jobsPage) = await Get(browser, "jobs/succeeded");
        var (shards, shardsPage) = await Get(browser, "shards");
        var (missing, _) = await Get(browser, "no/such/page");
        using var press = await browser.PostAsync(new Uri("jobs/succeeded/requeue", UriKind.Relative), null);
        await stop.CancelAsync();
        await serving;

        Assert.Equal((401, 401, 404), (refused, wrong, missing));
        Assert.Equal((200, 200, 200), (queue, jobs, shards));
        Assert.Contains("wframe jobs", queuePage, StringComparison.Ordinal);
        Assert.Contains("ShardJob.Do", jobsPage, StringComparison.Ordinal);
        Assert.Contains("data:image/png;base64", shardsPage, StringComparison.Ordinal);
        Assert.Contains("Response distance R", shardsPage, StringComparison.Ordinal);
        // For looking only.
        Assert.NotEqual(204, (int)press.StatusCode);
    }

    private static AuthenticationHeaderValue Basic(string text) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(text)));

    private static async Task<(int Status, string Page)> Get(HttpClient browser, string path)
    {
        using var response = await browser.GetAsync(new Uri(path, UriKind.Relative));
        return ((int)response.StatusCode, await response.Content.ReadAsStringAsync());
    }

    private JsonObject Submit(string manifest, params string[] more) =>
        Invocation
            .Run([
                "jobs",
                "submit",
                _batch.At(manifest),
                "--output",
                _batch.Results,
                "--connection",
                server.Connection,
                "--json",
                .. more,
            ])
            .Succeeds()
            .Json;

    private (int Code, string Out, string Error) Work(string more) =>
        RealProcess.Shell(
            $"WFRAME_CONNECTION=\"$0\" $WFRAME jobs work --output $1 {more}",
            server.Connection,
            _batch.Results
        );

    private ShardFailure[] Failures(Manifest manifest, string results) =>
        [.. manifest.Shards.Select(new JobFolder(_batch.At(results)).Failure).OfType<ShardFailure>()];

    private IEnumerable<int> Tries() => new JobFolder(_batch.Results).Attempts().Select(t => t.Exit);
}
