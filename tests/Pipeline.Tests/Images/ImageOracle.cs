using WFrame.Testing;

namespace WFrame.Pipeline.Tests.Images;

/// <summary>The image parts of the oracle: of the named folder when it has them, else the committed ones.</summary>
internal static class ImageOracle
{
    public static string Folder(string part)
    {
        var named = Path.Combine(OracleFolder.Current.Path, part);
        return Directory.Exists(named) ? named : Path.Combine(OracleFolder.Committed, part);
    }

    public static JsonElement Index(string part)
    {
        using var json = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(Folder(part), "index.json")));
        return json.RootElement.Clone();
    }

    public static string? OptionalString(this JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
