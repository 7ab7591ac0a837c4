using WFrame.Evaluation.Catalog;
using WFrame.Files;
using WFrame.Reports;

namespace WFrame.Evaluation.Report;

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
    /// <exception cref="InvalidContentException">A picture cannot be decoded.</exception>
    public static string Write(
        string folder,
        EvaluationResult result,
        ImageSet generated,
        ImageSet? reference = null,
        CancellationToken cancellation = default
    )
    {
        _ = Directory.CreateDirectory(folder);
        // The grids show what was compared.
        reference = result.Protocol.ReferenceCrop is { } side ? reference?.CenterCropped(side) : reference;
        var curves = Curves(result).ToArray();
        foreach (var curve in curves)
        {
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
        AtomicFile.WriteText(page, Page(result, curves, grids).ToString());
        return page;
    }

    private static IEnumerable<EvaluationCurve> Curves(EvaluationResult result)
    {
        foreach (var plot in result.ClassifierFirst.Select(m => m.Plot).OfType<MetricPlot>())
        {
            var curves = new CurvePlot(plot.Caption, titleSize: 13);
            plot.Draw(curves, result);
            yield return new EvaluationCurve(plot.Name, plot.Caption, curves.Svg(width: 560, height: 340));
        }
    }

    private static string Markdown(EvaluationResult result, EvaluationCurve[] curves, EvaluationGrid[] grids)
    {
        var text = new StringBuilder("# Evaluation\n\n");
        foreach (var warning in result.Warnings)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"> **Note:** {warning}\n\n");
        }
        Table("metric", EvaluationSummary.Values(result));
        foreach (var curve in curves)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"\n![{curve.Caption}]({curve.Name}.svg)\n");
        }
        foreach (var grid in grids)
        {
            _ = text.Append(CultureInfo.InvariantCulture, $"\n![{grid.Caption}]({grid.Name}.png)\n\n{grid.Caption}\n");
        }
        _ = text.Append("\n## How it was taken\n\n");
        Table("setting", EvaluationSummary.Settings(result));
        return text.ToString();

        void Table(string left, IEnumerable<(string Name, string Value)> rows) =>
            text.Append(MarkdownTable.Of([left, "value"], rows.Select(r => new[] { r.Name, r.Value }), numbers: true));
    }

    private static HtmlPage Page(EvaluationResult result, EvaluationCurve[] curves, EvaluationGrid[] grids)
    {
        var page = new HtmlPage("Evaluation");
        foreach (var warning in result.Warnings)
        {
            page.Note(warning);
        }
        page.Facts(EvaluationSummary.Values(result));
        if (curves.Length > 0)
        {
            page.Heading("Curves");
            page.Curves(curves.Select(c => c.Svg));
        }
        page.Heading("Images");
        foreach (var grid in grids)
        {
            page.Picture(grid.Caption, grid.Png);
        }
        page.Heading("How it was taken");
        page.Table(EvaluationSummary.Settings(result));
        return page;
    }

    private sealed record EvaluationCurve(string Name, string Caption, string Svg);
}
