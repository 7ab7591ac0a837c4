namespace WFrame.Evaluation.Report;

/// <summary>An evaluation as names and values for people, without NaN and with invariant decimal points.</summary>
public static class EvaluationSummary
{
    /// <summary>Every printed value with its name, in the order of the report: metrics, what belongs to them, R of each layer.</summary>
    public static IEnumerable<(string Name, string Value)> Values(EvaluationResult result) =>
        result
            .Metrics.SelectMany(m => m.Entries)
            .Where(e => e.Heading is not null)
            .OrderBy(e => e.Rank)
            .Select(e => (e.Heading!, e.Text));

    /// <summary>How the numbers were taken.</summary>
    public static IEnumerable<(string Name, string Value)> Settings(EvaluationResult result) =>
        [
            ("Generated images", FormattableString.Invariant($"{result.GeneratedCount}")),
            ("Reference images", FormattableString.Invariant($"{result.ReferenceCount}")),
            .. result
                .Settings.Where(e => e.Heading is not null && (e.Key is null || e.Json is not null))
                .Select(e => (e.Heading!, e.Text)),
            ("Seconds", FormattableString.Invariant($"{result.Elapsed.TotalSeconds:f1}")),
        ];
}
