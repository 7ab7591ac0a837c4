using ScottPlot;
using WFrame.Metrics;
using WFrame.Reports;

namespace WFrame.Evaluation.Report;

/// <summary>One plot in both formats.</summary>
internal sealed record EvaluationCurve(string Name, string Caption, byte[] Png, string Svg);

/// <summary>The plots of an evaluation.</summary>
internal static class EvaluationCurves
{
    private const int Width = 560;
    private const int Height = 340;

    public static IEnumerable<EvaluationCurve> Of(EvaluationResult result)
    {
        if (result.ScoreExtrapolation is { } score)
        {
            yield return Draw(
                "inception-score",
                "Inception score against the number of images, and its limit",
                curves => Extrapolation(curves, score)
            );
        }
        if (result.PerLayer.Count > 0)
        {
            yield return Draw(
                "response-distance",
                "Response distance of each layer, relative to the observed mean",
                curves => Layers(curves.Plot, result.PerLayer)
            );
        }
        if (result.NearestImage is { } nearest)
        {
            yield return Draw(
                "nearest-image",
                "RMS distance of each generated image to its nearest reference image",
                curves => Nearest(curves.Plot, nearest, result.ReferenceDiversity)
            );
        }
    }

    private static void Extrapolation(CurvePlot curves, ScoreExtrapolation score)
    {
        var plot = curves.Plot;
        double[] x = [.. score.Counts.Select(n => 1.0 / n)];
        _ = plot.Add.ScatterPoints(x, [.. score.Scores]);
        double[] ends = [0, x.Max()];
        double[] heights = [score.Score, score.Score + (score.Slope * ends[1])];
        _ = curves.Line(ends, heights, EvaluationReport.Text($"limit {score.Score:f3}"));
        plot.XLabel("1 / number of images", 12);
        plot.YLabel("score", 12);
        _ = plot.ShowLegend(Alignment.UpperRight);
    }

    private static void Layers(Plot plot, IReadOnlyList<LayerDistance> layers)
    {
        // Layers differ in scale by an order of magnitude; the ratio makes them comparable.
        _ = plot.Add.Bars([.. layers.Select(l => 100 * (l.Distance.Relative ?? 0))]);
        plot.Axes.Bottom.SetTicks(
            [.. Enumerable.Range(0, layers.Count).Select(i => (double)i)],
            [.. layers.Select(l => l.Layer)]
        );
        plot.Axes.Margins(bottom: 0);
        plot.YLabel("R, % of the observed mean", 12);
    }

    private static void Nearest(Plot plot, NearestTrainingImage nearest, PixelDiversity? reference)
    {
        double[] sorted = [.. nearest.Distances.Order()];
        double[] ranks = [.. Enumerable.Range(1, sorted.Length).Select(i => (double)i)];
        var line = plot.Add.Scatter(ranks, sorted);
        (line.LineWidth, line.MarkerSize) = (2, sorted.Length > 100 ? 0 : 5);
        if (reference is not null)
        {
            var level = plot.Add.HorizontalLine(reference.RootMeanSquare, 1, pattern: LinePattern.Dashed);
            level.LegendText = "between reference images";
            _ = plot.ShowLegend(Alignment.LowerRight);
        }
        plot.Axes.SetLimitsY(0, 1.1 * Math.Max(Math.Max(sorted[^1], 1), reference?.RootMeanSquare ?? 0));
        plot.XLabel("generated images, nearest first", 12);
        plot.YLabel("grey levels", 12);
    }

    private static EvaluationCurve Draw(string name, string caption, Action<CurvePlot> draw)
    {
        using var curves = new CurvePlot(caption, titleSize: 13);
        draw(curves);
        return new EvaluationCurve(
            name,
            caption,
            Svg: curves.Svg(Width, Height),
            Png: curves.Png(Width, Height, scale: 2)
        );
    }
}
