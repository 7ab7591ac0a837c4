using OxyPlot;
using OxyPlot.Annotations;
using OxyPlot.Axes;
using OxyPlot.Legends;
using OxyPlot.Series;

namespace WFrame.Reports;

/// <summary>A plot as every report draws it, as SVG: managed code alone, no native library.</summary>
internal sealed class CurvePlot
{
    /// <summary>The smallest value that a logarithmic axis shows; what is below is drawn there.</summary>
    public const double Smallest = 1e-3;

    private static readonly OxyColor[] Colours =
    [
        OxyColor.FromRgb(0x1F, 0x77, 0xB4),
        OxyColor.FromRgb(0xFF, 0x7F, 0x0E),
        OxyColor.FromRgb(0x2C, 0xA0, 0x2C),
        OxyColor.FromRgb(0xD6, 0x27, 0x28),
        OxyColor.FromRgb(0x94, 0x67, 0xBD),
        OxyColor.FromRgb(0x8C, 0x56, 0x4B),
        OxyColor.FromRgb(0xE3, 0x77, 0xC2),
        OxyColor.FromRgb(0x7F, 0x7F, 0x7F),
    ];

    private readonly PlotModel _model;
    private Axis _across = new LinearAxis();
    private readonly Axis _up;
    private readonly List<object> _read = [];
    private int _lines;

    /// <param name="title">Above the plot.</param>
    /// <param name="titleSize">Its height, px.</param>
    /// <param name="logarithm">Labels of a logarithmic vertical axis by value; null: the axis is linear.</param>
    public CurvePlot(string title, double titleSize = 15, Func<double, string>? logarithm = null)
    {
        _model = new PlotModel
        {
            Title = title,
            TitleFontSize = titleSize,
            DefaultFont = "Segoe UI, Helvetica, Arial, sans-serif",
            PlotAreaBorderColor = OxyColors.Gray,
            Background = OxyColors.White,
        };
        _up = logarithm is null ? new LinearAxis() : new LogarithmicAxis { LabelFormatter = logarithm };
    }

    /// <summary>Names below and beside the axes.</summary>
    public void Axes(string across, string up = "") => (_across.Title, _up.Title) = (across, up);

    /// <summary>What the vertical axis covers.</summary>
    public void Limits(double low, double high) => (_up.Minimum, _up.Maximum) = (low, high);

    /// <summary>A line; the next free colour when none is given, no entry in the legend without a name.</summary>
    /// <returns>The line's colour.</returns>
    public OxyColor Line(double[] x, double[] y, string name = "", OxyColor? color = null, bool dashed = false)
    {
        var line = new LineSeries
        {
            Title = name.Length > 0 ? name : null,
            Color = color ?? Colours[_lines++ % Colours.Length],
            StrokeThickness = dashed ? 1 : 2,
            LineStyle = dashed ? LineStyle.Dash : LineStyle.Solid,
        };
        line.Points.AddRange(Points(x, y));
        _model.Series.Add(line);
        _read.Add(
            new
            {
                name,
                x,
                y = y.Select(v => v.ToString("G4", CultureInfo.InvariantCulture)),
            }
        );
        return line.Color;
    }

    /// <summary>Points without a line.</summary>
    public void Dots(double[] x, double[] y)
    {
        var dots = new ScatterSeries
        {
            MarkerType = MarkerType.Circle,
            MarkerSize = 3,
            MarkerFill = Colours[_lines++ % Colours.Length],
        };
        dots.Points.AddRange(Points(x, y).Select(p => new ScatterPoint(p.X, p.Y)));
        _model.Series.Add(dots);
    }

    /// <summary>The area between two curves, in a pale shade of a line's colour.</summary>
    public void Band(double[] x, double[] low, double[] high, OxyColor color)
    {
        var area = new AreaSeries
        {
            Fill = OxyColor.FromAColor(51, color),
            StrokeThickness = 0,
            RenderInLegend = false,
        };
        area.Points.AddRange(Points(x, low));
        area.Points2.AddRange(Points(x, high));
        _model.Series.Add(area);
    }

    /// <summary>A dashed horizontal line with its meaning written on it.</summary>
    public void Level(double y, string name) =>
        _model.Annotations.Add(
            new LineAnnotation
            {
                Type = LineAnnotationType.Horizontal,
                Y = y,
                Color = OxyColors.Gray,
                Text = name,
            }
        );

    /// <summary>One bar a name, from 0; those of another call with the same names stand beside them.</summary>
    public void Bars(IReadOnlyList<string> names, IReadOnlyList<double> heights, string series = "")
    {
        if (_across is not CategoryAxis)
        {
            var categories = new CategoryAxis { GapWidth = 0.5, Key = "names" };
            categories.Labels.AddRange(names);
            _across = categories;
            (_up.Key, _up.MinimumPadding) = ("heights", 0);
        }
        var bars = new BarSeries
        {
            Title = series.Length > 0 ? series : null,
            FillColor = Colours[_lines++ % Colours.Length],
            XAxisKey = "heights",
            YAxisKey = "names",
        };
        bars.Items.AddRange(heights.Select(h => new BarItem(h)));
        _model.Series.Add(bars);
    }

    /// <summary>The same with the lines' values beside, which a page shows under the pointer. Call it once, at the end.</summary>
    public string ReadableSvg(int width, int height)
    {
        var svg = Svg(width, height);
        if (_read.Count == 0)
        {
            return svg;
        }
        var area = _model.PlotArea;
        var values = JsonSerializer.Serialize(
            new
            {
                width,
                area.Left,
                area.Right,
                area.Top,
                area.Bottom,
                low = _across.ActualMinimum,
                high = _across.ActualMaximum,
                across = _across.Title,
                lines = _read,
            },
            ReportJson.Line
        );
        var title = HtmlPage.Encode($"{_model.Title}; arrow keys go through the values");
        return svg.Insert(
            "<svg".Length,
            $" role=\"img\" tabindex=\"0\" aria-label=\"{title}\" data-plot=\"{HtmlPage.Encode(values)}\""
        );
    }

    /// <summary>The plot as one SVG element, without a declaration before it. Call it once, at the end.</summary>
    public string Svg(int width, int height)
    {
        foreach (var (axis, position) in new[] { (_across, AxisPosition.Bottom), (_up, AxisPosition.Left) })
        {
            axis.Position = position;
            (axis.MajorGridlineStyle, axis.MajorGridlineColor) = (LineStyle.Solid, OxyColor.FromRgb(0xEE, 0xEE, 0xEE));
            axis.AxislineStyle = LineStyle.None;
            _model.Axes.Add(axis);
        }
        if (_model.Series.Any(s => s.Title is not null))
        {
            _model.Legends.Add(
                new Legend
                {
                    LegendPosition = LegendPosition.RightTop,
                    LegendBackground = OxyColor.FromAColor(220, OxyColors.White),
                    LegendBorder = OxyColors.LightGray,
                }
            );
        }
        var svg = new SvgExporter { Width = width, Height = height }.ExportToString(_model);
        // Several plots stand in one page, where an id must be of one element only.
        var id = string.Concat(_model.Title.Where(char.IsAsciiLetterOrDigit));
        return svg[svg.IndexOf("<svg", StringComparison.Ordinal)..]
            .Replace("id=\"clipPath", $"id=\"{id}", StringComparison.Ordinal)
            .Replace("url(#clipPath", $"url(#{id}", StringComparison.Ordinal);
    }

    private IEnumerable<DataPoint> Points(double[] x, double[] y) =>
        x.Zip(y, (a, b) => new DataPoint(a, _up is LogarithmicAxis ? Math.Max(b, Smallest) : b));
}
