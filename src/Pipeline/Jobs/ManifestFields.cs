namespace WFrame.Jobs;

/// <summary>The members of one line of a manifest, each of the kind that it must be.</summary>
internal sealed class ManifestFields
{
    private readonly Dictionary<string, JsonElement> _members = new(StringComparer.Ordinal);
    private readonly HashSet<string> _read = new(StringComparer.Ordinal);

    /// <exception cref="JsonException">It is no object.</exception>
    public ManifestFields(JsonElement line)
    {
        if (line.ValueKind != JsonValueKind.Object)
        {
            throw new JsonException("it is no JSON object");
        }
        foreach (var member in line.EnumerateObject())
        {
            _members[member.Name] = member.Value;
        }
    }

    public bool Has(string name) => _members.ContainsKey(name);

    public string Text(string name) =>
        Get(name) is { ValueKind: JsonValueKind.String } value ? value.GetString()! : throw Wrong(name, "a text");

    public string? TextOrNull(string name) => Get(name).ValueKind == JsonValueKind.Null ? null : Text(name);

    public IReadOnlyList<string> Texts(string name) =>
        Get(name) is { ValueKind: JsonValueKind.Array } list
        && list.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String)
            ? [.. list.EnumerateArray().Select(e => e.GetString()!)]
            : throw Wrong(name, "a list of texts");

    public int Whole(string name, int least) =>
        Get(name) is { ValueKind: JsonValueKind.Number } value && value.TryGetInt32(out var number) && number >= least
            ? number
            : throw Wrong(name, $"a whole number of {least} or more");

    public string Hash(string name) =>
        Text(name) is { Length: 64 } text && text.All(char.IsAsciiHexDigitLower)
            ? text
            : throw Wrong(name, "a sha256 of 64 hexadecimal digits");

    public string HashOrEmpty(string name) => Text(name).Length == 0 ? "" : Hash(name);

    /// <summary>An object as compact JSON.</summary>
    public string Object(string name) =>
        Get(name) is { ValueKind: JsonValueKind.Object } value
            ? JsonNode.Parse(value.GetRawText())!.ToJsonString()
            : throw Wrong(name, "an object");

    public IReadOnlyList<ShardPart> Parts(string name) =>
        Get(name) is { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Select(Part)]
            : throw Wrong(name, "a list of [name, count]");

    /// <exception cref="JsonException">There is a member that nobody asked for.</exception>
    public void RequireNoOthers()
    {
        if (_members.Keys.FirstOrDefault(name => !_read.Contains(name)) is { } unknown)
        {
            throw new JsonException($"\"{unknown}\" is unknown");
        }
    }

    private static ShardPart Part(JsonElement part) =>
        part.ValueKind == JsonValueKind.Array
        && part.GetArrayLength() == 2
        && part[0].ValueKind == JsonValueKind.String
        && part[1].ValueKind == JsonValueKind.Number
        && part[1].TryGetInt32(out var count)
        && count >= 1
            ? new ShardPart(part[0].GetString()!, count)
            : throw Wrong("parts", "a list of [name, count] with counts of 1 or more");

    private JsonElement Get(string name)
    {
        _read.Add(name);
        return _members.TryGetValue(name, out var value) ? value : throw new JsonException($"\"{name}\" is missing");
    }

    private static JsonException Wrong(string name, string what) => new($"\"{name}\" is not {what}");
}
