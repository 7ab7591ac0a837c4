using WFrame.Testing;

namespace WFrame.Cli.Tests.Options;

public sealed class ParsingTests
{
    [Fact]
    public void Given_nothing_when_run_then_help_is_printed()
    {
        var run = Invocation.Run().Succeeds();

        Assert.All(
            ["train", "sample", "score", "evaluate", "inspect", "export", "trunk", "doctor"],
            verb => Assert.Contains($"\n  {verb} ", run.Out, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void Given_version_when_run_then_it_is_one_line() =>
        Assert.Matches(@"^wframe \d+\.\d+\.\d+\n$", Invocation.Run("--version").Succeeds().Out);

    [Theory]
    [InlineData("--stepz", "--steps")]
    [InlineData("--learn-rate=1", "--learning-rate")]
    [InlineData("--Seed", "--seed")]
    [InlineData("--seeed", "--seed")]
    public void Given_an_unknown_option_when_run_then_the_nearest_is_named(string option, string nearest) =>
        Invocation
            .Run("train", "a.png", "--output", "x", option)
            .Fails(2, option.Split('=')[0], $"did you mean {nearest}");

    [Theory]
    [InlineData("-x")]
    [InlineData("--qwertyuiop")]
    public void Given_an_option_like_none_when_run_then_help_is_named(string option) =>
        Invocation.Run("train", "a.png", "--output", "x", option).Fails(2, option, "see wframe train --help");

    [Fact]
    public void Given_an_unknown_verb_when_run_then_the_nearest_is_named() =>
        Invocation.Run("trian", "a.png").Fails(2, "trian", "did you mean train");

    [Fact]
    public void Given_an_unknown_verb_of_a_group_when_run_then_the_nearest_is_named() =>
        Invocation.Run("trunk", "gradient").Fails(2, "did you mean gradients");

    [Fact]
    public void Given_an_option_twice_when_run_then_it_is_refused() =>
        Invocation.Run("train", "a.png", "--output", "x", "--seed", "1", "--seed", "2").Fails(2, "--seed");

    [Fact]
    public void Given_an_option_without_its_value_when_run_then_it_is_refused() =>
        Invocation.Run("train", "a.png", "--output").Fails(2, "--output");

    [Fact]
    public void Given_no_output_when_trained_then_it_is_asked_for() =>
        Invocation.Run("train", "a.png").Fails(2, "--output RUN is missing");

    [Fact]
    public void Given_no_images_when_trained_then_they_are_asked_for() =>
        Invocation.Run("train", "--output", "x").Fails(2, "IMAGES is missing");

    [Theory]
    [InlineData("--iterations", "0")]
    [InlineData("--iterations", "1.5")]
    [InlineData("--iterations", "99999999999")]
    [InlineData("--steps", "-3")]
    [InlineData("--chains", "0")]
    [InlineData("--step-size", "NaN")]
    [InlineData("--step-size", "2")]
    [InlineData("--step-size", "-0.1")]
    [InlineData("--learning-rate", "Infinity")]
    [InlineData("--learning-rate", "-1e-3")]
    [InlineData("--learning-rate", "abc")]
    [InlineData("--penalty", "-1")]
    [InlineData("--reference-sigma", "0")]
    [InlineData("--noise-sigma", "-0.5")]
    [InlineData("--clip-theta", "0")]
    [InlineData("--method", "gan")]
    [InlineData("--theta", "both")]
    [InlineData("--init", "one")]
    [InlineData("--preset", "faces")]
    [InlineData("--seed", "-1")]
    [InlineData("--threads", "-1")]
    [InlineData("--device", "tpu")]
    [InlineData("--size", "0")]
    [InlineData("--size", "33")]
    [InlineData("--size", "-64")]
    [InlineData("--size", "99999")]
    [InlineData("--size", "16x")]
    [InlineData("--crop", "0")]
    [InlineData("--crops", "-1")]
    [InlineData("--jitter", "0.9")]
    [InlineData("--models", "0")]
    [InlineData("--images-per-model", "0")]
    [InlineData("--checkpoint-every", "0")]
    [InlineData("--verbosity", "loud")]
    public void Given_a_value_out_of_range_when_trained_then_nothing_is_written(string option, string value)
    {
        using var folder = new TemporaryFolder();

        var run = Invocation.Run("train", SmallRuns.Photograph, "--output", folder.At("run"), option, value);

        // The pixel options of the library say what is wrong in words, without the option's dashes.
        run.Fails(2, option is "--crops" or "--jitter" or "--device" ? value : option);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Given_a_size_beyond_memory_when_trained_then_the_need_is_named()
    {
        using var folder = new TemporaryFolder();

        Invocation
            .Run("train", SmallRuns.Photograph, "--output", folder.At("run"), "--size", "4096", "--chains", "100")
            .Fails(2, "--size 4096", "GB");
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    [Fact]
    public void Given_resume_and_overwrite_when_trained_then_one_must_go() =>
        Invocation
            .Run("train", SmallRuns.Photograph, "--output", "x", "--resume", "--overwrite")
            .Fails(2, "--resume", "--overwrite");

    [Fact]
    public void Given_a_failure_when_diagnostic_then_the_stack_is_shown() =>
        Assert.Contains(
            "   at WFrame",
            Invocation.Run("inspect", "missing.zip", "--verbosity", "diagnostic").Error,
            StringComparison.Ordinal
        );
}
