namespace WFrame.Reliability.Tests.Fuzzing;

/// <summary>
/// Damages of a JSON file as hands and programs make them: each member, element and the root itself null, missing, twice,
/// of every other kind, too large, too deep, and text that is none.
/// </summary>
internal static class JsonMutations
{
    private const string Mark = "@here@";

    private static readonly (string What, string Raw)[] Values =
    [
        ("null", "null"),
        ("true", "true"),
        ("false", "false"),
        ("zero", "0"),
        ("negative", "-1"),
        ("a fraction", "0.5"),
        ("a large whole number", "2147483647"),
        ("a larger whole number", "9223372036854775808"),
        ("a number beyond double", "1e999"),
        ("a number that is no JSON", "NaN"),
        ("NaN as text", "\"NaN\""),
        ("empty text", "\"\""),
        ("text", "\"text\""),
        ("half a character", "\"a\\ud800b\""),
        ("the other half", "\"\\udc00\""),
        ("NUL", "\"a\\u0000b\""),
        ("a path upwards", "\"../../x\""),
        ("line ends", "\"a\\r\\nb\""),
        ("long text", $"\"{new string('x', 70_000)}\""),
        ("an empty object", "{}"),
        ("an object", "{\"a\": 1}"),
        ("an object of null", "{\"a\": null}"),
        ("half a character as key", "{\"\\ud800\": 1}"),
        ("an empty key", "{\"\": \"\"}"),
        ("an empty list", "[]"),
        ("a list of null", "[null]"),
        ("a list of numbers", "[1, -2, 3e300]"),
        ("a list of texts", "[\"a\", \"\\ud800\"]"),
        ("a list of lists", "[[], [[]]]"),
        ("a deep list", new string('[', 500) + new string(']', 500)),
        ("an open list", "["),
    ];

    /// <summary>All of them, what was done and the bytes.</summary>
    /// <param name="json">A valid file.</param>
    public static IEnumerable<(string What, byte[] Json)> Of(string json)
    {
        foreach (var (what, raw) in Values)
        {
            yield return ($"the whole is {what}", Encoding.UTF8.GetBytes(raw));
        }
        yield return ("nothing", []);
        yield return ("a byte order mark", [0xEF, 0xBB, 0xBF, .. Encoding.UTF8.GetBytes(json)]);
        yield return ("UTF-16", Encoding.Unicode.GetBytes(json));
        yield return ("zeros", new byte[json.Length]);
        yield return ("cut in half", Encoding.UTF8.GetBytes(json[..(json.Length / 2)]));
        yield return ("something behind", Encoding.UTF8.GetBytes(json + "{}"));
        foreach (var (path, edit) in Places(JsonNode.Parse(json)!, "").ToArray())
        {
            var marked = JsonNode.Parse(json)!;
            edit(marked, JsonValue.Create(Mark));
            var text = marked.ToJsonString();
            foreach (var (what, raw) in Values)
            {
                yield return ($"{path} is {what}", Replaced(text, $"\"{Mark}\"", Encoding.UTF8.GetBytes(raw)));
            }
            yield return ($"{path} is no UTF-8", Replaced(text, Mark, [0x61, 0xFF, 0xC0, 0x80]));
            yield return ($"{path} is twice", Replaced(text, $"\"{Mark}\"", Encoding.UTF8.GetBytes(Twice(path))));
            var without = JsonNode.Parse(json)!;
            edit(without, null);
            yield return ($"{path} is missing", Encoding.UTF8.GetBytes(without.ToJsonString()));
        }
    }

    private static string Twice(string path) => $"1, \"{path[(path.LastIndexOf('.') + 1)..]}\": \"again\"";

    private static byte[] Replaced(string text, string mark, byte[] by)
    {
        var at = text.IndexOf(mark, StringComparison.Ordinal);
        return [.. Encoding.UTF8.GetBytes(text[..at]), .. by, .. Encoding.UTF8.GetBytes(text[(at + mark.Length)..])];
    }

    /// <summary>Every member and the first elements of lists, and how to set (or remove) it in a copy.</summary>
    private static IEnumerable<(string Path, Action<JsonNode, JsonNode?> Set)> Places(JsonNode node, string path)
    {
        if (node is JsonObject members)
        {
            foreach (var (name, value) in members)
            {
                var inner = $"{path}.{name}";
                yield return (inner, (root, to) => Set((JsonObject)At(root, path), name, to));
                foreach (var place in value is null ? [] : Places(value, inner))
                {
                    yield return place;
                }
            }
        }
        else if (node is JsonArray { Count: > 0 } list)
        {
            yield return ($"{path}.0", (root, to) => Set((JsonArray)At(root, path), to));
            foreach (var place in list[0] is { } first ? Places(first, $"{path}.0") : [])
            {
                yield return place;
            }
        }
    }

    private static JsonNode At(JsonNode root, string path) =>
        path.Split('.', StringSplitOptions.RemoveEmptyEntries)
            .Aggregate(root, (node, name) => node is JsonArray list ? list[0]! : node[name]!);

    private static void Set(JsonObject members, string name, JsonNode? to)
    {
        if (to is null)
        {
            _ = members.Remove(name);
            return;
        }
        members[name] = to;
    }

    private static void Set(JsonArray list, JsonNode? to)
    {
        list.RemoveAt(0);
        if (to is not null)
        {
            list.Insert(0, to);
        }
    }
}
