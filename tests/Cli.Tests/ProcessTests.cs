using WFrame.Testing;

namespace WFrame.Cli.Tests;

public sealed class ProcessTests(TrainedRun trained) : IClassFixture<TrainedRun>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [Trait("Category", "Slow")]
    [InlineData("-INT")]
    [InlineData("-TERM")]
    public void Given_a_signal_when_training_then_a_checkpoint_is_written_and_resume_gives_the_same_bytes(string signal)
    {
        string[] more = ["--iterations", "8", "--verbosity", "diagnostic"];
        var (code, error) = RealProcess.Interrupt(signal, "training 2/", Arguments("parts", more));

        Assert.Equal(130, code);
        Assert.Contains("continue with --resume", error, StringComparison.Ordinal);
        Invocation.Run(Arguments("parts", [.. more, "--resume"])).Succeeds();
        Invocation.Run(Arguments("whole", more)).Succeeds();
        RealProcess.AssertSameRun(folder.At("whole"), folder.At("parts"));
    }

    [Fact]
    public void Given_a_full_device_for_results_when_inspected_then_exit_1_says_so()
    {
        Assert.True(File.Exists("/dev/full"), "these tests run on Linux");

        var (code, _, error) = RealProcess.Shell("$WFRAME inspect \"$1\" > /dev/full", trained.Model);

        Assert.Equal(1, code);
        Assert.StartsWith("wframe: ", Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    /// <summary>
    /// A file size limit stands for a full disk, which needs a mount: each write beyond 64 KB fails as on a full disk.
    /// The runtime's own double mapping would hit the limit too and is switched off.
    /// </summary>
    [Fact]
    [Trait("Category", "Slow")]
    public void Given_no_room_for_the_files_when_written_then_exit_1_and_nothing_is_half_written()
    {
        const string limited = "trap '' XFSZ; ulimit -f 128; DOTNET_EnableWriteXorExecute=0 exec $WFRAME \"$@\"";
        string[][] commands =
        [
            Arguments("run", []),
            ["export", trained.Model, "--output", folder.At("onnx")],
            [
                "trunk",
                "gradients",
                Path.Combine(Repository.Root, "models", "vgg16_conv4.onnx"),
                "--output",
                folder.At("g"),
            ],
        ];
        foreach (var command in commands)
        {
            var (code, output, error) = RealProcess.Shell(limited, command);

            Assert.True(code == 1, $"exit {code}: {error}");
            Assert.Empty(output);
            Assert.StartsWith("wframe: cannot read or write", error.Trim().Split('\n')[^1], StringComparison.Ordinal);
        }
        Assert.False(File.Exists(folder.At("run", "model.zip")));
        Assert.False(Directory.Exists(folder.At("onnx")) || Directory.Exists(folder.At("g")));
        Assert.Empty(Directory.GetFileSystemEntries(folder.Path, "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public void Given_a_process_when_asked_for_json_then_standard_output_is_one_line()
    {
        var (code, output, _) = RealProcess.Shell("$WFRAME doctor --json");

        Assert.Equal(0, code);
        Assert.Equal("wframe.doctor/1", (string)System.Text.Json.Nodes.JsonNode.Parse(output)!["schema"]!);
        Assert.Single(output.Trim().Split('\n'));
    }

    private string[] Arguments(string name, string[] more)
    {
        var arguments = SmallRuns.Arguments(folder.At(name), more);
        // A later value stands for the earlier one.
        return more.Contains("--iterations") ? Without(arguments, "--iterations") : arguments;
    }

    /// <summary>Leaves out the first of two options of a name.</summary>
    private static string[] Without(string[] arguments, string option)
    {
        var at = Array.IndexOf(arguments, option);
        return [.. arguments[..at], .. arguments[(at + 2)..]];
    }
}
