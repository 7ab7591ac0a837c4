using ScottPlot;
using WFrame.Learning;

namespace WFrame.Runs;

/// <summary>Learning curves as SVG; one line a component, the first eight of many.</summary>
internal static class RunCurves
{
    private const int MostLines = 8;

    public static IEnumerable<string> Svg(IReadOnlyList<IterationRecord> history, IEnumerable<string> components)
    {
        var names = components.Take(MostLines).ToArray();
        yield return Plot("Response distance R", history, names, r => r.ResponseDistance, logarithmic: true);
        yield return Plot(
            "Phi: chains (line) and observed (dashed)",
            history,
            names,
            r => r.PhiSynthesized,
            r => r.PhiObserved
        );
        yield return Plot("Gradient rms", history, names, r => r.GradientRms);
        yield return Plot("|theta|", history, names, r => r.ThetaNorm);
    }

    private static string Plot(
        string title,
        IReadOnlyList<IterationRecord> history,
        string[] names,
        Func<IterationRecord, double> value,
        Func<IterationRecord, double>? dashed = null,
        bool logarithmic = false
    )
    {
        using var plot = new Plot();
        foreach (var name in names)
        {
            var records = history.Where(r => r.Component == name).ToArray();
            if (records.Length == 0)
            {
                continue;
            }
            double[] iterations = [.. records.Select(r => (double)r.Iteration)];
            var line = plot.Add.ScatterLine(iterations, [.. records.Select(r => Axis(value(r)))]);
            line.LineWidth = 2;
            line.LegendText = names.Length > 1 ? name : "";
            if (dashed is not null)
            {
                var second = plot.Add.ScatterLine(iterations, [.. records.Select(r => Axis(dashed(r)))], line.Color);
                second.LinePattern = LinePattern.Dashed;
            }
        }
        if (logarithmic)
        {
            plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic
            {
                LabelFormatter = exponent => $"{Math.Pow(10, exponent):0.#}",
            };
        }
        plot.Title(title, 15);
        plot.XLabel("iteration", 12);
        if (names.Length > 1)
        {
            plot.ShowLegend(Alignment.UpperRight);
        }
        var svg = plot.GetSvgXml(520, 320);
        return svg[svg.IndexOf("<svg", StringComparison.Ordinal)..];

        double Axis(double y) => logarithmic ? Math.Log10(Math.Max(y, 1e-3)) : y;
    }
}
