using System.Text.Encodings.Web;
using WFrame.Cli.Options;

namespace WFrame.Cli.Consoles;

/// <summary>What a command says: results on standard output, notices on standard error.</summary>
internal sealed class Say(Terminal terminal, Verbosity verbosity)
{
    /// <summary>How every result is written: camelCase, texts as they are.</summary>
    public static JsonSerializerOptions Json { get; } =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>Progress on standard error.</summary>
    public ProgressDisplay Progress { get; } = new(terminal, verbosity);

    /// <summary>A line of the result.</summary>
    public void Result(string line) => terminal.Out.WriteLine(line);

    /// <summary>The result as one JSON object on one line.</summary>
    public void Result(JsonObject json) => terminal.Out.WriteLine(json.ToJsonString(Json));

    /// <summary>The result as rows for reading: the same keys, the same values.</summary>
    public void ResultRows(JsonObject json) => Result(RowsOf(json));

    /// <summary>Rows of names and values as the result.</summary>
    public void Result(IEnumerable<(string Name, string Value)> rows)
    {
        var table = rows.ToArray();
        var width = table.Max(r => r.Name.Length);
        foreach (var (name, value) in table)
        {
            Result($"{name.PadRight(width)}  {value}");
        }
    }

    /// <summary>A sentence that the user should see, unless quiet.</summary>
    public void Notice(string sentence)
    {
        if (verbosity != Verbosity.Quiet)
        {
            terminal.Error.WriteLine($"wframe: {sentence}");
        }
    }

    /// <summary>A sentence for --verbosity diagnostic.</summary>
    public void Detail(string sentence)
    {
        if (verbosity == Verbosity.Diagnostic)
        {
            terminal.Error.WriteLine($"wframe: {sentence}");
        }
    }

    /// <summary>What went wrong, although the command has a result.</summary>
    public void Problem(string sentence) => terminal.Error.WriteLine($"wframe: {sentence}");

    private static IEnumerable<(string Name, string Value)> RowsOf(JsonObject json)
    {
        foreach (var (name, value) in json)
        {
            if (name == "schema")
            {
                continue;
            }
            if (value is JsonArray { Count: > 0 } list && list[0]!.GetValueKind() != JsonValueKind.Number)
            {
                foreach (var (item, i) in list.Select((item, i) => (item, i)))
                {
                    yield return (i == 0 ? name : "", Value(item));
                }
                continue;
            }
            yield return (name, Value(value));
        }
    }

    private static string Value(JsonNode? value) =>
        value switch
        {
            null => "none",
            JsonObject o => string.Join(", ", o.Select(p => $"{p.Key} {Value(p.Value)}")),
            JsonArray a => a.Count == 0 ? "none" : string.Join(", ", a.Select(Value)),
            _ => value.GetValueKind() switch
            {
                JsonValueKind.True => "yes",
                JsonValueKind.False => "no",
                JsonValueKind.Number => Number(value.ToJsonString()),
                _ => value.ToString(),
            },
        };

    private static string Number(string text) =>
        text.Contains('.', StringComparison.Ordinal)
            ? double.Parse(text, CultureInfo.InvariantCulture).ToString("G6", CultureInfo.InvariantCulture)
            : text;
}
