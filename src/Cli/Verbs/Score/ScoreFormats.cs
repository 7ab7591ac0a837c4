using System.Text.Json.Serialization;
using Parquet;
using Parquet.Schema;
using WFrame.Cli.Consoles;

namespace WFrame.Cli.Verbs.Score;

/// <summary>Formats of scores. Each takes rows as they come and holds few of them.</summary>
internal static class ScoreFormats
{
    private const int ParquetRowGroup = 50_000;

    /// <summary>The format that the extension of a file names.</summary>
    /// <exception cref="UsageException">There is no such format.</exception>
    public static Action<Stream, IEnumerable<ScoreRow>> Of(string path) =>
        Path.GetExtension(path).ToLowerInvariant() switch
        {
            ".csv" => Csv,
            ".jsonl" => JsonLines,
            ".parquet" => (stream, rows) => Parquet(stream, rows).GetAwaiter().GetResult(),
            _ => throw new UsageException(
                $"--output {path} has no known format; end the name in .csv, .jsonl or .parquet."
            ),
        };

    /// <summary>Columns for reading; the one that tells most comes first.</summary>
    public static void Table(TextWriter output, IEnumerable<ScoreRow> rows)
    {
        var isFirst = true;
        foreach (var row in rows)
        {
            if (isFirst)
            {
                output.WriteLine(
                    Line(
                        row,
                        "similarity",
                        "percentile",
                        "deviation",
                        "p",
                        "verdict",
                        "score",
                        "Phi",
                        "component",
                        "image"
                    )
                );
                isFirst = false;
            }
            output.WriteLine(
                Line(
                    row,
                    Text($"{row.Similarity:0.0000}"),
                    Text($"{row.Percentile:0.0}"),
                    Text($"{row.Deviation:0.000}"),
                    Text($"{row.P:0.0000}"),
                    row.Verdict ?? "",
                    Text($"{row.Score:0.0000e0}"),
                    Text($"{row.Phi:0.0000e0}"),
                    row.Component,
                    row.Image.ReplaceLineEndings("\\n")
                )
            );
        }

        static string Line(
            ScoreRow row,
            string similarity,
            string percentile,
            string deviation,
            string p,
            string verdict,
            string score,
            string phi,
            string component,
            string image
        ) =>
            (row.Similarity is null ? "" : $"{similarity, 10} ")
            + (row.Percentile is null ? "" : $"{percentile, 10} ")
            + (row.Deviation is null ? "" : $"{deviation, 9} ")
            + (row.P is null ? "" : $"{p, 7} ")
            + (row.Verdict is null ? "" : $"{verdict, 7} ")
            + $"{score, 14} {phi, 14}  {component, -16} {image}";
    }

    /// <summary>A CSV field, of RFC 4180: one with a comma, quote or line end is quoted, quotes doubled.</summary>
    internal static string CsvField(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static void Csv(Stream stream, IEnumerable<ScoreRow> rows)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\r\n" };
        (string Name, Func<ScoreRow, double?> Of)[]? numbers = null;
        foreach (var row in rows)
        {
            var verdict = row.Verdict is null ? "" : $",{row.Verdict}";
            if (numbers is null)
            {
                numbers = Numbers(row);
                var names = string.Join(',', numbers.Select(n => n.Name));
                writer.WriteLine($"image,label,component,{names}{(verdict.Length > 0 ? ",verdict" : "")}");
            }
            var texts = new[] { row.Image, row.Label, row.Component }.Select(CsvField);
            var values = numbers.Select(n => Text($"{n.Of(row):R}"));
            writer.WriteLine(string.Join(',', texts.Concat(values)) + verdict);
        }
    }

    /// <summary>The columns of numbers that rows like this one have; those of the first version come first.</summary>
    private static (string Name, Func<ScoreRow, double?> Of)[] Numbers(ScoreRow like)
    {
        (string, Func<ScoreRow, double?>)[] all =
        [
            ("score", row => row.Score),
            ("phi", row => row.Phi),
            ("similarity", row => row.Similarity),
            ("percentile", row => row.Percentile),
            ("p", row => row.P),
            ("deviation", row => row.Deviation),
        ];
        return [.. all.Where(column => column.Item2(like) is not null)];
    }

    private static void JsonLines(Stream stream, IEnumerable<ScoreRow> rows)
    {
        foreach (var row in rows)
        {
            JsonSerializer.Serialize(stream, row, Say.Json);
            stream.WriteByte((byte)'\n');
        }
    }

    private static async Task Parquet(Stream stream, IEnumerable<ScoreRow> rows)
    {
        (DataField Field, Func<ScoreRow, string> Of)[] texts = [];
        (DataField<double> Field, Func<ScoreRow, double?> Of)[] numbers = [];
        ParquetWriter? writer = null;
        try
        {
            foreach (var part in rows.Chunk(ParquetRowGroup))
            {
                if (writer is null)
                {
                    texts =
                    [
                        (Name("image"), r => r.Image),
                        (Name("label"), r => r.Label),
                        (Name("component"), r => r.Component),
                    ];
                    texts = part[0].Verdict is null ? texts : [.. texts, (Name("verdict"), r => r.Verdict!)];
                    numbers = [.. Numbers(part[0]).Select(n => (new DataField<double>(n.Name), n.Of))];
                    var schema = new ParquetSchema([.. texts.Select(t => t.Field), .. numbers.Select(n => n.Field)]);
                    writer = await ParquetWriter.CreateAsync(schema, stream);
                }
                using var group = writer.CreateRowGroup();
                foreach (var (field, of) in texts)
                {
                    await group.WriteAsync(field, part.Select(of).ToArray());
                }
                foreach (var (field, of) in numbers)
                {
                    await group.WriteAsync<double>(field, part.Select(r => of(r)!.Value).ToArray());
                }
                group.CompleteValidate();
            }
        }
        finally
        {
            if (writer is not null)
            {
                await writer.DisposeAsync();
            }
        }

        static DataField Name(string column) => new(column, typeof(string), isNullable: false);
    }

    private static string Text(FormattableString text) => text.ToString(CultureInfo.InvariantCulture);
}

/// <summary>The score of one image under one component; the columns of every format.</summary>
/// <param name="Image">Name of the image as given or found.</param>
/// <param name="Label">Its class, or "" where there is none.</param>
/// <param name="Component">Name of the component.</param>
/// <param name="Score">Phi - |x|^2 / (2 sigma^2): log-density up to a constant of the component.</param>
/// <param name="Phi">Phi(x; theta).</param>
internal sealed record ScoreRow(string Image, string Label, string Component, double Score, double Phi)
{
    /// <summary>How like the training images, 0..1.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Similarity { get; init; }

    /// <summary>Where that stands among the model's samples and the training images left out in turn, 0..100.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Percentile { get; init; }

    /// <summary>Probability that an image of the kind is so little similar, or of a texture that it deviates so much.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? P { get; init; }

    /// <summary>How far the worst tenth of the positions lies from the texture, about 1.2 of one that is as it was learned.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Deviation { get; init; }

    /// <summary>"fits" or "other", where it was asked for.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Verdict { get; init; }
}
