using WFrame.Reports;

namespace WFrame.Evaluation.Report;

/// <summary>One plot.</summary>
internal sealed record EvaluationCurve(string Name, string Caption, string Svg)
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
                var curves = new CurvePlot(plot.Caption, titleSize: 13);
                plot.Draw(curves, result);
                yield return new EvaluationCurve(plot.Name, plot.Caption, curves.Svg(Width, Height));
            }
        }
    }
}
