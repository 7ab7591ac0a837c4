using WFrame.Metrics;

namespace WFrame.Experiments.Studies.Holes;

/// <summary>Holes of images: which pixels are to be filled, [H,W].</summary>
public static class HoleShapes
{
    /// <summary>What can be cut out.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["centre", "scratches", "blocks"];

    private const int LargestBlock = 16;
    private const int Scratches = 6;
    private const double HalfWidth = 1.75;

    /// <summary>
    /// A hole of a kind: "centre", a quarter of the area; "scratches", six lines of 3 to 4 px from edge to edge; "blocks",
    /// half of the squares of 16 px, or of a quarter of the image's shorter side where it is less.
    /// </summary>
    /// <param name="kind">One of <see cref="Kinds"/>.</param>
    /// <param name="size">Of the image.</param>
    /// <param name="seed">Draws.</param>
    public static bool[] Of(string kind, ImageSize size, uint seed)
    {
        var random = new NumpyRandomState(seed);
        return kind switch
        {
            "centre" => Each(size, (y, x) => IsInner(y, size.Height) && IsInner(x, size.Width)),
            "scratches" => Lines(size, random),
            "blocks" => Blocks(size, random),
            _ => throw new ArgumentException($"{kind} is no kind of hole.", nameof(kind)),
        };

        static bool IsInner(int i, int side) => i >= side / 4 && i < (side / 4) + (side / 2);
    }

    private static bool[] Lines(ImageSize size, NumpyRandomState random)
    {
        var lines = new (double Angle, double Y, double X)[Scratches];
        for (var i = 0; i < lines.Length; i++)
        {
            lines[i] = (
                Math.PI * random.NextUniform(),
                size.Height * random.NextUniform(),
                size.Width * random.NextUniform()
            );
        }
        return Each(
            size,
            (y, x) =>
                lines.Any(l => Math.Abs(((x - l.X) * Math.Sin(l.Angle)) - ((y - l.Y) * Math.Cos(l.Angle))) <= HalfWidth)
        );
    }

    private static bool[] Blocks(ImageSize size, NumpyRandomState random)
    {
        var side = Math.Clamp(Math.Min(size.Height, size.Width) / 4, 1, LargestBlock);
        var (rows, columns) = ((size.Height + side - 1) / side, (size.Width + side - 1) / side);
        var order = random.Permutation(rows * columns);
        var chosen = order.Take(order.Length / 2).ToHashSet();
        return Each(size, (y, x) => chosen.Contains((y / side * columns) + (x / side)));
    }

    private static bool[] Each(ImageSize size, Func<int, int, bool> isHole) =>
        [.. Enumerable.Range(0, size.Area).Select(i => isHole(i / size.Width, i % size.Width))];
}
