using WFrame.Metrics;

namespace WFrame.Experiments.Studies.Defects;

/// <summary>Shapes of defects at a drawn place, wholly within the image: how much of each pixel is covered, 0..1, [H,W].</summary>
internal sealed class DefectShape(ImageSize size, NumpyRandomState random)
{
    public double Between(double least, double most) => least + ((most - least) * random.NextUniform());

    /// <summary>A line with round ends, at any angle.</summary>
    public float[] Line(double length, double width)
    {
        var angle = Between(0, Math.PI);
        var (dx, dy) = (Math.Cos(angle), Math.Sin(angle));
        var half = length / 2;
        var (x0, y0) = Centre(half * Math.Abs(dx), half * Math.Abs(dy));
        return Cover(
            (x, y) =>
            {
                var along = Math.Clamp(((x - x0) * dx) + ((y - y0) * dy), -half, half);
                var (px, py) = (x - x0 - (along * dx), y - y0 - (along * dy));
                return (width / 2) - Math.Sqrt((px * px) + (py * py));
            }
        );
    }

    /// <summary>An ellipse at any angle, its axes up to a quarter longer and shorter than the radius.</summary>
    public float[] Ellipse(double radius)
    {
        var (angle, stretch) = (Between(0, Math.PI), Between(0.8, 1.25));
        var (c, s) = (Math.Cos(angle), Math.Sin(angle));
        var (x0, y0) = Centre(1.25 * radius, 1.25 * radius);
        return Cover(
            (x, y) =>
            {
                var u = (((x - x0) * c) + ((y - y0) * s)) / stretch;
                var v = (((y - y0) * c) - ((x - x0) * s)) * stretch;
                return radius - Math.Sqrt((u * u) + (v * v));
            }
        );
    }

    /// <summary>An upright rectangle, its sides up to a quarter longer and shorter.</summary>
    public float[] Rectangle(double side)
    {
        var stretch = Between(0.8, 1.25);
        var (w, h) = (side * stretch / 2, side / stretch / 2);
        var (x0, y0) = Centre(w, h);
        return Cover((x, y) => Math.Min(w - Math.Abs(x - x0), h - Math.Abs(y - y0)));
    }

    private (double X, double Y) Centre(double marginX, double marginY) =>
        (
            Between(Math.Min(marginX, size.Width / 2.0), Math.Max(size.Width - marginX, size.Width / 2.0)),
            Between(Math.Min(marginY, size.Height / 2.0), Math.Max(size.Height - marginY, size.Height / 2.0))
        );

    /// <summary>The edge is one pixel wide: half covered where the signed distance is 0.</summary>
    private float[] Cover(Func<double, double, double> inside)
    {
        var result = new float[size.Area];
        for (var i = 0; i < result.Length; i++)
        {
            var distance = inside((i % size.Width) + 0.5, (i / size.Width) + 0.5);
            result[i] = (float)Math.Clamp(distance + 0.5, 0, 1);
        }
        return result;
    }
}
