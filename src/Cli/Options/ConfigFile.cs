using WFrame.Files;

namespace WFrame.Cli.Options;

/// <summary>--config: options by long name, from a JSON object or from the run.json of an earlier run.</summary>
internal static class ConfigFile
{
    private const int Largest = 16_000_000;

    /// <summary>Reads options as text.</summary>
    /// <param name="path">The file.</param>
    /// <param name="verb">Decides which keys are known.</param>
    /// <exception cref="UsageException">The file does not exist, or a key is unknown; the nearest one is named.</exception>
    /// <exception cref="InvalidContentException">Not a JSON object, or a value of a kind that no option has.</exception>
    public static Dictionary<string, string> Read(string path, Verb verb)
    {
        if (!File.Exists(path))
        {
            throw new UsageException($"--config {path} does not exist; give a JSON file.");
        }
        string[] known =
        [
            .. verb.Options.Where(o => o != CommonOptions.Config).Select(o => o.Name[2..]),
            .. verb.Positional is null ? [] : new[] { verb.PositionalKey },
        ];
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        try
        {
            using var document = StrictJson.Parse(
                Encoding.UTF8.GetBytes(ReadStart(path)),
                new JsonDocumentOptions { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip }
            );
            foreach (var property in Options(path, document.RootElement).EnumerateObject())
            {
                values[property.Name] = known.Contains(property.Name)
                    ? Text(path, property)
                    : throw new UsageException(
                        $"--config {path} has the unknown key \"{property.Name}\"; did you mean \"{NearestName.Of(property.Name, known)}\"?"
                    );
            }
        }
        catch (JsonException e)
        {
            throw new InvalidContentException($"--config {path} is not JSON: {e.Message.TrimEnd('.')}.", e);
        }
        return values;
    }

    /// <summary>Options fill a page; a device or a data file given by mistake would fill the memory.</summary>
    private static string ReadStart(string path)
    {
        using var file = File.OpenRead(path);
        var bytes = new byte[Largest + 1];
        var count = file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        if (count > Largest)
        {
            throw new InvalidContentException($"--config {path} is larger than 16 MB; give a JSON file of options.");
        }
        using var text = new StreamReader(new MemoryStream(bytes, 0, count));
        return text.ReadToEnd();
    }

    /// <summary>The options of a file: itself, or what an earlier run echoed.</summary>
    private static JsonElement Options(string path, JsonElement root) =>
        root.ValueKind != JsonValueKind.Object
            ? throw new InvalidContentException(
                $"--config {path} is no JSON object; write {{\"steps\": 50}} and the like."
            )
        : !root.TryGetProperty("schema", out _) || !root.TryGetProperty("commandOptions", out var echoed) ? root
        : echoed.ValueKind == JsonValueKind.Object ? echoed
        : throw new InvalidContentException(
            $"--config {path} is the run.json of a run, but its commandOptions are no JSON object; give the options themselves."
        );

    private static string Text(string path, JsonProperty property) =>
        property.Value.ValueKind switch
        {
            JsonValueKind.String => property.Value.GetString()!,
            JsonValueKind.Number => property.Value.GetRawText(),
            JsonValueKind.True => "true",
            JsonValueKind.False => "false",
            JsonValueKind.Array when property.Value.EnumerateArray().All(e => e.ValueKind == JsonValueKind.String) =>
                string.Join('\n', property.Value.EnumerateArray().Select(e => e.GetString())),
            _ => throw new InvalidContentException(
                $"--config {path}: \"{property.Name}\" must be text, a number, true, false or a list of texts."
            ),
        };
}
