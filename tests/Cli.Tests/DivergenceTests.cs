using WFrame.Testing;

namespace WFrame.Cli.Tests;

public sealed class DivergenceTests
{
    [Fact]
    public void Given_a_learning_rate_far_too_high_when_trained_then_exit_3_keeps_the_last_good_state()
    {
        using var folder = new TemporaryFolder();

        var run = SmallRuns.Train(
            folder.At("run"),
            "--json",
            "--learning-rate",
            "1e30",
            "--noise-sigma",
            "1",
            "--verbosity",
            "quiet"
        );

        Assert.Equal(3, run.Code);
        Assert.True((bool)run.Json["diverged"]!);
        Assert.Contains("diverged", run.Error, StringComparison.Ordinal);
        Assert.DoesNotContain("NaN", File.ReadAllText(folder.At("run", "history.jsonl")), StringComparison.Ordinal);
        Invocation.Run("inspect", folder.At("run", "model.zip")).Succeeds();
    }
}
