using Parquet;
using Parquet.Schema;
using WFrame.Cli.Consoles;
using WFrame.Cli.Verbs.Score;
using WFrame.Jobs;

namespace WFrame.Cli.Verbs.Jobs;

/// <summary>
/// Scores of a batch as a file: one row for each input, in order, as they come. Columns image, label, those of numbers
/// (of a model with several components score.NAME, phi.NAME and so on of each), error, reason.
/// </summary>
internal static class ScoreTables
{
    private const int RowGroup = 10_000;

    internal enum Format
    {
        Csv,
        Jsonl,
        Parquet,
    }

    public static void Write(
        Format format,
        Stream stream,
        IReadOnlyList<string> columns,
        IReadOnlyList<string> components,
        IEnumerable<ScoredRow> rows
    )
    {
        Numbers[] numbers =
        [
            .. columns.SelectMany(column =>
                components.Select((c, k) => new Numbers(column, components.Count == 1 ? column : $"{column}.{c}", k))
            ),
        ];
        switch (format)
        {
            case Format.Csv:
                Csv(stream, numbers, rows);
                break;
            case Format.Jsonl:
                JsonLines(stream, numbers, rows);
                break;
            default:
                Parquet(stream, numbers, rows).GetAwaiter().GetResult();
                break;
        }
    }

    private static void Csv(Stream stream, Numbers[] numbers, IEnumerable<ScoredRow> rows)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\r\n" };
        var heads = numbers.Select(n => ScoreFormats.CsvField(n.Head));
        writer.WriteLine($"image,label,{string.Join(',', heads)},error,reason");
        foreach (var row in rows)
        {
            var values = string.Join(
                ',',
                numbers.Select(n => n.Of(row)?.ToString("R", CultureInfo.InvariantCulture) ?? "")
            );
            writer.WriteLine(
                $"{ScoreFormats.CsvField(row.Image)},{ScoreFormats.CsvField(row.Label)},{values},{row.Error},{ScoreFormats.CsvField(row.Reason ?? "")}"
            );
        }
    }

    private static void JsonLines(Stream stream, Numbers[] numbers, IEnumerable<ScoredRow> rows)
    {
        foreach (var row in rows)
        {
            var json = new JsonObject { ["image"] = row.Image, ["label"] = row.Label };
            if (row.Error is null)
            {
                foreach (var column in numbers)
                {
                    json[column.Head] = column.Of(row);
                }
            }
            else
            {
                (json["error"], json["reason"]) = (row.Error, row.Reason);
            }
            JsonSerializer.Serialize(stream, json, Say.Json);
            stream.WriteByte((byte)'\n');
        }
    }

    private static async Task Parquet(Stream stream, Numbers[] numbers, IEnumerable<ScoredRow> rows)
    {
        var (image, label) = (Text("image", false), Text("label", false));
        DataField[] values = [.. numbers.Select(n => new DataField<double?>(n.Head))];
        var (error, reason) = (Text("error", true), Text("reason", true));
        var schema = new ParquetSchema([image, label, .. values, error, reason]);
        await using var writer = await ParquetWriter.CreateAsync(schema, stream);
        foreach (var part in rows.Chunk(RowGroup))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(image, part.Select(r => r.Image).ToArray());
            await group.WriteAsync(label, part.Select(r => r.Label).ToArray());
            for (var i = 0; i < numbers.Length; i++)
            {
                await group.WriteAsync<double>(values[i], part.Select(numbers[i].Of).ToArray());
            }
            await group.WriteAsync(error, part.Select(r => r.Error).ToArray());
            await group.WriteAsync(reason, part.Select(r => r.Reason).ToArray());
            group.CompleteValidate();
        }

        static DataField Text(string column, bool isNullable) => new(column, typeof(string), isNullable);
    }

    /// <summary>A column of numbers.</summary>
    /// <param name="Column">What it holds.</param>
    /// <param name="Head">What it is called.</param>
    /// <param name="Component">Under which component.</param>
    private sealed record Numbers(string Column, string Head, int Component)
    {
        /// <summary>The number of a row; null where the image cannot be used.</summary>
        public double? Of(ScoredRow row) => row.Error is null ? row.Column(Column)[Component] : null;
    }
}
