using System.Globalization;

namespace WFrame.Cli.Scores;

/// <summary>Columns on standard output, for reading.</summary>
internal sealed class TableScores(TextWriter output) : IScoreWriter
{
    private bool _begun;

    public void Write(IEnumerable<ScoreRow> rows)
    {
        if (!_begun)
        {
            output.WriteLine($"{"score", 14} {"Phi", 14}  {"component", -16} image");
            _begun = true;
        }
        foreach (var row in rows)
        {
            output.WriteLine(
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"{row.Score, 14:0.0000e0} {row.Phi, 14:0.0000e0}  {row.Component, -16} {OneLine(row.Image)}"
                )
            );
        }
    }

    public void Complete() => output.Flush();

    public void Dispose()
    {
        // Standard output is not ours to close.
    }

    private static string OneLine(string text) => text.ReplaceLineEndings("\\n");
}
