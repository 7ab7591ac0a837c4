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
/// log((|m - b| + 1) / sqrt(v + 4)): m and v mean and variance of the luminance inside, b the mean beside it; of a spot
/// -log(v + 4) / 2, since what is around it may be alike as well.
/// </summary>
/// <param name="Inside">Its pixels.</param>
/// <param name="Beside">Those on both sides of a line; null of a spot.</param>
internal sealed record FlatShape(PixelWeights Inside, PixelWeights? Beside)
{
    /// <summary>No pixel of a shape is farther from its centre, in rows or columns.</summary>
    public const int Reach = 12;

    /// <summary>Added to a variance, in squared grey levels: below two levels everything is flat.</summary>
    public const float Variance = 4;

    /// <summary>Added to a contrast, in grey levels.</summary>
    public const float Contrast = 1;

    private const int Angles = 24;
    private const int HalfLength = 10;
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

    private static FlatShape ThinLine(double angle) =>
        new(PixelWeights.Of(Line(angle, 0)), PixelWeights.Of([.. Line(angle, Distance), .. Line(angle, -Distance)]));

    /// <summary>A line one pixel wide, beside the centre; each of its points lies between four pixels.</summary>
    private static IEnumerable<((int Down, int Right) Place, double Weight)> Line(double angle, double beside)
    {
        var (sin, cos) = Math.SinCos(angle);
        for (var along = -HalfLength; along <= HalfLength; along++)
        {
            // Rounded, so that a line along the axes has no weights of 1e-17 on other rows.
            var right = Math.Round((along * cos) - (beside * sin), 9);
            var down = Math.Round((along * sin) + (beside * cos), 9);
            var (x, y) = ((int)Math.Floor(right), (int)Math.Floor(down));
            var (u, v) = (right - x, down - y);
            yield return ((y, x), (1 - v) * (1 - u));
            yield return ((y, x + 1), (1 - v) * u);
            yield return ((y + 1, x), v * (1 - u));
            yield return ((y + 1, x + 1), v * u);
        }
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
