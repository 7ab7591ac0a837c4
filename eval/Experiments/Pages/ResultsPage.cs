using System.Text.RegularExpressions;
using WFrame.Reports;

namespace WFrame.Experiments.Pages;

/// <summary>
/// A Markdown page whose tables are those of results.json files: what lies between "results: NAME" and "end of NAME", both
/// in HTML comments, is replaced by the tables of NAME.json, which may lie in a sub-folder. So no number of them is typed.
/// </summary>
public static partial class ResultsPage
{
    /// <summary>The page with every block written anew.</summary>
    /// <param name="page">Text of the page.</param>
    /// <param name="folder">Folder of the NAME.json files.</param>
    /// <exception cref="UsageException">A block has no end, or its file does not exist.</exception>
    /// <exception cref="InvalidContentException">A file is no results.json of an experiment.</exception>
    public static string Fill(string page, string folder)
    {
        var filled = Block().Replace(page, block => Written(block.Groups["name"].Value, folder));
        var open = Start().Count(filled) - Block().Count(filled);
        return open == 0
            ? filled
            : throw new UsageException($"{open} blocks of results have no end: put <!-- end of NAME --> below each.");
    }

    private static string Written(string name, string folder)
    {
        var path = Path.Combine(folder, $"{name}.json");
        if (!File.Exists(path))
        {
            throw new UsageException(
                $"{path} does not exist: copy the results.json of the run there, or drop the block."
            );
        }
        try
        {
            using var results = JsonDocument.Parse(File.ReadAllText(path));
            return $"<!-- results: {name} -->\n\n{Text(results.RootElement)}\n<!-- end of {name} -->";
        }
        catch (Exception e) when (e is JsonException or KeyNotFoundException or InvalidOperationException)
        {
            throw new InvalidContentException($"{path} is no results.json of an experiment: {e.Message}");
        }
    }

    private static string Text(JsonElement results)
    {
        var machine = results.GetProperty("machine");
        // Results of older versions name seeds that were given and not used.
        var used = results
            .GetProperty("runs")
            .EnumerateArray()
            .Select(r => r.GetProperty("options").GetProperty("seed"));
        ulong[] trained = [.. used.Select(s => s.GetUInt64()).Distinct().Order()];
        var seeds =
            trained.Length > 0
                ? string.Join(", ", trained)
                : string.Join(", ", results.GetProperty("seeds").EnumerateArray());
        string[] head =
        [
            $"    {results.GetProperty("commandLine").GetString()}",
            "",
            $"Seeds {seeds}; {machine.GetProperty("threads")} threads of {machine.GetProperty("processor")}.",
            .. results.GetProperty("notes").EnumerateArray().Select(note => $"{note}"),
            "",
        ];
        return string.Join('\n', [.. head, .. results.GetProperty("tables").EnumerateArray().Select(Table)]);
    }

    private static string Table(JsonElement table) =>
        $"**{table.GetProperty("caption")}**\n\n"
        + MarkdownTable.Of(
            [.. table.GetProperty("columns").EnumerateArray().Select(c => $"{c}")],
            table
                .GetProperty("rows")
                .EnumerateArray()
                .Select(row => row.EnumerateArray().Select(Cell).ToArray())
                .ToArray()
        );

    /// <summary>As <see cref="ResultTable"/> prints it.</summary>
    private static string Cell(JsonElement cell) =>
        cell.ValueKind switch
        {
            JsonValueKind.Object =>
                $"{MeanAndSpread.Of(cell.GetProperty("values").EnumerateArray().Select(v => v.GetDouble()))}",
            JsonValueKind.Number when !cell.TryGetInt64(out _) => MeanAndSpread.Digits(cell.GetDouble()),
            _ => $"{cell}",
        };

    [GeneratedRegex(@"<!-- results: (?<name>[\w/-]+) -->.*?<!-- end of \k<name> -->", RegexOptions.Singleline)]
    private static partial Regex Block();

    [GeneratedRegex("<!-- results: ")]
    private static partial Regex Start();
}
