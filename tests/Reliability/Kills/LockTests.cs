using WFrame.Cli.Consoles;
using WFrame.Cli.Tests;
using WFrame.Testing;

namespace WFrame.Reliability.Tests.Kills;

/// <summary>Several processes and one folder.</summary>
public sealed class LockTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("--resume")]
    [InlineData("--overwrite")]
    public void Given_a_training_that_runs_when_another_wants_its_folder_then_it_is_refused_with_process_and_host(
        string how
    )
    {
        var run = folder.At("run");
        string[] arguments = [typeof(Terminal).Assembly.Location, .. Arguments(run, "100000")];
        using var first = Process.Start(new ProcessStartInfo("dotnet", arguments) { RedirectStandardError = true })!;
        try
        {
            WaitFor(() => File.Exists(Path.Combine(run, "history.jsonl")) || first.HasExited);

            Invocation
                .Run(Arguments(run, "100000", how))
                .Fails(2, "--output", "in use by", $"process {first.Id} ", Environment.MachineName);

            Assert.False(first.HasExited);
        }
        finally
        {
            first.Kill();
            first.WaitForExit();
        }
        // The lock ended with the process, although it could say nothing.
        SmallRuns.Train(run, "--overwrite").Succeeds();
    }

    [Fact]
    public void Given_eight_processes_at_once_when_they_end_then_one_run_is_there_and_the_others_were_refused()
    {
        var run = folder.At("run");
        string[] arguments =
        [
            typeof(Terminal).Assembly.Location,
            .. Arguments(run, "5", "--resume", "--verbosity", "quiet"),
        ];
        Process[] all =
        [
            .. Enumerable
                .Range(0, 8)
                .Select(_ =>
                    Process.Start(
                        new ProcessStartInfo("dotnet", arguments)
                        {
                            RedirectStandardOutput = true,
                            RedirectStandardError = true,
                        }
                    )!
                ),
        ];
        foreach (var process in all)
        {
            process.WaitForExit();
        }

        // Who came after the first had ended went on from its end: to the same bytes.
        Assert.All(all, p => Assert.True(p.ExitCode is 0 or 2, p.StandardError.ReadToEnd()));
        Assert.Contains(all, p => p.ExitCode == 0);
        Assert.Equal(5, File.ReadLines(Path.Combine(run, "history.jsonl")).Count());
        Invocation.Run(Arguments(folder.At("alone"), "5")).Succeeds();
        RealProcess.AssertSameRun(folder.At("alone"), run);
        Array.ForEach(all, p => p.Dispose());
    }

    private static string[] Arguments(string run, string iterations, params string[] more) =>
        [
            "train",
            SmallRuns.Photograph,
            .. (string[])["--crops", "2", "--size", "16", "--chains", "2", "--iterations", iterations, "--steps", "2"],
            .. (string[])["--threads", "1", "--output", run],
            .. more,
        ];

    private static void WaitFor(Func<bool> condition)
    {
        while (!condition())
        {
            Thread.Sleep(10);
        }
    }
}
