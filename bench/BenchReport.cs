using BenchmarkDotNet.Environments;
using WFrame.Files;
using WFrame.Reports;

namespace WFrame.Bench;

/// <summary>
/// What one of these programs measured: on the console row by row and, where --output names a folder, as NAME.md in it,
/// with machine, date and command.
/// </summary>
/// <param name="name">Verb of the program.</param>
/// <param name="heads">Heads of the columns.</param>
internal sealed class BenchReport(string name, params string[] heads)
{
    private readonly List<string[]> _rows = [];
    private readonly List<string> _notes = [];

    /// <summary>Adds a row, a cell a head.</summary>
    public void Add(params FormattableString[] cells)
    {
        string[] row = [.. cells.Select(FormattableString.Invariant)];
        _rows.Add(row);
        Console.WriteLine(string.Join("  ", row.Zip(heads, (cell, head) => $"{head} {cell}")));
    }

    /// <summary>Adds a sentence below the table.</summary>
    public void Note(FormattableString sentence)
    {
        _notes.Add(FormattableString.Invariant(sentence));
        Console.WriteLine(_notes[^1]);
    }

    /// <summary>Writes NAME.md.</summary>
    /// <param name="folder">Where; nothing is written when null.</param>
    /// <param name="args">The command line.</param>
    public void Write(string? folder, IEnumerable<string> args)
    {
        if (folder is null)
        {
            return;
        }
        var today = DateTime.UtcNow.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
        string[] about =
        [
            $"    dotnet run -c Release --project bench -- {string.Join(' ', args)}",
            "",
            $"Measured on {today}:",
            "",
            .. HostEnvironmentInfo.GetCurrent().ToFormattedString().Select(line => $"    {line}"),
            .. Load().Select(load => $"    load average {load}: what other programs were asking for"),
            "",
            "",
        ];
        Directory.CreateDirectory(folder);
        AtomicFile.WriteText(
            Path.Combine(folder, $"{name}.md"),
            $"# {name}\n\n{string.Join('\n', about)}{MarkdownTable.Of(heads, _rows)}{string.Concat(_notes.Select(n => $"\n{n}\n"))}"
        );
    }

    /// <summary>How busy the machine was over the last five minutes, where it tells.</summary>
    private static IEnumerable<string> Load() =>
        File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ').Skip(1).Take(1) : [];
}
