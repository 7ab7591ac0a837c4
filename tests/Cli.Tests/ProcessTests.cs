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

        var (code, _, error) = RealProcess.Shell("$WFRAME inspect \"$0\" > /dev/full", trained.Model);

        Assert.Equal(1, code);
        Assert.StartsWith("wframe: ", Assert.Single(error.Trim().Split('\n')), StringComparison.Ordinal);
    }

    /// <summary>A small file system of its own, seen by this process alone and gone with it, is really full.</summary>
    [FullDiskTheory]
    [Trait("Category", "Slow")]
    [InlineData("train \"$PHOTO\" --crops 2 --size 16 --iterations 2 --steps 2 --chains 2 --output $DISK/out")]
    [InlineData("export \"$MODEL\" --output $DISK/out")]
    [InlineData("trunk gradients \"$TRUNK\" --output $DISK/out")]
    [InlineData("trunk cut \"$TRUNK\" --convolutions 4 --output $DISK/out.onnx")]
    [InlineData("sample \"$MODEL\" --count 400 --steps 1 --output $DISK/out")]
    [InlineData("score \"$MODEL\" \"$PHOTO\" --output $DISK/out.csv")]
    public void Given_a_full_disk_when_written_then_exit_1_and_nothing_is_half_written(string command)
    {
        var script = $"""
            DISK="$1"; MODEL="$2"; PHOTO="$3"; TRUNK="$4"
            mount -t tmpfs -o size=64k none "$DISK"
            head -c 40960 /dev/zero > "$DISK/ballast"
            case "{command.Split(' ')[0]}" in score) cat /dev/zero > "$DISK/more" 2> /dev/null;; esac
            $WFRAME {command} --verbosity quiet
            code=$?
            cd "$DISK" && find . | grep -E '[.]tmp|model.zip|onnx|/out/[^/]*png|csv' | sed 's/^/LEFT /'
            exit $code
            """;
        var trunk = Path.Combine(Repository.Root, "models", "vgg16_conv4.onnx");
        string[] arguments = [folder.Path, trained.Model, SmallRuns.Photograph, trunk];

        var (code, output, error) = RealProcess.Shell("exec unshare -rm sh -c \"$0\" sh \"$@\"", script, arguments);

        Assert.True(code == 1, $"exit {code}: {output}{error}");
        Assert.DoesNotContain("LEFT", output, StringComparison.Ordinal);
        var sentence = Assert.Single(error.Trim().Split('\n'));
        Assert.StartsWith("wframe: cannot read or write: ", sentence, StringComparison.Ordinal);
        Assert.Contains("No space left", sentence, StringComparison.Ordinal);
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
