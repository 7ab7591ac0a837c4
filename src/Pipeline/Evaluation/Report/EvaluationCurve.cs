using WFrame.Reports;

namespace WFrame.Evaluation.Report;

/// <summary>One plot in both formats.</summary>
internal sealed record EvaluationCurve(string Name, string Caption, byte[] Png, string Svg)
{
    private const int Width = 560;
    private const int Height = 340;

    /// <summary>The plots of an evaluation.</summary>
    public static IEnumerable<EvaluationCurve> Of(EvaluationResult result)
    {
        foreach (var metric in result.ClassifierFirst)
        {
            if (metric.Plot is { } plot)
            {
                using var curves = new CurvePlot(plot.Caption, titleSize: 13);
                plot.Draw(curves, result);
                var svg = curves.Svg(Width, Height);
                yield return new EvaluationCurve(plot.Name, plot.Caption, curves.Png(Width, Height, scale: 2), svg);
            }
        }
    }
}
