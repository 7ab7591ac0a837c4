using WFrame.Testing;

namespace WFrame.Cli.Tests;

/// <summary>What systems limit and users interrupt, with the command as a process of its own.</summary>
public sealed class LimitTests(TrainedRun trained) : IClassFixture<TrainedRun>, IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(40)]
    [InlineData(60)]
    [InlineData(120)]
    public void Given_few_open_files_when_started_then_one_sentence_says_so_before_anything_is_done(int limit)
    {
        var (code, output, error) = RealProcess.Shell(
            $"ulimit -n {limit}; exec $WFRAME train \"$0\" --crops 2 --size 16 --iterations 1 --steps 1 --output \"$1\"",
            SmallRuns.Photograph,
            folder.At("run")
        );

        Assert.Equal((1, ""), (code, output));
        var line = Assert.Single(error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.StartsWith("wframe: ", line, StringComparison.Ordinal);
        Assert.Contains("ulimit -n", line, StringComparison.Ordinal);
        Assert.False(Directory.Exists(folder.At("run")));
    }

    /// <summary>What is allowed must be enough to the end: the report loads the last parts.</summary>
    [Fact]
    public void Given_no_more_open_files_than_are_asked_for_when_trained_then_they_suffice()
    {
        var (code, _, error) = RealProcess.Shell(
            "ulimit -n 200; exec $WFRAME train \"$0\" --crops 2 --size 16 --iterations 1 --steps 1 --device ort-cpu --output \"$1\"",
            SmallRuns.Photograph,
            folder.At("run")
        );

        Assert.True(code == 0, error);
        Assert.True(File.Exists(folder.At("run", "report.html")));
    }

    [TerminalFact]
    public void Given_two_interrupts_on_a_terminal_when_training_then_the_cursor_is_shown_again()
    {
        const string Script = """
            export TERM=xterm
            env --default-signal=INT,TERM script -qfec "exec $WFRAME train '$0' --crops 9 --size 128 --iterations 100 --steps 5000 --output '$1'" "$2" > /dev/null < /dev/null &
            terminal=$!
            for i in $(seq 300); do grep -q '\[?25l' "$2" 2> /dev/null && break; sleep 0.1; done
            command=$(pgrep -P $terminal)
            kill -INT $command
            sleep 0.05
            kill -INT $command
            (sleep 30; kill $command) > /dev/null 2>&1 &
            wait $terminal
            """;
        var (code, _, error) = RealProcess.Shell(
            Script,
            SmallRuns.Photograph,
            folder.At("run"),
            folder.At("typescript")
        );

        var shown = File.ReadAllText(folder.At("typescript"));
        Assert.True(code == 130, $"{code}: {error}{shown}");
        Assert.True(
            shown.LastIndexOf("\e[?25h", StringComparison.Ordinal)
                > shown.LastIndexOf("\e[?25l", StringComparison.Ordinal)
        );
    }

    [Theory]
    [InlineData("train $PHOTO --size 16 --output $OUT")]
    [InlineData("sample $MODEL --output $OUT")]
    [InlineData("score $MODEL $PHOTO")]
    [InlineData("evaluate --generated $PHOTO --reference $PHOTO --size 16 --output $OUT")]
    [InlineData("evaluate --generated $MODEL --reference $PHOTO --output $OUT")]
    public void Given_an_interrupt_when_anything_long_is_done_then_exit_130_and_a_whole_sentence(string command)
    {
        string[] arguments =
        [
            .. command
                .Split(' ')
                .Select(word =>
                    word.Replace("$PHOTO", SmallRuns.Photograph, StringComparison.Ordinal)
                        .Replace("$MODEL", trained.Model, StringComparison.Ordinal)
                        .Replace("$OUT", folder.At("out"), StringComparison.Ordinal)
                ),
        ];

        var run = Invocation.Run(null, arguments, new CancellationToken(canceled: true));

        run.Fails(130, "interrupted", ".");
        Assert.False(File.Exists(folder.At("out", "report.html")));
    }
}
