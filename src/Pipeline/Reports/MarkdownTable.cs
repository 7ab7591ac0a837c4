namespace WFrame.Reports;

internal static class MarkdownTable
{
    /// <summary>The lines of a table, heads first; the columns after the first are aligned right where they hold numbers.</summary>
    public static string Of(
        IReadOnlyList<string> heads,
        IEnumerable<IReadOnlyList<string>> rows,
        bool numbers = false
    ) =>
        string.Concat(
            new[] { heads, [.. heads.Select((_, i) => numbers && i > 0 ? "---:" : "---")] }
                .Concat(rows)
                .Select(cells => $"| {string.Join(" | ", cells.Select(Escape))} |\n")
        );

    private static string Escape(string cell) => cell.Replace("|", "\\|", StringComparison.Ordinal);
}
