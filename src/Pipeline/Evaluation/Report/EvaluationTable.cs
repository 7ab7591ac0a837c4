using System.Text;

namespace WFrame.Evaluation.Report;

/// <summary>
/// Results side by side. A column is a metric under one protocol: results of another classifier, split, trunk or size get
/// columns of their own, whose headings say so, and never share one.
/// </summary>
public sealed class EvaluationTable
{
    private readonly List<(string Name, EvaluationResult Result)> _rows = [];

    /// <summary>Adds a row.</summary>
    public EvaluationTable Add(string name, EvaluationResult result)
    {
        _rows.Add((name, result));
        return this;
    }

    /// <summary>Whether every result was taken alike, so that each metric has one column.</summary>
    public bool IsUniform => Columns().GroupBy(c => c.Metric).All(g => g.Count() == 1);

    /// <summary>Headings: "" for names, then one for each column, with the protocol where a metric has several.</summary>
    public IReadOnlyList<string> Headings
    {
        get
        {
            var columns = Columns();
            var mixed = columns.GroupBy(c => c.Metric).Where(g => g.Count() > 1).Select(g => g.Key).ToHashSet();
            return ["", .. columns.Select(c => mixed.Contains(c.Metric) ? $"{c.Metric} [{c.Protocol}]" : c.Metric)];
        }
    }

    /// <summary>Rows of cells under <see cref="Headings"/>; "" where a result has no value in a column.</summary>
    public IReadOnlyList<IReadOnlyList<string>> Rows
    {
        get
        {
            var columns = Columns();
            return
            [
                .. _rows.Select(row =>
                {
                    var values = EvaluationValues.Of(row.Result).ToDictionary(v => (v.Metric, v.Protocol), v => v.Text);
                    return (IReadOnlyList<string>)[row.Name, .. columns.Select(c => values.GetValueOrDefault(c, ""))];
                }),
            ];
        }
    }

    /// <summary>Refuses to go on where results were not taken alike.</summary>
    /// <exception cref="UsageException">Two results differ in protocol; both are named.</exception>
    public void RequireUniform()
    {
        foreach (var metric in Columns().GroupBy(c => c.Metric).Where(g => g.Count() > 1))
        {
            var protocols = string.Join(" and ", metric.Select(c => c.Protocol));
            throw new UsageException(
                $"{metric.Key} was taken under different protocols, {protocols}, which do not compare; evaluate all images alike."
            );
        }
    }

    /// <summary>A Markdown table.</summary>
    public string ToMarkdown()
    {
        var text = new StringBuilder();
        void Line(IEnumerable<string> cells) =>
            _ = text.Append("| ")
                .AppendJoin(" | ", cells.Select(c => c.Replace("|", "\\|", StringComparison.Ordinal)))
                .Append(" |\n");
        Line(Headings);
        Line(Headings.Select((_, i) => i == 0 ? "---" : "---:"));
        foreach (var row in Rows)
        {
            Line(row);
        }
        return text.ToString();
    }

    private List<(string Metric, string Protocol)> Columns() =>
        [.. _rows.SelectMany(r => EvaluationValues.Of(r.Result)).Select(v => (v.Metric, v.Protocol)).Distinct()];
}
