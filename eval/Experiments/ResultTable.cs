using WFrame.Reports;

namespace WFrame.Experiments;

/// <summary>A table of results: Markdown for people, the typed cells for results.json.</summary>
/// <param name="caption">One line above the table.</param>
/// <param name="columns">Column heads.</param>
public sealed class ResultTable(string caption, params string[] columns)
{
    private readonly List<object[]> _rows = [];

    public string Caption => caption;

    public IReadOnlyList<string> Columns => columns;

    /// <summary>Cells: texts, numbers, <see cref="MeanAndSpread"/>.</summary>
    public IReadOnlyList<IReadOnlyList<object>> Rows => _rows;

    /// <exception cref="ArgumentException">Another number of cells than columns, or a number that is not finite.</exception>
    public void Add(params object[] cells)
    {
        if (cells.Length != columns.Length || cells.Any(c => c is double d && !double.IsFinite(d)))
        {
            throw new ArgumentException(
                $"{cells.Length} cells given, {columns.Length} finite ones are needed.",
                nameof(cells)
            );
        }
        _rows.Add(cells);
    }

    /// <summary>The table as Markdown, with its caption.</summary>
    public override string ToString() =>
        $"**{caption}**\n\n{MarkdownTable.Of(columns, _rows.Select(row => row.Select(Text).ToArray()))}";

    private static string Text(object cell) =>
        cell is double number ? MeanAndSpread.Digits(number)
        : cell is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture)
        : $"{cell}";
}
