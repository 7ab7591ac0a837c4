namespace WFrame.Scoring.Shapes;

/// <summary>Weights of the pixels around a position, of sum 1.</summary>
/// <param name="Places">Rows down and columns right of it.</param>
/// <param name="Weights">One each.</param>
internal sealed record PixelWeights(IReadOnlyList<(int Down, int Right)> Places, IReadOnlyList<float> Weights)
{
    public static PixelWeights Of(IEnumerable<((int Down, int Right) Place, double Weight)> parts)
    {
        (int Down, int Right)[] places = [.. parts.Where(p => p.Weight > 0).Select(p => p.Place).Distinct().Order()];
        double[] weights = [.. places.Select(place => parts.Where(p => p.Place == place).Sum(p => p.Weight))];
        var total = weights.Sum();
        return new PixelWeights(places, Array.ConvertAll(weights, w => (float)(w / total)));
    }
}

/// <summary>
/// Something small that is alike all over: a thin line, as a scratch is, or a spot. Its flatness is
/// log((|m - b| + 1) / sqrt(v + 4)): m and v mean and variance of the luminance inside, b the mean of m on both sides; of a
/// spot -log(v + 4) / 2, since what is around it may be alike as well.
/// </summary>
/// <param name="Inside">Its pixels.</param>
/// <param name="Beside">Where the same line lies on both sides of a line; null of a spot.</param>
internal sealed record FlatShape(PixelWeights Inside, PixelWeights? Beside)
{
    /// <summary>No pixel inside is farther from the centre, in rows or columns.</summary>
    public const int InsideReach = 10;

    /// <summary>No line beside is farther.</summary>
    public const int BesideReach = 3;

    /// <summary>No pixel that counts is farther.</summary>
    public const int Reach = InsideReach + BesideReach;

    /// <summary>Added to a variance, in squared grey levels: below two levels everything is flat.</summary>
    public const float Variance = 4;

    /// <summary>Added to a contrast, in grey levels.</summary>
    public const float Contrast = 1;

    private const int Angles = 24;
    private const double Distance = 2.25;
    private const double Radius = 3.2;

    /// <summary>Share of channels B, G, R in the luminance.</summary>
    public static ReadOnlySpan<float> Luminance => [0.114f, 0.587f, 0.299f];

    /// <summary>Lines of 21 px at 24 angles, then a spot of 7 px.</summary>
    public static IReadOnlyList<FlatShape> All { get; } =
    [.. Enumerable.Range(0, Angles).Select(a => ThinLine(Math.PI * a / Angles)), new FlatShape(Spot(), Beside: null)];

    /// <summary>Which of <see cref="All"/> are lines, and which spots.</summary>
    public static IReadOnlyList<Range> Kinds { get; } = [new(0, Angles), new(Angles, Angles + 1)];

    /// <summary>Whether an image is large enough for shapes to be looked for, mirrored at its edges.</summary>
    public static bool Fits(ImageSize size) => Math.Min(size.Height, size.Width) > Reach;

    private static FlatShape ThinLine(double angle)
    {
        var (sin, cos) = Math.SinCos(angle);
        return new(PixelWeights.Of(Line(sin, cos)), PixelWeights.Of([.. Shift(1), .. Shift(-1)]));

        IEnumerable<((int Down, int Right) Place, double Weight)> Shift(int side) =>
            Between(side * Distance * cos, side * Distance * -sin);
    }

    /// <summary>A line one pixel wide: of each row or column that it crosses the two pixels that it lies between.</summary>
    private static IEnumerable<((int Down, int Right) Place, double Weight)> Line(double sin, double cos)
    {
        var isLevel = Math.Abs(cos) >= Math.Abs(sin);
        var half = (int)Math.Round(InsideReach * Math.Max(Math.Abs(cos), Math.Abs(sin)));
        return Enumerable
            .Range(-half, (2 * half) + 1)
            .SelectMany(i => isLevel ? Between(i * sin / cos, i) : Between(i, i * cos / sin));
    }

    private static ((int Down, int Right) Place, double Weight)[] Between(double down, double right)
    {
        // Rounded, so that a line along the axes has no weights of 1e-17 on other rows.
        (down, right) = (Math.Round(down, 9), Math.Round(right, 9));
        var (y, x) = ((int)Math.Floor(down), (int)Math.Floor(right));
        var (v, u) = (down - y, right - x);
        return
        [
            ((y, x), (1 - v) * (1 - u)),
            ((y, x + 1), (1 - v) * u),
            ((y + 1, x), v * (1 - u)),
            ((y + 1, x + 1), v * u),
        ];
    }

    private static PixelWeights Spot()
    {
        var side = Enumerable.Range(-(int)Radius, (2 * (int)Radius) + 1).ToArray();
        return PixelWeights.Of(
            from down in side
            from right in side
            where (down * down) + (right * right) <= Radius * Radius
            select ((down, right), 1.0)
        );
    }
}
