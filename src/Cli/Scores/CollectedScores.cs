using System.Text.Json;
using System.Text.Json.Nodes;

namespace WFrame.Cli.Scores;

/// <summary>Rows inside the one JSON object of --json, where no file was asked for.</summary>
internal sealed class CollectedScores : IScoreWriter
{
    public JsonArray Rows { get; } = [];

    public void Write(IEnumerable<ScoreRow> rows)
    {
        foreach (var row in rows)
        {
            Rows.Add(JsonSerializer.SerializeToNode(row, JsonLineScores.Options));
        }
    }

    public void Complete()
    {
        // All is in Rows.
    }

    public void Dispose()
    {
        // Nothing is held.
    }
}
