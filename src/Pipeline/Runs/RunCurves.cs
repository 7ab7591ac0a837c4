using WFrame.Learning;
using WFrame.Reports;

namespace WFrame.Runs;

/// <summary>Learning curves as SVG; one line a component, the first eight of many.</summary>
internal static class RunCurves
{
    private const int MostLines = 8;

    public static IEnumerable<string> Svg(IReadOnlyList<IterationRecord> history, IEnumerable<string> components)
    {
        var names = components.Take(MostLines).ToArray();
        yield return Draw("Response distance R", history, names, r => r.ResponseDistance, logarithmic: true);
        yield return Draw(
            "Phi: chains (line) and observed (dashed)",
            history,
            names,
            r => r.PhiSynthesized,
            r => r.PhiObserved
        );
        yield return Draw("Gradient rms", history, names, r => r.GradientRms);
        yield return Draw("|theta|", history, names, r => r.ThetaNorm);
    }

    private static string Draw(
        string title,
        IReadOnlyList<IterationRecord> history,
        string[] names,
        Func<IterationRecord, double> value,
        Func<IterationRecord, double>? dashed = null,
        bool logarithmic = false
    )
    {
        var curves = new CurvePlot(title, logarithm: logarithmic ? v => $"{v:0.#}" : null);
        foreach (var name in names)
        {
            var records = history.Where(r => r.Component == name).ToArray();
            if (records.Length == 0)
            {
                continue;
            }
            double[] iterations = [.. records.Select(r => (double)r.Iteration)];
            var color = curves.Line(iterations, [.. records.Select(value)], names.Length > 1 ? name : "");
            if (dashed is not null)
            {
                _ = curves.Line(iterations, [.. records.Select(dashed)], color: color, dashed: true);
            }
        }
        curves.Axes("iteration");
        return curves.Svg(520, 320);
    }
}
