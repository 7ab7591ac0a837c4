using WFrame.Testing;

namespace WFrame.Cli.Tests;

public sealed class EvaluateTests(TrainedRun trained) : IClassFixture<TrainedRun>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Given_a_run_when_evaluated_then_the_table_says_how_the_values_were_taken()
    {
        var run = Evaluate(trained.Path, "--metrics", "response-distance,nearest-image,pixel-diversity").Succeeds();

        Assert.Matches("(?m)^R  +[0-9.]+$", run.Out);
        Assert.Matches("(?m)^R of conv1_1  +[0-9.]+ \\([0-9.]+ %\\)$", run.Out);
        Assert.Matches("(?m)^R, of the observed mean response  +[0-9.]+ %$", run.Out);
        Assert.Matches("(?m)^Generated images  +2$", run.Out);
        Assert.Matches("(?m)^Reference images  +1$", run.Out);
        Assert.Matches("(?m)^Trunk  +vgg16_conv4 [0-9a-f]{64}$", run.Out);
        Assert.Matches("(?m)^Compared at  +16 px$", run.Out);
        Assert.DoesNotContain("NaN", run.Out, StringComparison.Ordinal);
    }

    [Fact]
    public void Given_a_run_without_final_samples_when_evaluated_then_it_says_what_to_do()
    {
        File.Copy(Path.Combine(trained.Path, "run.json"), folder.At("run.json"));

        Evaluate(folder.Path).Fails(2, "without final samples", "--resume");
    }

    [Fact]
    public void Given_a_cache_that_cannot_be_written_when_evaluated_then_it_is_refused_before_anything_is_read()
    {
        File.WriteAllText(folder.At("file"), "");
        File.WriteAllText(folder.At("bad.png"), "no image");

        Evaluate(folder.At("bad.png"), "--cache", folder.At("file")).Fails(2, "--cache", "is a file");
        Assert.Equal(2, Directory.GetFiles(folder.Path).Length);
    }

    [Theory]
    [InlineData("--seed", "x", "is no seed")]
    [InlineData("--crop", "9999", "a reference crop of 9999 does not fit")]
    [InlineData("--metrics", "fid,IS", "Metric 'IS' is not known")]
    [InlineData("--metrics", "fid", "need a classifier")]
    [InlineData("--splits", "0", "--splits 0 is out of range")]
    public void Given_a_value_that_is_not_allowed_when_evaluated_then_one_sentence_and_no_report(
        string option,
        string value,
        string part
    )
    {
        Evaluate(trained.Path, option, value, "--output", folder.At("report")).Fails(2, part);
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path));
    }

    private static Invocation Evaluate(string generated, params string[] more) =>
        Invocation.Run(["evaluate", "--generated", generated, "--reference", SmallRuns.Photograph, .. more]);
}
