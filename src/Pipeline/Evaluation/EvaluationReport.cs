using System.Globalization;
using System.Text;
using WFrame.Graphs;

namespace WFrame.Pipeline;

/// <summary>
/// An evaluation as a folder: evaluation.json, report.md and report.html (one file that opens anywhere, without a network),
/// curves as PNG and SVG, grids of pictures.
/// </summary>
public static class EvaluationReport
{
    /// <summary>Writes the report; files of the same names are replaced, each at once.</summary>
    /// <param name="folder">Made if it does not exist.</param>
    /// <param name="result">The evaluation.</param>
    /// <param name="generated">The generated images, for the grids.</param>
    /// <param name="reference">The reference images, if there were any.</param>
    /// <param name="cancellation">Checked at every picture.</param>
    /// <returns>Path of report.html.</returns>
    /// <exception cref="IOException">The folder cannot be written.</exception>
    /// <exception cref="Graphs.InvalidContentException">A picture cannot be decoded.</exception>
    public static string Write(
        string folder,
        EvaluationResult result,
        ImageSet generated,
        ImageSet? reference = null,
        CancellationToken cancellation = default
    )
    {
        _ = Directory.CreateDirectory(folder);
        var curves = EvaluationCurves.Of(result).ToArray();
        foreach (var curve in curves)
        {
            AtomicFile.Write(Path.Combine(folder, curve.Name + ".png"), curve.Png);
            AtomicFile.WriteText(Path.Combine(folder, curve.Name + ".svg"), curve.Svg);
        }
        var grids = EvaluationGrids.Of(result, generated, reference, cancellation).ToArray();
        foreach (var grid in grids)
        {
            AtomicFile.Write(Path.Combine(folder, grid.Name + ".png"), grid.Png);
        }
        AtomicFile.WriteText(
            Path.Combine(folder, "evaluation.json"),
            EvaluationJson.Write(result, indented: true) + "\n"
        );
        AtomicFile.WriteText(Path.Combine(folder, "report.md"), Markdown(result, curves, grids));
        var page = Path.Combine(folder, "report.html");
        AtomicFile.WriteText(page, EvaluationPage.Html(result, curves, grids));
        return page;
    }

    /// <summary>Every printed value with its name, in the order of the report.</summary>
    internal static IEnumerable<(string Name, string Value)> Values(EvaluationResult result)
    {
        foreach (var value in EvaluationValues.Of(result))
        {
            yield return (value.Metric, value.Text);
        }
        if (result.ScoreInterval is { } interval)
        {
            yield return (
                Text($"Inception score, {100 * interval.Confidence:f0} % interval"),
                Text($"{interval.Low:f3} to {interval.High:f3}")
            );
        }
        if (result.ScoreExtrapolation is { } limit)
        {
            yield return ("Inception score for infinitely many images", Text($"{limit.Score:f3}"));
        }
        if (result.ReferenceInceptionScore is { } real)
        {
            yield return ("Inception score of the reference", Text($"{real.Mean:f3} ± {real.Std:f3}"));
        }
        if (result.ReferenceDiversity is { } diversity)
        {
            yield return ("Pixel diversity of the reference", Text($"{diversity.RootMeanSquare:f1}"));
        }
        if (result.NearestImage?.Copies is { } copies)
        {
            yield return ("Copies of reference images", Text($"{copies} of {result.GeneratedCount}"));
        }
    }

    /// <summary>How the numbers were taken.</summary>
    internal static IEnumerable<(string Name, string Value)> Settings(EvaluationResult result)
    {
        var protocol = result.Protocol;
        (string Name, string? Value)[] settings =
        [
            ("Generated images", Text($"{result.GeneratedCount}")),
            ("Reference images", Text($"{result.ReferenceCount}")),
            ("Protocol", protocol.Id),
            ("Weights sha256", protocol.WeightsSha256),
            ("Splits", protocol.Splits is { } splits ? Text($"{splits}") : null),
            (
                "Shuffled",
                protocol.Shuffle is { } shuffle
                    ? shuffle
                        ? "yes"
                        : "no"
                    : null
            ),
            ("Seed", protocol.Seed is { } seed ? Text($"{seed}") : null),
            ("Trunk", protocol.Trunk is null ? null : $"{protocol.Trunk} {protocol.TrunkSha256}"),
            ("Compared at", protocol.Size is { } size ? $"{size} px" : null),
            ("Reference crop", protocol.ReferenceCrop is { } crop ? Text($"{crop} px") : null),
            ("Seconds", Text($"{result.Elapsed.TotalSeconds:f1}")),
        ];
        return settings.Where(s => s.Value is not null).Select(s => (s.Name, s.Value!));
    }

    internal static string Text(FormattableString value) => value.ToString(CultureInfo.InvariantCulture);

    private static string Markdown(EvaluationResult result, EvaluationCurve[] curves, EvaluationGrid[] grids)
    {
        var text = new StringBuilder("# Evaluation\n\n");
        foreach (var warning in result.Warnings)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"> **Note:** {warning}\n\n");
        }
        Table("metric", "value", Values(result));
        foreach (var curve in curves)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"![{curve.Caption}]({curve.Name}.svg)\n\n");
        }
        foreach (var grid in grids)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"![{grid.Caption}]({grid.Name}.png)\n\n{grid.Caption}\n\n");
        }
        _ = text.Append("## How it was taken\n\n");
        Table("setting", "value", Settings(result));
        return text.ToString().TrimEnd('\n') + "\n";

        void Table(string left, string right, IEnumerable<(string Name, string Value)> rows)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"| {left} | {right} |\n| --- | ---: |\n");
            foreach (var (name, value) in rows)
            {
                _ = text.Append(
                    CultureInfo.InvariantCulture,
                    $"| {name} | {value.Replace("|", "\\|", StringComparison.Ordinal)} |\n"
                );
            }
            _ = text.Append('\n');
        }
    }
}
