using WFrame.Testing;

namespace WFrame.Cli.Tests.Options;

public sealed class ConfigTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    private string Config => folder.At("run.json");

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Given_preset_config_and_command_line_when_trained_then_each_wins_over_the_one_before()
    {
        File.WriteAllText(
            Config,
            """{"preset": "texture", "size": "16", "steps": 2, "iterations": 7, "chains": 2, "crops": 2, "json": true}"""
        );

        Invocation
            .Run("train", SmallRuns.Photograph, "--config", Config, "--iterations", "1", "--output", folder.At("run"))
            .Succeeds();

        var written = JsonNode.Parse(File.ReadAllText(folder.At("run", "run.json")))!;
        Assert.Equal(1, (int)written["options"]!["iterations"]!);
        Assert.Equal(2, (int)written["options"]!["steps"]!);
        Assert.Equal("filter", (string)written["options"]!["theta"]!);
        Assert.Equal("texture", (string)written["commandOptions"]!["preset"]!);
        Assert.Equal("1", (string)written["commandOptions"]!["iterations"]!);
    }

    [Fact]
    public void Given_the_run_json_of_a_run_when_used_as_config_then_the_run_is_repeated()
    {
        SmallRuns.Train(folder.At("a"), "--seed", "5").Succeeds();
        SmallRuns.Train(folder.At("a"), "--seed", "5", "--overwrite").Succeeds();

        Invocation.Run("train", "--config", folder.At("a", "run.json"), "--output", folder.At("b")).Succeeds();

        Assert.Equal(File.ReadAllBytes(folder.At("a", "model.zip")), File.ReadAllBytes(folder.At("b", "model.zip")));
    }

    [Fact]
    public void Given_an_unknown_key_when_read_then_it_and_the_nearest_are_named()
    {
        File.WriteAllText(Config, """{"iteration": 3}""");

        Invocation
            .Run("train", SmallRuns.Photograph, "--config", Config, "--output", folder.At("run"))
            .Fails(2, "\"iteration\"", "did you mean \"iterations\"");
    }

    [Theory]
    [InlineData("")]
    [InlineData("[1]")]
    [InlineData("{\"steps\": {}}")]
    [InlineData("{\"steps\": ")]
    [InlineData("{\"steps\": \"many\"}")]
    [InlineData("{\"steps\": 2.5}")]
    [InlineData("{\"by-class\": \"perhaps\"}")]
    public void Given_a_bad_config_when_read_then_it_is_refused(string text)
    {
        File.WriteAllText(Config, text);

        Invocation.Run("train", SmallRuns.Photograph, "--config", Config, "--output", folder.At("run")).Fails(2);
        Assert.False(Directory.Exists(folder.At("run")));
    }

    [Fact]
    public void Given_no_config_file_when_read_then_it_is_named() =>
        Invocation.Run("doctor", "--config", folder.At("none.json")).Fails(2, "none.json does not exist");
}
