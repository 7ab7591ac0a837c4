using Spectre.Console;
using WFrame.Cli.Consoles;
using WFrame.Cli.Options;

namespace WFrame.Cli.Tests;

public sealed class EvaluateProgressTests
{
    [Fact]
    public void Given_stages_of_several_lengths_when_no_terminal_then_each_counts_and_tells_its_own_time_left()
    {
        var clock = new Clock();

        var lines = Lines(
            clock,
            Verbosity.Minimal,
            report =>
            {
                report(new Stage("generated images", 1, 2));
                clock.Now += 10;
                report(new Stage("generated images", 2, 2));
                report(new Stage("reference images", 100, 5000));
                clock.Now += 10;
                report(new Stage("reference images", 1000, 5000));
                report(new Stage("reference images", 1001, 5000));
                report(new Stage("fid", 0, 0));
                return 7;
            }
        );

        Assert.Equal(
            ["evaluating 2/2 generated images", "evaluating 1000/5000 reference images (40 s left)", "evaluating fid"],
            lines
        );
    }

    [Fact]
    public void Given_work_that_fails_at_once_when_no_terminal_then_the_failure_stands_alone()
    {
        var error = new StringWriter();
        var display = new ProgressDisplay(Terminal(error, new Clock()), Verbosity.Minimal);

        Assert.Throws<InvalidOperationException>(() =>
            display.Run<int>(
                "evaluating",
                report =>
                {
                    report(new Stage("pixels", 0, 0));
                    report(new Stage("generated images", 9, 9));
                    throw new InvalidOperationException();
                }
            )
        );

        Assert.Empty(error.ToString());
    }

    [Fact]
    public void Given_quiet_when_work_has_stages_then_nothing_is_said() =>
        Assert.Empty(
            Lines(
                new Clock(),
                Verbosity.Quiet,
                report =>
                {
                    report(new Stage("generated images", 9, 9));
                    return 7;
                }
            )
        );

    [Fact]
    public async Task Given_a_terminal_when_threads_report_stages_then_each_has_a_bar_and_nothing_waits_for_ever()
    {
        for (var round = 0; round < 20; round++)
        {
            var screen = new Screen();
            var console = AnsiConsole.Create(
                new AnsiConsoleSettings
                {
                    Ansi = AnsiSupport.Yes,
                    Interactive = InteractionSupport.Yes,
                    Out = screen,
                }
            );
            var terminal = new Terminal(TextWriter.Null, screen.Writer, console, TimeProvider.System);

            var work = Task.Run(() =>
                new ProgressDisplay(terminal, Verbosity.Minimal).Run(
                    "evaluating",
                    report =>
                    {
                        foreach (var name in new[] { "pixels", "generated images", "reference images", "fid" })
                        {
                            var total = name is "pixels" or "fid" ? 0 : 300;
                            _ = Parallel.For(0, Math.Max(1, total), i => report(new Stage(name, i, total)));
                            Thread.Sleep(round == 0 ? 250 : 0);
                        }
                        return 7;
                    }
                )
            );

            // Fails by a timeout where the display waits for itself.
            Assert.Equal(7, await work.WaitAsync(TimeSpan.FromSeconds(60)));
            if (round == 0)
            {
                Assert.Contains("300 generated images", screen.Text, StringComparison.Ordinal);
                Assert.Contains("300 reference images", screen.Text, StringComparison.Ordinal);
            }
        }
    }

    private static string[] Lines(Clock clock, Verbosity verbosity, Func<Action<Stage>, int> work)
    {
        var error = new StringWriter();
        Assert.Equal(7, new ProgressDisplay(Terminal(error, clock), verbosity).Run("evaluating", work));
        return error.ToString().Split(Environment.NewLine, StringSplitOptions.RemoveEmptyEntries);
    }

    private static Terminal Terminal(TextWriter error, TimeProvider clock) =>
        new(
            TextWriter.Null,
            error,
            AnsiConsole.Create(new AnsiConsoleSettings { Out = new AnsiConsoleOutput(error) }),
            clock
        );

    private sealed class Screen : IAnsiConsoleOutput
    {
        private readonly StringWriter _text = new();

        public Screen() => Writer = TextWriter.Synchronized(_text);

        public TextWriter Writer { get; }

        public string Text => _text.ToString();

        public bool IsTerminal => true;

        public int Width => 110;

        public int Height => 40;

        public void SetEncoding(System.Text.Encoding encoding) { }
    }

    /// <summary>Seconds that only the test moves.</summary>
    private sealed class Clock : TimeProvider
    {
        public long Now { get; set; }

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Now;
    }
}
