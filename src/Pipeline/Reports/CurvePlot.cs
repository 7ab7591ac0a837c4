using ScottPlot;
using ScottPlot.Plottables;

namespace WFrame.Reports;

/// <summary>A plot as every report draws it; <see cref="Plot"/> takes what is not a curve. Dispose it.</summary>
internal sealed class CurvePlot : IDisposable
{
    /// <summary>The smallest value that a logarithmic axis shows; what is below is drawn there.</summary>
    public const double Smallest = 1e-3;

    private readonly bool _logarithmic;

    /// <param name="title">Above the plot.</param>
    /// <param name="titleSize">Its height, px.</param>
    /// <param name="logarithm">Labels of a logarithmic vertical axis by value; null: the axis is linear.</param>
    public CurvePlot(string title, float titleSize = 15, Func<double, string>? logarithm = null)
    {
        Plot.Title(title, titleSize);
        _logarithmic = logarithm is not null;
        if (logarithm is not null)
        {
            Plot.Axes.Left.TickGenerator = new ScottPlot.TickGenerators.NumericAutomatic
            {
                LabelFormatter = exponent => logarithm(Math.Pow(10, exponent)),
            };
        }
    }

    public Plot Plot { get; } = new();

    /// <summary>A line; the next free colour when none is given, no entry in the legend without a name.</summary>
    public Scatter Line(double[] x, double[] y, string name = "", Color? color = null)
    {
        var line = Plot.Add.ScatterLine(x, Axis(y), color);
        line.LineWidth = 2;
        line.LegendText = name;
        return line;
    }

    /// <summary>The area between two curves, in a pale shade of a line's colour.</summary>
    public void Band(double[] x, double[] low, double[] high, Color color)
    {
        var area = Plot.Add.FillY(x, Axis(low), Axis(high));
        area.FillColor = color.WithAlpha(0.2);
        area.LineWidth = 0;
    }

    public string Svg(int width, int height) => Plot.GetSvgXml(width, height);

    /// <param name="width">Width before scaling, px.</param>
    /// <param name="height">Height before scaling, px.</param>
    /// <param name="scale">Pixels of the picture for each of these, for sharp screens; the lettering is in proportion.</param>
    public byte[] Png(int width, int height, int scale = 1)
    {
        Plot.ScaleFactor = scale;
        return Plot.GetImageBytes(scale * width, scale * height, ImageFormat.Png);
    }

    public void Dispose() => Plot.Dispose();

    private double[] Axis(double[] values) =>
        _logarithmic ? Array.ConvertAll(values, v => Math.Log10(Math.Max(v, Smallest))) : values;
}
