using System.Globalization;

namespace WFrame.Experiments;

/// <summary>A table of results: Markdown for people, the typed cells for results.json.</summary>
/// <param name="caption">One line above the table.</param>
/// <param name="columns">Column heads.</param>
public sealed class MarkdownTable(string caption, params string[] columns)
{
    private readonly List<object[]> _rows = [];

    /// <summary>One line above the table.</summary>
    public string Caption => caption;

    /// <summary>Column heads.</summary>
    public IReadOnlyList<string> Columns => columns;

    /// <summary>Cells: texts, numbers, <see cref="MeanAndSpread"/>.</summary>
    public IReadOnlyList<IReadOnlyList<object>> Rows => _rows;

    /// <summary>Adds a row.</summary>
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
        string.Join(
            '\n',
            [
                $"**{caption}**",
                "",
                Line(columns),
                Line(columns.Select(_ => "---")),
                .. _rows.Select(row => Line(row.Select(Text))),
                "",
            ]
        );

    private static string Line(IEnumerable<string> cells) =>
        $"| {string.Join(" | ", cells.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal)))} |";

    private static string Text(object cell) =>
        cell is double number ? MeanAndSpread.Digits(number)
        : cell is IFormattable formattable ? formattable.ToString(null, CultureInfo.InvariantCulture)
        : $"{cell}";
}
