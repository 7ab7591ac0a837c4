using System.Globalization;
using System.Text;

namespace WFrame.Cli.Scores;

/// <summary>CSV of RFC 4180: CRLF line ends; a field with a comma, quote or line end is quoted, quotes doubled. UTF-8.</summary>
internal sealed class CsvScores : IScoreWriter
{
    private readonly StreamWriter _writer;

    public CsvScores(Stream stream)
    {
        _writer = new StreamWriter(stream, new UTF8Encoding(false), leaveOpen: true) { NewLine = "\r\n" };
        _writer.WriteLine("image,label,component,score,phi");
    }

    public void Write(IEnumerable<ScoreRow> rows)
    {
        foreach (var row in rows)
        {
            _writer.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{Field(row.Image)},{Field(row.Label)},{Field(row.Component)},{row.Score:R},{row.Phi:R}"
                )
            );
        }
    }

    public void Complete() => _writer.Flush();

    public void Dispose() => _writer.Dispose();

    /// <summary>A field as the format needs it.</summary>
    internal static string Field(string text) =>
        text.AsSpan().IndexOfAny(",\"\r\n") < 0 ? text : $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";
}
