using System.Globalization;
using Spectre.Console;
using WFrame.Cli.Options;

namespace WFrame.Cli.Consoles;

/// <summary>How far something is.</summary>
/// <param name="Done">Units done.</param>
/// <param name="Note">What to say beside it.</param>
internal readonly record struct Step(int Done, string Note = "");

/// <summary>How far one of several stages is, each of which counts for itself.</summary>
/// <param name="Name">What is done, for instance "reference images".</param>
/// <param name="Done">Units done.</param>
/// <param name="Total">Units of this stage; 0 where they cannot be told.</param>
internal readonly record struct Stage(string Name, int Done, int Total);

/// <summary>A bar with the time left on a terminal, plain lines every few seconds elsewhere, nothing when quiet.</summary>
internal sealed class ProgressDisplay(Terminal terminal, Verbosity verbosity)
{
    private static readonly TimeSpan BetweenLines = TimeSpan.FromSeconds(5);

    /// <summary>Does some work and shows how far it is.</summary>
    /// <param name="title">What is done, for instance "training".</param>
    /// <param name="total">Units in all.</param>
    /// <param name="work">Reports its steps, from one thread at a time.</param>
    public T Run<T>(string title, int total, Func<Action<Step>, T> work)
    {
        if (verbosity == Verbosity.Quiet)
        {
            return work(_ => { });
        }
        if (IsPlain)
        {
            return work(Lines(title, total, terminal.Error.WriteLine));
        }
        return Bars()
            .Start(bars =>
            {
                var bar = bars.AddTask(title, maxValue: total);
                return work(step =>
                {
                    bar.Value = step.Done;
                    bar.Description = Markup.Escape($"{title} {step.Done}/{total} {step.Note}");
                });
            });
    }

    /// <summary>Does work of several stages; each has a bar and a time left of its own.</summary>
    /// <param name="title">What is done in all.</param>
    /// <param name="work">Reports its stages, from any thread.</param>
    public T RunStages<T>(string title, Func<Action<Stage>, T> work)
    {
        if (verbosity == Verbosity.Quiet)
        {
            return work(_ => { });
        }
        var gate = new Lock();
        if (IsPlain)
        {
            var lines = new PatientLines(terminal, verbosity == Verbosity.Diagnostic ? TimeSpan.Zero : BetweenLines);
            var (name, line) = ("", default(Action<Step>));
            var result = work(stage =>
            {
                lock (gate)
                {
                    if (name != stage.Name)
                    {
                        name = stage.Name;
                        line = stage.Total == 0 ? null : Lines(title, stage.Total, lines.Write);
                        if (line is null)
                        {
                            lines.Write($"{title} {name}");
                        }
                    }
                    line?.Invoke(new Step(stage.Done, stage.Name));
                }
            });
            lines.Flush();
            return result;
        }
        return Bars()
            .Start(bars =>
            {
                var (name, bar) = ("", default(ProgressTask));
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
                        bar.Description = Markup.Escape($"{title} {count}{stage.Name}");
                    }
                });
            });
    }

    private bool IsPlain =>
        verbosity == Verbosity.Diagnostic
        || !terminal.Diagnostics.Profile.Out.IsTerminal
        || !terminal.Diagnostics.Profile.Capabilities.Ansi;

    private Progress Bars() =>
        new Progress(terminal.Diagnostics, terminal.Clock)
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new PercentageColumn(),
                new RemainingTimeColumn()
            );

    private Action<Step> Lines(string title, int total, Action<string> write)
    {
        var start = terminal.Clock.GetTimestamp();
        var last = TimeSpan.Zero;
        return step =>
        {
            var elapsed = terminal.Clock.GetElapsedTime(start);
            var all = verbosity == Verbosity.Diagnostic;
            if (!all && elapsed - last < BetweenLines && step.Done < total)
            {
                return;
            }
            last = elapsed;
            write(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{title} {step.Done}/{total} {step.Note}{Left(step.Done, total, elapsed)}"
                )
            );
        };
    }

    private static string Left(int done, int total, TimeSpan elapsed) =>
        done == 0 || done >= total
            ? ""
            : string.Create(
                CultureInfo.InvariantCulture,
                $" ({(total - done) * elapsed.TotalSeconds / done:0} s left)"
            );

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
