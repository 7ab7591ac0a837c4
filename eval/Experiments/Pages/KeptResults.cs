using WFrame.Files;

namespace WFrame.Experiments.Pages;

/// <summary>
/// A results.json small enough for the repository: without the curves of Phi and of the gradient, and with R to four digits.
/// Tables, settings, images, their hashes and the machine stay.
/// </summary>
public static class KeptResults
{
    private static readonly string[] Dropped = ["phiSynthesized", "gradientRms"];

    /// <summary>Writes it to FOLDER/NAME.json.</summary>
    /// <exception cref="InvalidContentException">The file is no results.json of an experiment.</exception>
    public static void Keep(string name, string results, string folder)
    {
        try
        {
            var root = JsonNode.Parse(File.ReadAllText(results))!.AsObject();
            foreach (var run in root["runs"]!.AsArray().Select(run => run!.AsObject()))
            {
                foreach (var curve in Dropped)
                {
                    run.Remove(curve);
                }
                var distances = run["responseDistance"]!.AsArray().Select(c => c!.AsArray().Select(Rounded).ToArray());
                run["responseDistance"] = JsonSerializer.SerializeToNode(distances.ToArray());
            }
            var path = Path.Combine(folder, $"{name}.json");
            Directory.CreateDirectory(Path.GetDirectoryName(path)!);
            AtomicFile.WriteText(path, Text(root));
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException)
        {
            throw new InvalidContentException($"{results} is no results.json of an experiment: {e.Message}");
        }
    }

    /// <summary>A line a property and a line a training: what changes shows in a comparison.</summary>
    private static string Text(JsonObject root)
    {
        var lines = root.Select(p => $"  {JsonSerializer.Serialize(p.Key)}: {Value(p.Key, p.Value)}");
        return $"{{\n{string.Join(",\n", lines)}\n}}\n";

        static string Value(string name, JsonNode? value) =>
            name is "runs" or "tables" && value is JsonArray all
                ? $"[\n    {string.Join(",\n    ", all.Select(Line))}\n  ]"
                : Line(value);

        static string Line(JsonNode? node) => node?.ToJsonString(Readable) ?? "null";
    }

    private static readonly JsonSerializerOptions Readable = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static double Rounded(JsonNode? value) =>
        double.Parse(
            value!.GetValue<double>().ToString("G4", CultureInfo.InvariantCulture),
            CultureInfo.InvariantCulture
        );
}
