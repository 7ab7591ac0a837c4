using System.Globalization;
using WFrame.Runs;
using WFrame.Trunks;

namespace WFrame.Experiments;

/// <content>From the command line to the exit code, and what is written at the end.</content>
public sealed partial class Experiment
{
    /// <summary>Runs an experiment: tables to the standard output, progress and errors to the standard error.</summary>
    /// <param name="name">Name of the program.</param>
    /// <param name="args">Its arguments (<see cref="ExperimentOptions"/>).</param>
    /// <param name="body">The experiment itself.</param>
    /// <returns>0 done, 1 failed, 2 usage or bad input, 3 diverged, 130 interrupted.</returns>
    public static int Run(string name, string[] args, Action<Experiment> body)
    {
        using var stop = new CancellationTokenSource();
        ConsoleCancelEventHandler handler = (_, e) =>
        {
            e.Cancel = true;
            stop.Cancel();
        };
        Console.CancelKeyPress += handler;
        try
        {
            return Run(name, args, body, Console.Out, Console.Error, stop.Token);
        }
        finally
        {
            Console.CancelKeyPress -= handler;
        }
    }

    /// <summary>The same with the writers given.</summary>
    internal static int Run(
        string name,
        IReadOnlyList<string> args,
        Action<Experiment> body,
        TextWriter output,
        TextWriter diagnostics,
        CancellationToken cancellation
    )
    {
        if (args.Any(a => a is "--help" or "-h"))
        {
            output.WriteLine($"dotnet run eval/{name}.cs -- OPTIONS\n{ExperimentOptions.Help}");
            return 0;
        }
        try
        {
            var options = ExperimentOptions.Parse(args);
            ExperimentImages.Check(options.Data);
            var experiment = new Experiment(name, options, diagnostics, cancellation);
            body(experiment);
            output.Write(experiment.Finish(args));
            return 0;
        }
        catch (Exception e) when (ExitCode(e) is { } code)
        {
            diagnostics.WriteLine($"{name}: {e.Message}");
            return code;
        }
    }

    private static int? ExitCode(Exception e) =>
        e switch
        {
            UsageException or InvalidContentException => 2,
            DivergedException => 3,
            OperationCanceledException => 130,
            IOException or UnauthorizedAccessException => 1,
            _ => null,
        };

    /// <summary>Writes tables, then results.json; gives the Markdown.</summary>
    private string Finish(IReadOnlyList<string> args)
    {
        var markdown = Markdown();
        Folder.WriteTables(Name, markdown);
        Folder.WriteResults(
            new
            {
                schema = ExperimentFolder.Schema,
                name = Name,
                commandLine = $"dotnet run eval/{Name}.cs -- {string.Join(' ', args)}",
                quick = Options.Quick,
                seeds = Options.Seeds,
                protocol = Protocol,
                notes = _notes,
                tables = _tables.Select(t => new
                {
                    caption = t.Caption,
                    columns = t.Columns,
                    rows = t.Rows,
                }),
                pictures = Folder.Pictures,
                runs = _runs.Select(Describe),
                inputs = Images.Used,
                trunk = new { name = Trunk.Name, sha256 = Trunk.Sha256 },
                versions = RunDescription.Versions(),
                seconds = Math.Round(_clock.Elapsed.TotalSeconds, 1),
            }
        );
        Say($"done: {Folder.Results}");
        return markdown;
    }

    private static object Describe(ExperimentRun run) =>
        new
        {
            label = run.Label,
            options = run.Model.Options,
            size = $"{run.Model.Size}",
            components = run.Model.Components.Select(c => c.Name),
            outcome = run.Outcome,
            engine = run.Engine,
            seconds = Math.Round(run.Seconds, 1),
            summaries = run.Summaries,
            responseDistance = run.Histories.Select(h => h.Select(r => MeanAndSpread.Rounded(r.ResponseDistance))),
            phiSynthesized = run.Histories.Select(h => h.Select(r => MeanAndSpread.Rounded(r.PhiSynthesized))),
            gradientRms = run.Histories.Select(h => h.Select(r => MeanAndSpread.Rounded(r.GradientRms))),
        };

    private string Markdown()
    {
        var seeds = string.Join(", ", Options.Seeds.Select(s => s.ToString(CultureInfo.InvariantCulture)));
        var quick = Options.Quick ? " Quick version: it shows that everything runs, its numbers prove nothing." : "";
        return string.Join(
                '\n',
                [
                    $"# {Name}",
                    "",
                    $"Seeds {seeds}.{quick} Numbers are mean ± sample standard deviation.",
                    "",
                    .. _notes.SelectMany(n => new[] { $"- {n}" }),
                    "",
                    .. _tables.Select(t => t.ToString()),
                    $"Pictures: {string.Join(", ", Folder.Pictures)}",
                ]
            ) + "\n";
    }
}
