using System.Globalization;
using Spectre.Console;

namespace WFrame.Cli;

/// <summary>How far something is.</summary>
/// <param name="Done">Units done.</param>
/// <param name="Note">What to say beside it.</param>
internal readonly record struct Step(int Done, string Note = "");

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
        var console = terminal.Diagnostics;
        if (verbosity == Verbosity.Quiet)
        {
            return work(_ => { });
        }
        if (verbosity == Verbosity.Diagnostic || !console.Profile.Out.IsTerminal || !console.Profile.Capabilities.Ansi)
        {
            return work(Lines(title, total));
        }
        return new Progress(console, terminal.Clock)
            .AutoClear(true)
            .Columns(
                new TaskDescriptionColumn(),
                new ProgressBarColumn(),
                new PercentageColumn(),
                new RemainingTimeColumn()
            )
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

    private Action<Step> Lines(string title, int total)
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
            terminal.Error.WriteLine(
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
}
