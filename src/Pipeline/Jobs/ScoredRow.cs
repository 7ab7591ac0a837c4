using System.Buffers;

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

    /// <summary>How like the training images of each component, 0..1; empty where the model cannot tell.</summary>
    public IReadOnlyList<double> Similarity { get; init; } = [];

    /// <summary>Where the similarities stand, 0..100; empty where the model cannot tell.</summary>
    public IReadOnlyList<double> Percentile { get; init; } = [];

    /// <summary>
    /// Probability that an image of the kind is so little similar, or of a texture deviates so much; empty where the model
    /// cannot tell.
    /// </summary>
    public IReadOnlyList<double> P { get; init; } = [];

    /// <summary>How far the worst tenth of the positions lies from each texture; empty of other models.</summary>
    public IReadOnlyList<double> Deviation { get; init; } = [];

    /// <summary>What kind of fault it has: Unreadable, Empty, NotAnImage, Truncated, Corrupt, TooLarge, Unsupported, Unusable, NotFinite; null for none.</summary>
    public string? Error { get; init; }

    /// <summary>The fault in a sentence.</summary>
    public string? Reason { get; init; }

    /// <summary>A column of numbers by its name, a number for each component.</summary>
    /// <param name="name">score, phi, similarity, percentile, p or deviation.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such column.</exception>
    public IReadOnlyList<double> Column(string name) =>
        name switch
        {
            "score" => Score,
            "phi" => Phi,
            "similarity" => Similarity,
            "percentile" => Percentile,
            "p" => P,
            "deviation" => Deviation,
            _ => throw new ArgumentOutOfRangeException(nameof(name), name, "There is no such column."),
        };

    /// <summary>The columns that a model fills.</summary>
    internal static IReadOnlyList<string> ColumnsOf(WFrameModel model) =>
        [
            "score",
            "phi",
            .. model.Components.All(c => c.Reference is not null) ? ["similarity"] : Array.Empty<string>(),
            .. model.IsCalibrated ? ["percentile"] : Array.Empty<string>(),
            .. model.TellsP ? ["p"] : Array.Empty<string>(),
            .. model.HasTextures ? ["deviation"] : Array.Empty<string>(),
        ];

    /// <summary>Writes it as a line of JSON: image, label, then the columns of the first component, of the second, and so on.</summary>
    internal void Write(Stream stream, IReadOnlyList<string> columns)
    {
        // Written to the stream itself, each row would go to the disk alone.
        var line = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(line))
        {
            json.WriteStartArray();
            json.WriteStringValue(Image);
            json.WriteStringValue(Label);
            if (Error is null)
            {
                for (var k = 0; k < Score.Count; k++)
                {
                    foreach (var column in columns)
                    {
                        json.WriteNumberValue(Column(column)[k]);
                    }
                }
            }
            else
            {
                json.WriteStringValue(Error);
                json.WriteStringValue(Reason);
            }
            json.WriteEndArray();
        }
        stream.Write(line.WrittenSpan);
        stream.WriteByte((byte)'\n');
    }

    /// <summary>Reads such a line.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    internal static ScoredRow Read(string line, IReadOnlyList<string> columns)
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
                Score = Of("score"),
                Phi = Of("phi"),
                Similarity = Of("similarity"),
                Percentile = Of("percentile"),
                P = Of("p"),
                Deviation = Of("deviation"),
            };

        double[] Of(string column) =>
            [.. values.Skip(2).Where((_, i) => columns[i % columns.Count] == column).Select(v => v.GetDouble())];
    }
}
