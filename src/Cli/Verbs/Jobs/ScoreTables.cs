using Parquet;
using Parquet.Schema;
using WFrame.Cli.Consoles;
using WFrame.Cli.Verbs.Score;
using WFrame.Jobs;

namespace WFrame.Cli.Verbs.Jobs;

/// <summary>
/// Scores of a batch as a file: one row for each input, in order, as they come. Columns image, label, score, phi (of a
/// model with several components score.NAME, phi.NAME of each), error, reason.
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
        IReadOnlyList<string> components,
        IEnumerable<ScoredRow> rows
    )
    {
        switch (format)
        {
            case Format.Csv:
                Csv(stream, components, rows);
                break;
            case Format.Jsonl:
                JsonLines(stream, components, rows);
                break;
            default:
                Parquet(stream, components, rows).GetAwaiter().GetResult();
                break;
        }
    }

    private static string[] Columns(string kind, IReadOnlyList<string> components) =>
        components.Count == 1 ? [kind] : [.. components.Select(c => $"{kind}.{c}")];

    private static void Csv(Stream stream, IReadOnlyList<string> components, IEnumerable<ScoredRow> rows)
    {
        using var writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\r\n" };
        var heads = Columns("score", components).Concat(Columns("phi", components)).Select(ScoreFormats.CsvField);
        writer.WriteLine($"image,label,{string.Join(',', heads)},error,reason");
        var none = new string(',', (2 * components.Count) - 1);
        foreach (var row in rows)
        {
            var numbers = row.Error is null ? string.Join(',', row.Score.Concat(row.Phi).Select(Number)) : none;
            writer.WriteLine(
                $"{ScoreFormats.CsvField(row.Image)},{ScoreFormats.CsvField(row.Label)},{numbers},{row.Error},{ScoreFormats.CsvField(row.Reason ?? "")}"
            );
        }

        static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
    }

    private static void JsonLines(Stream stream, IReadOnlyList<string> components, IEnumerable<ScoredRow> rows)
    {
        var (score, phi) = (Columns("score", components), Columns("phi", components));
        foreach (var row in rows)
        {
            var json = new JsonObject { ["image"] = row.Image, ["label"] = row.Label };
            for (var k = 0; k < row.Score.Count; k++)
            {
                (json[score[k]], json[phi[k]]) = (row.Score[k], row.Phi[k]);
            }
            if (row.Error is not null)
            {
                (json["error"], json["reason"]) = (row.Error, row.Reason);
            }
            JsonSerializer.Serialize(stream, json, Say.Json);
            stream.WriteByte((byte)'\n');
        }
    }

    private static async Task Parquet(Stream stream, IReadOnlyList<string> components, IEnumerable<ScoredRow> rows)
    {
        var (image, label) = (Text("image", false), Text("label", false));
        DataField[] scores = [.. Columns("score", components).Select(name => new DataField<double?>(name))];
        DataField[] phis = [.. Columns("phi", components).Select(name => new DataField<double?>(name))];
        var (error, reason) = (Text("error", true), Text("reason", true));
        var schema = new ParquetSchema([image, label, .. scores, .. phis, error, reason]);
        await using var writer = await ParquetWriter.CreateAsync(schema, stream);
        foreach (var part in rows.Chunk(RowGroup))
        {
            using var group = writer.CreateRowGroup();
            await group.WriteAsync(image, part.Select(r => r.Image).ToArray());
            await group.WriteAsync(label, part.Select(r => r.Label).ToArray());
            for (var k = 0; k < components.Count; k++)
            {
                await group.WriteAsync<double>(scores[k], Values(part, k, r => r.Score));
            }
            for (var k = 0; k < components.Count; k++)
            {
                await group.WriteAsync<double>(phis[k], Values(part, k, r => r.Phi));
            }
            await group.WriteAsync(error, part.Select(r => r.Error).ToArray());
            await group.WriteAsync(reason, part.Select(r => r.Reason).ToArray());
            group.CompleteValidate();
        }

        static DataField Text(string column, bool isNullable) => new(column, typeof(string), isNullable);

        static double?[] Values(ScoredRow[] rows, int k, Func<ScoredRow, IReadOnlyList<double>> values) =>
            [.. rows.Select(r => r.Error is null ? values(r)[k] : (double?)null)];
    }
}
