using System.Net;
using WFrame.Cli.Tests.Jobs.Queue;
using WFrame.Cli.Verbs.Train;
using WFrame.Reports;
using WFrame.Testing;

namespace WFrame.Cli.Tests.Verbs;

/// <summary>train --serve: the report of a training at work.</summary>
public sealed class LivePageTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Given_a_port_in_use_when_trained_then_one_sentence_says_so_and_nothing_is_written()
    {
        var port = PostgreSqlServer.FreePort();
        using var other = new LivePage(port);

        SmallRuns.Train(folder.At("run"), "--serve", $"{port}").Fails(2, $"--serve {port}", $"--serve {port + 1}");

        Assert.False(Path.Exists(folder.At("run")));
    }

    [Theory]
    [InlineData("0")]
    [InlineData("65536")]
    [InlineData("photo.png")]
    public void Given_no_port_when_trained_then_what_is_allowed_is_said(string port) =>
        SmallRuns.Train(folder.At("run"), "--serve", port).Fails(2, $"--serve {port}", "1..65535");

    [Fact]
    public async Task Given_a_training_at_work_when_asked_then_its_report_is_there_and_later_no_more()
    {
        var address = new Uri($"http://127.0.0.1:{PostgreSqlServer.FreePort()}/");
        using var browser = new HttpClient();
        var (page, missing) = ("", default(HttpStatusCode));
        using var error = new Visit(() =>
        {
            page = browser.GetStringAsync(address).GetAwaiter().GetResult();
            missing = browser.GetAsync(new Uri(address, "run.json")).GetAwaiter().GetResult().StatusCode;
        });

        Invocation
            .Run(
                error,
                SmallRuns.Arguments(folder.At("run"), "--serve", $"{address.Port}", "--verbosity", "diagnostic"),
                default
            )
            .Succeeds();

        Assert.Contains($"At work in {folder.At("run")}", page, StringComparison.Ordinal);
        Assert.Contains("1 of 2", page, StringComparison.Ordinal);
        Assert.Contains("iteration 1", page, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, missing);
        Assert.DoesNotContain(
            "fetch",
            await File.ReadAllTextAsync(folder.At("run", "report.html")),
            StringComparison.Ordinal
        );
        Assert.DoesNotContain("serve", OptionsOf(folder.At("run")), StringComparison.Ordinal);
        await Assert.ThrowsAsync<HttpRequestException>(() => browser.GetStringAsync(address));
    }

    [ChromiumFact]
    public void Given_a_browser_then_the_page_renews_itself_keeps_what_was_chosen_and_the_console_is_silent()
    {
        using var live = new LivePage(PostgreSqlServer.FreePort());
        var looks = 0;
        var png = File.ReadAllBytes(SmallRuns.Photograph);
        live.Show(() =>
        {
            var look = Interlocked.Increment(ref looks);
            var page = new HtmlPage("live");
            page.Status($"look {look}");
            page.Slides("Iteration", [.. Enumerable.Range(1, look + 1).Select(i => ($"iteration {i}", png))]);
            page.Script(PageScript.Renewal);
            // The reader goes back to the first picture, once.
            page.Script(
                "if (document.querySelector('.status').textContent === 'look 1') { document.querySelector('input').value = 0; }"
            );
            return page.ToString();
        });

        var (document, log) = Chromium.Open(live.Address, folder.At("browser"));

        Assert.True(looks > 1, $"{looks} looks");
        Assert.Contains($"look {looks}<", document, StringComparison.Ordinal);
        Assert.Contains("<output>iteration 1</output>", document, StringComparison.Ordinal);
        Assert.DoesNotContain("CONSOLE", log, StringComparison.Ordinal);
    }

    private static string OptionsOf(string run) =>
        JsonNode.Parse(File.ReadAllText(Path.Combine(run, "run.json")))!["commandOptions"]!.ToJsonString();

    /// <summary>Does something after the first iteration.</summary>
    private sealed class Visit(Action visit) : StringWriter
    {
        public override void WriteLine(string? value)
        {
            base.WriteLine(value);
            if (value?.StartsWith("training 1/", StringComparison.Ordinal) == true)
            {
                visit();
            }
        }
    }
}
