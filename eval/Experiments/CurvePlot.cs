using ScottPlot;
using WFrame.Files;

namespace WFrame.Experiments;

/// <summary>
/// Draws curves with bands over the iterations. A linear axis covers what comes after the initial overshoot
/// (<see cref="LearningSummary.Overshoot"/>), which would flatten all the rest.
/// </summary>
public static class CurvePlot
{
    private const int Width = 720;
    private const int Height = 440;

    /// <summary>The smallest value a logarithmic axis shows.</summary>
    internal const double Smallest = 1e-3;

    /// <summary>Writes a PNG picture, completely or not at all.</summary>
    /// <param name="path">File; its folder must exist.</param>
    /// <param name="title">Above the plot.</param>
    /// <param name="bands">One or more curves.</param>
    /// <param name="logarithmic">Logarithmic vertical axis; values below 0.001 are drawn there.</param>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void Write(string path, string title, IReadOnlyList<CurveBand> bands, bool logarithmic = false)
    {
        using var plot = new Plot();
        foreach (var band in bands)
        {
            double[] iterations = [.. Enumerable.Range(1, band.Mean.Length).Select(i => (double)i)];
            var line = plot.Add.ScatterLine(iterations, Axis(band.Mean));
            line.LineWidth = 2;
            line.LegendText = band.Name;
            if (band.Curves > 1)
            {
                var area = plot.Add.FillY(iterations, Axis(band.Low), Axis(band.High));
                area.FillColor = line.Color.WithAlpha(0.2);
                area.LineWidth = 0;
            }
        }
        if (logarithmic)
        {
            plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic
            {
                LabelFormatter = exponent => MeanAndSpread.Digits(Math.Pow(10, exponent)),
            };
        }
        else
        {
            double[] shown = [.. bands.SelectMany(b => Settled(b.Low).Concat(Settled(b.High)))];
            var margin = 0.1 * Math.Max(shown.Max() - shown.Min(), 1e-9);
            plot.Axes.SetLimitsY(shown.Min() - margin, shown.Max() + margin);
        }
        plot.Title(title, 16);
        plot.XLabel("learning iteration", 13);
        plot.ShowLegend(Alignment.UpperRight);
        AtomicFile.Write(path, plot.GetImageBytes(Width, Height, ScottPlot.ImageFormat.Png));

        static IEnumerable<double> Settled(double[] values) => values.Skip(LearningSummary.Overshoot(values.Length));

        double[] Axis(double[] values) =>
            logarithmic ? [.. values.Select(v => Math.Log10(Math.Max(v, Smallest)))] : values;
    }
}
