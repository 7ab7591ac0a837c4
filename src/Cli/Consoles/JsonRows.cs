namespace WFrame.Cli.Consoles;

/// <summary>A JSON result as rows for reading: the same keys, the same values.</summary>
internal static class JsonRows
{
    public static IEnumerable<(string Name, string Value)> Of(JsonObject json)
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
