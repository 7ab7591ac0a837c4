using WFrame.Cli;
using WFrame.Files;
using WFrame.Runs;

namespace WFrame.Experiments;

/// <content>From the command line to the exit code, and what is written at the end.</content>
public sealed partial class Experiment
{
    /// <summary>Runs an experiment: tables to the standard output, progress and errors to the standard error.</summary>
    /// <returns>The exit code.</returns>
    public static int Run(string name, string[] args, Action<Experiment> body)
    {
        using var stop = new CancellationTokenSource();
        using var interrupt = PosixSignalRegistration.Create(
            PosixSignal.SIGINT,
            signal =>
            {
                signal.Cancel = true;
                stop.Cancel();
            }
        );
        return Run(name, args, body, Console.Out, Console.Error, stop.Token);
    }

    internal static int Run(
        string name,
        IReadOnlyList<string> args,
        Action<Experiment> body,
        TextWriter output,
        TextWriter diagnostics,
        CancellationToken cancellation
    )
    {
        try
        {
            if (ExperimentOptions.Parse(name, args, output) is { } options)
            {
                var experiment = new Experiment(name, options, diagnostics, cancellation);
                body(experiment);
                output.Write(experiment.Finish(args));
            }
            return ExitCodes.Done;
        }
        // A defect of the program keeps its stack trace.
        catch (Exception e)
            when (e is IOException or UnauthorizedAccessException || ExitCodes.Of(e) != ExitCodes.Failed)
        {
            diagnostics.WriteLine($"{name}: {ExitCodes.Sentence(e)}");
            return ExitCodes.Of(e);
        }
    }

    /// <summary>Writes tables, then results.json; gives the Markdown.</summary>
    private string Finish(IReadOnlyList<string> args)
    {
        _notes.AddRange(
            ImageOverlap.Sentences(_runs.Select(r => (r.Label, r.Model.Options.Seed, r.Images.SelectMany(i => i))))
        );
        var markdown = Markdown();
        AtomicFile.WriteText(Folder.At($"{Name}.md"), markdown);
        Folder.WriteResults(
            new
            {
                schema = ExperimentFolder.Schema,
                name = Name,
                commandLine = $"dotnet run eval/{Name}.cs -- {string.Join(' ', args)}",
                quick = Options.Quick,
                setting = Options.Setting,
                seeds = Seeds(),
                protocol = Protocol,
                notes = _notes,
                tables = _tables.Select(t => new
                {
                    caption = t.Caption,
                    columns = t.Columns,
                    rows = t.Rows,
                }),
                pictures = Folder.Pictures,
                runs = _runs.Select(run => run.Describe(Options.Engine)),
                inputs = Images.Used,
                trunk = new { name = Trunk.Name, sha256 = Trunk.Sha256 },
                versions = RunDescription.Versions(),
                machine = Machine.Describe(),
                seconds = Math.Round(_clock.Elapsed.TotalSeconds, 1),
            }
        );
        Say($"done: {Folder.Results}");
        return markdown;
    }

    /// <summary>Those that something was trained with: a script may need fewer than it was given.</summary>
    private ulong[] Seeds() =>
        _runs.Count == 0 ? [.. Options.Seeds] : [.. _runs.Select(r => r.Model.Options.Seed).Distinct().Order()];

    private string Markdown()
    {
        var quick = Options.Quick ? " Quick version: it shows that everything runs, its numbers prove nothing." : "";
        return string.Join(
            '\n',
            [
                $"# {Name}",
                "",
                $"Seeds {string.Join(", ", Seeds())}.{quick} Numbers are mean ± sample standard deviation.",
                "",
                .. _notes.Select(note => $"- {note}"),
                "",
                .. _tables.Select(table => $"{table}"),
                $"Pictures: {string.Join(", ", Folder.Pictures)}",
                "",
            ]
        );
    }
}
