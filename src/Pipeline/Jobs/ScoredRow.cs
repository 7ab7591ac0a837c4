namespace WFrame.Jobs;

/// <summary>One input of a scoring batch: its scores, or why it has none.</summary>
/// <param name="Image">Its name, relative to the folder of the plan.</param>
/// <param name="Label">Its class, or "".</param>
public sealed record ScoredRow(string Image, string Label)
{
    /// <summary>Phi - |x|^2 / (2 sigma^2) under each component of the model; empty where the image cannot be used.</summary>
    public IReadOnlyList<double> Score { get; init; } = [];

    /// <summary>Phi(x; theta) under each component.</summary>
    public IReadOnlyList<double> Phi { get; init; } = [];

    /// <summary>What kind of fault it has: Unreadable, Empty, NotAnImage, Truncated, Corrupt, TooLarge, Unsupported, Unusable, NotFinite; null for none.</summary>
    public string? Error { get; init; }

    /// <summary>The fault in a sentence.</summary>
    public string? Reason { get; init; }

    /// <summary>Writes it as a line of JSON.</summary>
    internal void Write(Stream stream)
    {
        using (var json = new Utf8JsonWriter(stream))
        {
            json.WriteStartArray();
            json.WriteStringValue(Image);
            json.WriteStringValue(Label);
            if (Error is null)
            {
                for (var k = 0; k < Score.Count; k++)
                {
                    json.WriteNumberValue(Score[k]);
                    json.WriteNumberValue(Phi[k]);
                }
            }
            else
            {
                json.WriteStringValue(Error);
                json.WriteStringValue(Reason);
            }
            json.WriteEndArray();
        }
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Reads such a line.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    internal static ScoredRow Read(string line)
    {
        using var document = JsonDocument.Parse(line);
        var values = document.RootElement.EnumerateArray().ToArray();
        var row = new ScoredRow(values[0].GetString()!, values[1].GetString()!);
        return values[2].ValueKind == JsonValueKind.String
            ? row with
            {
                Error = values[2].GetString(),
                Reason = values[3].GetString(),
            }
            : row with
            {
                Score = [.. values.Skip(2).Where((_, i) => i % 2 == 0).Select(v => v.GetDouble())],
                Phi = [.. values.Skip(2).Where((_, i) => i % 2 == 1).Select(v => v.GetDouble())],
            };
    }
}
