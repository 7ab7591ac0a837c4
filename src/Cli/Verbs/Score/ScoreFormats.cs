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

    /// <summary>Columns for reading.</summary>
    public static void Table(TextWriter output, IEnumerable<ScoreRow> rows)
    {
        var head = $"{"score", 14} {"Phi", 14}  {"component", -16} image{output.NewLine}";
        foreach (var row in rows)
        {
            var image = row.Image.ReplaceLineEndings("\\n");
            output.WriteLine(
                Text($"{head}{row.Score, 14:0.0000e0} {row.Phi, 14:0.0000e0}  {row.Component, -16} {image}")
            );
            head = "";
        }
    }

    /// <summary>A CSV field, of RFC 4180: one with a comma, quote or line end is quoted, quotes doubled.</summary>
    internal static string CsvField(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private static void Csv(Stream stream, IEnumerable<ScoreRow> rows)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\r\n" };
        writer.WriteLine("image,label,component,score,phi");
        foreach (var row in rows)
        {
            var names = string.Join(',', new[] { row.Image, row.Label, row.Component }.Select(CsvField));
            writer.WriteLine(Text($"{names},{row.Score:R},{row.Phi:R}"));
        }
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
        var (image, label, component) = (Name("image"), Name("label"), Name("component"));
        var (score, phi) = (new DataField<double>("score"), new DataField<double>("phi"));
        var schema = new ParquetSchema(image, label, component, score, phi);
        await using var writer = await ParquetWriter.CreateAsync(schema, stream);
        foreach (var part in rows.Chunk(ParquetRowGroup))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(image, part.Select(r => r.Image).ToArray());
            await group.WriteAsync(label, part.Select(r => r.Label).ToArray());
            await group.WriteAsync(component, part.Select(r => r.Component).ToArray());
            await group.WriteAsync<double>(score, part.Select(r => r.Score).ToArray());
            await group.WriteAsync<double>(phi, part.Select(r => r.Phi).ToArray());
            group.CompleteValidate();
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
internal sealed record ScoreRow(string Image, string Label, string Component, double Score, double Phi);
