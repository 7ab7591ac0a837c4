using System.Text.Encodings.Web;
using System.Text.Json;

namespace WFrame.Cli.Scores;

/// <summary>One JSON object a line.</summary>
internal sealed class JsonLineScores(Stream stream) : IScoreWriter
{
    public static JsonSerializerOptions Options { get; } =
        new(JsonSerializerDefaults.Web) { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public void Write(IEnumerable<ScoreRow> rows)
    {
        foreach (var row in rows)
        {
            JsonSerializer.Serialize(stream, row, Options);
            stream.WriteByte((byte)'\n');
        }
    }

    public void Complete() => stream.Flush();

    public void Dispose()
    {
        // The stream is the caller's.
    }
}
