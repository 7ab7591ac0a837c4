using WFrame.Files;
using WFrame.Reports;

namespace WFrame.Experiments.Pages;

/// <summary>One plot of a <see cref="DistanceChart"/>: curves of R of a kept results file.</summary>
/// <param name="Title">Above it.</param>
/// <param name="Results">Name of the file, without .json.</param>
/// <param name="Labels">Labels of the trainings that are shown, each one line.</param>
/// <param name="Names">What the legend calls them.</param>
public sealed record ChartPanel(
    string Title,
    string Results,
    IReadOnlyList<string> Labels,
    IReadOnlyList<string> Names
);

/// <summary>Plots side by side of how R goes: the median over models with a band from the lower to the upper quartile.</summary>
public static class DistanceChart
{
    private const int Width = 560;
    private const int Height = 360;

    /// <summary>Writes FOLDER/NAME.svg from the results that lie in the folder.</summary>
    /// <param name="folder">Folder of the NAME.json files.</param>
    /// <param name="name">Of the picture.</param>
    /// <param name="low">Lower end of the axis of R.</param>
    /// <param name="high">Upper end.</param>
    /// <param name="panels">The plots, left to right.</param>
    /// <exception cref="UsageException">A training that should be shown is not in its file.</exception>
    public static void Draw(string folder, string name, double low, double high, IReadOnlyList<ChartPanel> panels)
    {
        var plots = panels.Select(
            (panel, i) => Plot(folder, panel, low, high).Replace("<svg ", $"<svg x=\"{i * Width}\" ")
        );
        var size = $"width=\"{panels.Count * Width}\" height=\"{Height}\"";
        AtomicFile.WriteText(
            Path.Combine(folder, $"{name}.svg"),
            $"<svg xmlns=\"http://www.w3.org/2000/svg\" {size}>\n{string.Join('\n', plots)}\n</svg>\n"
        );
    }

    private static string Plot(string folder, ChartPanel panel, double low, double high)
    {
        var path = Path.Combine(folder, $"{panel.Results}.json");
        var curvesOf = panel.Labels.ToDictionary(label => label, label => CurvesOf(path, label));
        var models = string.Join(" and ", curvesOf.Values.Select(c => c.Length).Distinct());
        var plot = new CurvePlot($"{panel.Title}: {models} models", titleSize: 13, MeanAndSpread.Digits);
        foreach (var (label, name) in panel.Labels.Zip(panel.Names))
        {
            var band = CurveBand.Quartiles(name, curvesOf[label]);
            double[] iterations = [.. Enumerable.Range(1, band.Mean.Length).Select(i => (double)i)];
            var color = plot.Line(iterations, band.Mean, band.Name);
            plot.Band(iterations, band.Low, band.High, color);
        }
        plot.Limits(low, high);
        plot.Axes("learning iteration", "R");
        return plot.Svg(Width, Height);
    }

    private static double[][] CurvesOf(string path, string label)
    {
        using var results = JsonDocument.Parse(File.ReadAllText(path));
        double[][] curves =
        [
            .. results
                .RootElement.GetProperty("runs")
                .EnumerateArray()
                .Where(run => run.GetProperty("label").GetString() == label)
                .SelectMany(run => run.GetProperty("responseDistance").EnumerateArray())
                .Select(curve => curve.EnumerateArray().Select(v => v.GetDouble()).ToArray()),
        ];
        return curves.Length > 0 ? curves : throw new UsageException($"{path} has no training called {label}.");
    }
}
