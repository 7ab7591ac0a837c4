namespace WFrame.Experiments.Tests;

public sealed class ExperimentOptionsTests
{
    private static readonly string[] Needed = ["--data", "images", "--output", "out"];

    [Fact]
    public void GivenOnlyWhatIsRequired_WhenParsed_ThenTheFullVersionWithThreeSeeds()
    {
        var options = Parse(Needed);

        Assert.Equal(("images", "out", false), (options.Data, options.Output, options.Quick));
        Assert.Equal([1, 2, 3], options.Seeds);
        Assert.Null(options.Size);
    }

    [Fact]
    public void GivenQuick_WhenParsed_ThenOneSeedUnlessSeedsAreNamed()
    {
        Assert.Equal([1], Parse([.. Needed, "--quick"]).Seeds);
        Assert.Equal([4, 7], Parse([.. Needed, "--quick", "--seeds", "4,7"]).Seeds);
    }

    [Fact]
    public void GivenEveryOption_WhenParsed_ThenAllAreRead()
    {
        string[] more = ["--size", "48", "--iterations", "7", "--steps", "3", "--models", "2", "--threads", "1"];
        string[] names = ["--inception", "a.onnx", "--peers", "p", "--device", "ort-cpu", "--overwrite"];

        var options = Parse([.. Needed, .. more, .. names]);

        Assert.Equal(
            (48, 7, 3, 2, 1),
            (options.Size, options.Iterations, options.Steps, options.Models, options.Engine.Threads)
        );
        Assert.Equal(("a.onnx", "p", "ort-cpu"), (options.Inception, options.Peers, options.Engine.Device));
        Assert.True(options.Overwrite);
    }

    [Theory]
    [InlineData("--data x", "--output is missing")]
    [InlineData("--output x", "--data is missing")]
    [InlineData("--data x --output", "--output needs a value")]
    [InlineData("--data x --output --quick", "--output needs a value")]
    [InlineData("--data x --output y --size", "--size needs a value")]
    [InlineData("--data x --output y --fast", "--fast is unknown")]
    [InlineData("--data x --output y stray", "stray is unknown")]
    [InlineData("--data x --output y --data z", "--data is given twice")]
    [InlineData("--data x --output y --seeds 1,1", "--seeds 1,1 is not allowed")]
    [InlineData("--data x --output y --seeds 1,,2", "--seeds 1,,2 is not allowed")]
    [InlineData("--data x --output y --seeds -1", "--seeds -1 is not allowed")]
    [InlineData("--data x --output y --size 1", "--size 1 is not allowed")]
    [InlineData("--data x --output y --steps 2.5", "--steps 2.5 is not allowed")]
    [InlineData("--data x --output y --setting best", "--setting best is not allowed")]
    [InlineData("--data x --output y --models NaN", "--models NaN is not allowed")]
    public void GivenAWrongCommandLine_WhenParsed_ThenTheMessageNamesWhatIsWrong(string line, string message)
    {
        var failure = Assert.Throws<UsageException>(() => Parse(line.Split(' ')));

        Assert.StartsWith(message, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--help")]
    [InlineData("--data x -h")]
    public void GivenHelp_WhenParsed_ThenEveryOptionIsExplainedAndNothingElseChecked(string line)
    {
        using var help = new StringWriter();

        Assert.Null(ExperimentOptions.Parse("figure1", line.Split(' '), help));

        string[] some =
        [
            "eval/figure1.cs",
            "--data <FOLDER> (REQUIRED)",
            "--seeds <1,2,3>",
            "--peers",
            "--threads <N>",
        ];
        Assert.All(some, text => Assert.Contains(text, help.ToString(), StringComparison.Ordinal));
    }

    private static ExperimentOptions Parse(IReadOnlyList<string> args) =>
        ExperimentOptions.Parse("small", args, TextWriter.Null)!;
}
