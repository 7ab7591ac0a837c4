using Spectre.Console;
using WFrame.Cli.Options;

namespace WFrame.Cli.Consoles;

/// <summary>How far something is, or one of its stages, each of which counts for itself.</summary>
/// <param name="Name">What is done, for instance "reference images"; "" where there are no stages.</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units of this stage; 0 where they cannot be told.</param>
internal readonly record struct Stage(string Name, int Done, int Total)
{
    /// <summary>What to say beside the count: the name where nothing else is given.</summary>
    public string Note { get; init; } = Name;

    /// <summary>The time left where who reports knows it; null: it is reckoned from the beginning of the display.</summary>
    public TimeSpan? Left { get; init; }
}

/// <summary>A bar with the time left on a terminal, plain lines every few seconds elsewhere, nothing when quiet.</summary>
internal sealed class ProgressDisplay(Terminal terminal, Verbosity verbosity)
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    /// <summary>Does some work and shows how far it is; each stage has a bar and a time left of its own.</summary>
    /// <param name="title">What is done in all, for instance "training".</param>
    /// <param name="work">Reports how far it is, from any thread.</param>
    /// <param name="knowsLeft">Whether stages tell their time left, which a bar would reckon otherwise.</param>
    public T Run<T>(string title, Func<Action<Stage>, T> work, bool knowsLeft = false)
    {
        if (verbosity == Verbosity.Quiet)
        {
            return work(_ => { });
        }
        var gate = new Lock();
        var isPlain =
            verbosity == Verbosity.Diagnostic
            || !terminal.Diagnostics.Profile.Out.IsTerminal
            || !terminal.Diagnostics.Profile.Capabilities.Ansi;
        return isPlain ? RunLines() : RunBars();

        T RunLines()
        {
            var lines = new PatientLines(terminal, verbosity == Verbosity.Diagnostic ? TimeSpan.Zero : BetweenLines);
            var (name, line) = (default(string), default(Action<Stage>));
            var result = work(stage =>
            {
                lock (gate)
                {
                    if (name != stage.Name)
                    {
                        (name, line) = (stage.Name, stage.Total == 0 ? null : Counted(title, lines.Write));
                        if (line is null)
                        {
                            lines.Write($"{title} {name}");
                        }
                    }
                    line?.Invoke(stage);
                }
            });
            lines.Flush();
            return result;
        }

        T RunBars() =>
            Bars(knowsLeft)
                .Start(bars =>
                {
                    var (name, bar) = (default(string), default(ProgressTask));
                    return work(stage =>
                    {
                        lock (gate)
                        {
                            if (name != stage.Name)
                            {
                                bar?.Increment(bar.MaxValue - bar.Value);
                                (name, bar) = (stage.Name, bars.AddTask(title, maxValue: Math.Max(1, stage.Total)));
                                bar.IsIndeterminate = stage.Total == 0;
                            }
                            bar!.Value = stage.Done;
                            var count = stage.Total == 0 ? "" : $"{stage.Done}/{stage.Total} ";
                            bar.Description = Markup.Escape($"{title} {count}{stage.Note}{Left(stage.Left)}");
                        }
                    });
                });
    }

    private Progress Bars(bool knowsLeft) =>
        new Progress(terminal.Diagnostics, terminal.Clock)
            .AutoClear(true)
            .Columns([
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new PercentageColumn(),
                .. knowsLeft ? Array.Empty<ProgressColumn>() : [new RemainingTimeColumn()],
            ]);

    private static string Left(TimeSpan? left) =>
        left is { } time ? string.Create(CultureInfo.InvariantCulture, $" ({time.TotalSeconds:0} s left)") : "";

    /// <summary>A line every few seconds and at the end, with the time left.</summary>
    private Action<Stage> Counted(string title, Action<string> write)
    {
        var start = terminal.Clock.GetTimestamp();
        var last = TimeSpan.Zero;
        return stage =>
        {
            var (done, total) = (stage.Done, stage.Total);
            var elapsed = terminal.Clock.GetElapsedTime(start);
            if (verbosity != Verbosity.Diagnostic && elapsed - last < BetweenLines && done < total)
            {
                return;
            }
            last = elapsed;
            var reckoned = TimeSpan.FromSeconds(done == 0 ? 0 : (total - done) * elapsed.TotalSeconds / done);
            var left = done == 0 || done >= total ? "" : Left(stage.Left ?? reckoned);
            write($"{title} {done}/{total} {stage.Note}{left}");
        };
    }

    /// <summary>Holds lines back for a while: what fails at once is told by one sentence alone.</summary>
    private sealed class PatientLines(Terminal terminal, TimeSpan patience)
    {
        private readonly long _start = terminal.Clock.GetTimestamp();
        private readonly List<string> _held = [];

        public void Write(string line)
        {
            _held.Add(line);
            if (terminal.Clock.GetElapsedTime(_start) >= patience)
            {
                Flush();
            }
        }

        public void Flush()
        {
            _held.ForEach(terminal.Error.WriteLine);
            _held.Clear();
        }
    }
}
