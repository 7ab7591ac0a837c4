using WFrame.Cli.Consoles;
using WFrame.Cli.Tests;
using WFrame.Testing;
using Xunit.Abstractions;

namespace WFrame.Reliability.Tests.Kills;

/// <summary>
/// One command, repeated until it succeeds, while it is killed at random moments: nothing is lost, nothing is stuck. WFRAME_KILLS
/// asks for more kills than the default.
/// </summary>
[Trait("Category", "Slow")]
public sealed class KillTests(ITestOutputHelper log) : IDisposable
{
    private static readonly int Kills =
        (int.TryParse(Environment.GetEnvironmentVariable("WFRAME_KILLS"), out var kills) ? kills : 60) / 6;

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("cpu", "spatial", 1)]
    [InlineData("cpu", "filter", 1)]
    [InlineData("cpu", "spatial", 3)]
    [InlineData("ort-cpu", "spatial", 1)]
    [InlineData("ort-cpu", "filter", 3)]
    [InlineData("cpu", "filter", 3)]
    public void Given_random_kills_when_the_command_is_repeated_then_the_run_equals_an_undisturbed_one(
        string device,
        string theta,
        int components
    )
    {
        var images = Images(components);
        var clock = Stopwatch.StartNew();
        using (var whole = Start(images, "whole", device, theta))
        {
            whole.WaitForExit();
            Assert.Equal(0, whole.ExitCode);
        }
        var undisturbed = clock.Elapsed;
        var random = new Random(components);
        var (killed, runs) = (0, 0);
        while (killed < Kills)
        {
            var name = $"run-{runs++}";
            while (true)
            {
                using var process = Start(images, name, device, theta);
                if (!process.WaitForExit(undisturbed * random.NextDouble()))
                {
                    process.Kill();
                    process.WaitForExit();
                    killed++;
                    continue;
                }
                Assert.True(process.ExitCode == 0, process.StandardError.ReadToEnd());
                break;
            }
            RealProcess.AssertSameRun(folder.At("whole"), folder.At(name));
            Assert.Equal(Files("whole"), Files(name));
        }
        log.WriteLine(
            $"{device} {theta} {components}: {killed} kills over {runs} runs of {undisturbed.TotalSeconds:0.0} s"
        );
    }

    /// <summary>Everything in a run folder, hidden and temporary files too.</summary>
    private string[] Files(string run) =>
        [
            .. Directory
                .GetFileSystemEntries(folder.At(run), "*", SearchOption.AllDirectories)
                .Select(f => Path.GetRelativePath(folder.At(run), f))
                .Order(StringComparer.Ordinal),
        ];

    private string Images(int components)
    {
        if (components == 1)
        {
            return SmallRuns.Photograph;
        }
        for (var i = 0; i < components; i++)
        {
            Directory.CreateDirectory(folder.At("images", $"class {i}"));
            File.Copy(SmallRuns.Photograph, folder.At("images", $"class {i}", "photograph.png"));
        }
        return folder.At("images");
    }

    private Process Start(string images, string run, string device, string theta)
    {
        string[] arguments =
        [
            typeof(Terminal).Assembly.Location,
            "train",
            images,
            .. images == SmallRuns.Photograph ? Array.Empty<string>() : ["--by-class"],
            .. (string[])["--crops", "2", "--size", "16", "--chains", "2", "--iterations", "12", "--steps", "2"],
            .. (string[])["--checkpoint-every", "2", "--threads", "1", "--device", device, "--theta", theta],
            .. (string[])["--learning-rate", theta == "filter" ? "1e-6" : "1e-3", "--verbosity", "quiet"],
            .. (string[])["--resume", "--output", folder.At(run)],
        ];
        return Process.Start(
            new ProcessStartInfo("dotnet", arguments) { RedirectStandardOutput = true, RedirectStandardError = true }
        )!;
    }
}
