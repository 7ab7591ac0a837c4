using System.Text.Encodings.Web;
using System.Text.Json.Serialization;

namespace WFrame.Reports;

/// <summary>How every JSON file for people and programs is written: camelCase, texts as they are, enums by name.</summary>
internal static class ReportJson
{
    /// <summary>One object on one line.</summary>
    public static JsonSerializerOptions Line { get; } =
        new(JsonSerializerDefaults.Web)
        {
            Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        };

    /// <summary>The same over several lines.</summary>
    public static JsonSerializerOptions Indented { get; } = new(Line) { WriteIndented = true };
}
