namespace WFrame.Evaluation.Report;

/// <summary>An evaluation as names and values for people, without NaN and with invariant decimal points.</summary>
public static class EvaluationSummary
{
    /// <summary>Every printed value with its name, in the order of the report: metrics, what belongs to them, R of each layer.</summary>
    public static IEnumerable<(string Name, string Value)> Values(EvaluationResult result)
    {
        foreach (var value in EvaluationValues.Of(result))
        {
            yield return (value.Metric, value.Text);
        }
        if (result.ResponseDistance?.Relative is { } relative)
        {
            yield return ("R, of the observed mean response", EvaluationReport.Text($"{100 * relative:f1} %"));
        }
        if (result.ScoreInterval is { } interval)
        {
            yield return (
                EvaluationReport.Text($"Inception score in one split, {100 * interval.Confidence:f0} % interval"),
                EvaluationReport.Text($"{interval.Score:f3}, {interval.Low:f3} to {interval.High:f3}")
            );
        }
        if (result.ScoreExtrapolation is { } limit)
        {
            yield return ("Inception score for infinitely many images", EvaluationReport.Text($"{limit.Score:f3}"));
        }
        if (result.ReferenceInceptionScore is { } real)
        {
            yield return ("Inception score of the reference", EvaluationReport.Text($"{real.Mean:f3} ± {real.Std:f3}"));
        }
        if (result.ReferenceDiversity is { } diversity)
        {
            yield return ("Pixel diversity of the reference", EvaluationReport.Text($"{diversity.RootMeanSquare:f1}"));
        }
        if (result.NearestImage?.Copies is { } copies)
        {
            yield return ("Copies of reference images", EvaluationReport.Text($"{copies} of {result.GeneratedCount}"));
        }
        foreach (var layer in result.PerLayer)
        {
            var share = layer.Distance.Relative is { } part ? EvaluationReport.Text($" ({100 * part:f1} %)") : "";
            yield return ($"R of {layer.Layer}", EvaluationReport.Text($"{layer.Distance.Distance:f3}{share}"));
        }
    }

    /// <summary>How the numbers were taken.</summary>
    public static IEnumerable<(string Name, string Value)> Settings(EvaluationResult result)
    {
        var protocol = result.Protocol;
        (string Name, string? Value)[] settings =
        [
            ("Generated images", EvaluationReport.Text($"{result.GeneratedCount}")),
            ("Reference images", EvaluationReport.Text($"{result.ReferenceCount}")),
            ("Protocol", protocol.Id),
            ("Weights sha256", protocol.WeightsSha256),
            ("Splits", protocol.Splits is { } splits ? EvaluationReport.Text($"{splits}") : null),
            (
                "Shuffled",
                protocol.Shuffle is { } shuffle
                    ? shuffle
                        ? "yes"
                        : "no"
                    : null
            ),
            ("Seed", protocol.Seed is { } seed ? EvaluationReport.Text($"{seed}") : null),
            (
                "KID subsets",
                result.Kid is { } kid
                    ? EvaluationReport.Text($"{kid.Values.Count} of {kid.SubsetSize} images, seed {kid.Seed}")
                    : null
            ),
            (
                "Neighbours of precision and recall",
                result.PrecisionRecall is { } prc ? EvaluationReport.Text($"{prc.Neighborhood}") : null
            ),
            ("Trunk", protocol.Trunk is null ? null : $"{protocol.Trunk} {protocol.TrunkSha256}"),
            ("Compared at", protocol.Size is { } size ? $"{size} px" : null),
            ("Reference crop", protocol.ReferenceCrop is { } crop ? EvaluationReport.Text($"{crop} px") : null),
            ("Seconds", EvaluationReport.Text($"{result.Elapsed.TotalSeconds:f1}")),
        ];
        return settings.Where(s => s.Value is not null).Select(s => (s.Name, s.Value!));
    }
}
