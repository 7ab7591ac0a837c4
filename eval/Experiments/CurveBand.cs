using WFrame.Files;
using WFrame.Reports;

namespace WFrame.Experiments;

/// <summary>
/// The mean of several curves with a band of one standard deviation on either side. For a logarithmic axis both are of
/// the logarithms: a band of a few large values around a mean would reach below zero there.
/// </summary>
/// <param name="Name">Name in the legend.</param>
/// <param name="Mean">Mean (for a logarithmic axis the geometric one) at iteration 1, 2, ...</param>
/// <param name="Low">Mean minus the sample standard deviation (the mean itself for one curve).</param>
/// <param name="High">Mean plus it.</param>
/// <param name="Curves">Curves that went in.</param>
public sealed record CurveBand(string Name, double[] Mean, double[] Low, double[] High, int Curves)
{
    private const int Width = 720;
    private const int Height = 440;

    /// <summary>
    /// Mean of curves that start at iteration 1. A curve that ends early (its run diverged) counts as far as it goes;
    /// where fewer than half are left the band ends, since the rest would be a selection of the lucky ones.
    /// </summary>
    /// <param name="name">Name in the legend.</param>
    /// <param name="curves">One curve or more.</param>
    /// <param name="logarithmic">For a logarithmic axis; values below 0.001 then count as 0.001.</param>
    /// <exception cref="ArgumentException">There is no curve.</exception>
    public static CurveBand Of(string name, IEnumerable<IReadOnlyList<double>> curves, bool logarithmic = false)
    {
        var all = curves.ToArray();
        var points = Points(all, Scaled);
        return new CurveBand(
            name,
            [.. points.Select(p => Unscaled(p.Mean))],
            [.. points.Select(p => Unscaled(p.Mean - (p.Deviation ?? 0)))],
            [.. points.Select(p => Unscaled(p.Mean + (p.Deviation ?? 0)))],
            all.Length
        );

        double Scaled(double value) => logarithmic ? Math.Log(Math.Max(value, CurvePlot.Smallest)) : value;

        double Unscaled(double value) => logarithmic ? Math.Exp(value) : value;
    }

    /// <summary>The median of curves with a band between their quartiles, for heavy tails; it ends where <see cref="Of"/>'s does.</summary>
    /// <param name="name">Name in the legend.</param>
    /// <param name="curves">One curve or more.</param>
    /// <exception cref="ArgumentException">There is no curve.</exception>
    public static CurveBand Quartiles(string name, IReadOnlyList<IReadOnlyList<double>> curves)
    {
        var points = Points(curves, value => value);
        return new CurveBand(
            name,
            [.. points.Select(p => p.Quantile(0.5))],
            [.. points.Select(p => p.Quantile(0.25))],
            [.. points.Select(p => p.Quantile(0.75))],
            curves.Count
        );
    }

    private static MeanAndSpread[] Points(IReadOnlyList<IReadOnlyList<double>> curves, Func<double, double> scaled)
    {
        if (curves.Count == 0)
        {
            throw new ArgumentException("A band needs one curve or more.", nameof(curves));
        }
        var length = curves.Select(c => c.Count).OrderDescending().ElementAt((curves.Count - 1) / 2);
        return
        [
            .. Enumerable
                .Range(0, length)
                .Select(i => MeanAndSpread.Of(curves.Where(c => c.Count > i).Select(c => scaled(c[i])))),
        ];
    }

    /// <summary>
    /// Writes bands over the iterations as an SVG picture, completely or not at all. A linear axis covers what comes after
    /// the initial overshoot (<see cref="LearningSummary.Overshoot(int)"/>), which would flatten all the rest.
    /// </summary>
    internal static void Draw(string path, string title, IReadOnlyList<CurveBand> bands, bool logarithmic = false)
    {
        var curves = new CurvePlot(title, titleSize: 16, logarithmic ? MeanAndSpread.Digits : null);
        foreach (var band in bands)
        {
            double[] iterations = [.. Enumerable.Range(1, band.Mean.Length).Select(i => (double)i)];
            var color = curves.Line(iterations, band.Mean, band.Name);
            if (band.Curves > 1)
            {
                curves.Band(iterations, band.Low, band.High, color);
            }
        }
        if (!logarithmic)
        {
            double[] shown = [.. bands.SelectMany(b => Settled(b.Low).Concat(Settled(b.High)))];
            var margin = 0.1 * Math.Max(shown.Max() - shown.Min(), 1e-9);
            curves.Limits(shown.Min() - margin, shown.Max() + margin);
        }
        curves.Axes("learning iteration");
        AtomicFile.WriteText(path, curves.Svg(Width, Height));

        static IEnumerable<double> Settled(double[] values) => values.Skip(LearningSummary.Overshoot(values.Length));
    }
}
