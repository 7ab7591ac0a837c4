using System.Text.Json.Serialization;
using WFrame.Evaluation.Catalog;
using WFrame.Reports;

namespace WFrame.Evaluation.Report;

/// <summary>An evaluation as JSON, schema wframe.evaluate/1. Keys of metrics that were not asked for are left out.</summary>
public static class EvaluationJson
{
    private static readonly JsonSerializerOptions Line = WithoutNulls(ReportJson.Line);
    private static readonly JsonSerializerOptions Indented = WithoutNulls(ReportJson.Indented);

    /// <summary>One object, indented or on one line.</summary>
    public static string Write(EvaluationResult result, bool indented = false)
    {
        var document = new
        {
            schema = EvaluationResult.Schema,
            protocol = Keys(result.Settings),
            generated = result.GeneratedCount,
            reference = result.ReferenceCount,
            metrics = Keys(result.Metrics.SelectMany(m => m.Entries)),
            warnings = result.Warnings,
            seconds = Math.Round(result.Elapsed.TotalSeconds, 3),
        };
        return JsonSerializer.Serialize(document, indented ? Indented : Line);
    }

    private static OrderedDictionary<string, object> Keys(IEnumerable<MetricEntry> entries)
    {
        var keys = new OrderedDictionary<string, object>();
        foreach (var entry in entries)
        {
            if (entry is { Key: { } key, Json: { } value })
            {
                keys.Add(key, value);
            }
        }
        return keys;
    }

    private static JsonSerializerOptions WithoutNulls(JsonSerializerOptions options) =>
        new(options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };
}
