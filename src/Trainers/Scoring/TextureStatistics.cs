using System.Numerics.Tensors;
using WFrame.Engines;
using WFrame.Scoring.Shapes;

namespace WFrame.Scoring;

/// <summary>
/// What a texture looks like anywhere, for finding where it does not: every position is compared with all positions of the
/// training images, since a texture has no places of its own, and with what painted departures look like
/// (<see cref="PaintedDepartures"/>); lines and spots are compared with the flattest of theirs (<see cref="FlatShapes"/>).
/// </summary>
/// <param name="Spread">Of the directions and colours at a position; of models stored by an earlier version, of directions.</param>
/// <param name="Colours">Of models stored by an earlier version, of the colours.</param>
internal sealed record TextureStatistics(GaussianSpread Spread, GaussianSpread? Colours = null)
{
    /// <summary>An image deviates as much as the worst tenth of its positions do on average: defects are small.</summary>
    private const double Worst = 0.1;

    /// <summary>
    /// Of earlier versions a number of a colour counts as three of a direction do. Were the three colours to count as much as
    /// half of all directions, their chance would hide most kinds of defects.
    /// </summary>
    private const float ColourWeight = 3;

    /// <summary>Each of these takes two factorisations.</summary>
    private const int MostLeftOut = 50;

    /// <summary>Lines and spots; null of earlier versions and of training images too small for them.</summary>
    public FlatShapes? Shapes { get; init; }

    /// <summary>Deviation of each training image (of the first fifty) from the others; empty of a single image.</summary>
    public required IReadOnlyList<double> LeftOut { get; init; }

    /// <summary>
    /// What a position exceeds that an image of the texture hardly has: a fifth above the deviation of the images left out in
    /// turn (geometric mean), or where none was 1.4.
    /// </summary>
    public double Conspicuous =>
        Colours is null && LeftOut.Count > 0 ? 1.2 * Math.Exp(LeftOut.Average(v => Math.Log(v))) : 1.4;

    /// <summary>Learns from images of a texture.</summary>
    public static TextureStatistics Learn(IEnergyEngine engine, PixelBatch images, CancellationToken cancellation)
    {
        var features = new PositionFeatures(engine, images.Size);
        var directions = PositionFeatures.Directions(engine.Trunk);
        var total = new SpreadSums(directions + PositionFeatures.Colours);
        features.ForEach(images, (_, rows) => total.Add(rows), cancellation);
        var departures = new SpreadSums(total.Length);
        var byImage = new SpreadSums?[Math.Min(images.Count, MostLeftOut)];
        AddDepartures(engine, features, images, departures, byImage, cancellation);
        var some = images.Slice(0, byImage.Length);
        var shapes = FlatShape.Fits(images.Size) ? new FlatShapeLearning(some, engine.Threads(), cancellation) : null;
        var leftOut = new List<double>();
        if (images.Count > 1)
        {
            var own = new SpreadSums(total.Length);
            features.ForEach(
                some,
                (i, rows) =>
                {
                    cancellation.ThrowIfCancellationRequested();
                    own.Clear();
                    own.Add(rows);
                    var painted = byImage[i] is { } mine ? departures.Without(mine) : departures;
                    var others = GaussianSpread.Of(total.Without(own), painted, directions);
                    var rest = new TextureStatistics(others) { Shapes = shapes?.Shapes(without: i), LeftOut = [] };
                    leftOut.Add(DeviationOf(rest.Grid(rows, some, i, engine.Threads())));
                },
                cancellation
            );
        }
        return new TextureStatistics(GaussianSpread.Of(total, departures, directions))
        {
            Shapes = shapes?.Shapes(),
            LeftOut = leftOut,
        };
    }

    /// <summary>Adds the positions that were painted over, to the sums of all and to those of each image that has some.</summary>
    private static void AddDepartures(
        IEnergyEngine engine,
        PositionFeatures features,
        PixelBatch images,
        SpreadSums all,
        SpreadSums?[] byImage,
        CancellationToken cancellation
    )
    {
        var painting = new PaintedDepartures(engine.Trunk.Mean);
        for (var number = 0; number < PaintedDepartures.Count(images.Size); number++)
        {
            var (image, painted) = painting.Paint(images, number);
            var (inside, of) = (features.Inside(painted), number % images.Count);
            features.ForEach(
                image,
                (_, rows) =>
                {
                    float[] own =
                    [
                        .. inside.SelectMany(p => new ArraySegment<float>(rows, p * all.Length, all.Length)),
                    ];
                    all.Add(own);
                    if (of < byImage.Length)
                    {
                        (byImage[of] ??= new SpreadSums(all.Length)).Add(own);
                    }
                },
                cancellation
            );
        }
    }

    /// <summary>Maps of images [N,3,H,W] of any size, and how far each deviates as a whole.</summary>
    public ScoreMaps Maps(IEnergyEngine engine, PixelBatch images, CancellationToken cancellation)
    {
        var features = new PositionFeatures(engine, images.Size);
        var values = new float[checked(images.Count * images.Size.Area)];
        var deviations = new double[images.Count];
        features.ForEach(
            images,
            (i, rows) =>
            {
                var grid = Grid(rows, images, i, engine.Threads());
                deviations[i] = DeviationOf(grid);
                var map = values.AsSpan(i * images.Size.Area, images.Size.Area);
                MapEnlarging.Add(grid, features.Grid.Height, features.Grid.Width, map, images.Size, weight: 1);
            },
            cancellation
        );
        return new ScoreMaps(images.Count, images.Size, values)
        {
            Deviation = deviations,
            P = LeftOut.Count >= ScoreReference.LeastLeftOut ? P(deviations) : null,
        };
    }

    /// <summary>Probability that an image of the texture deviates so much or more, as <see cref="ScoreReference.P"/>.</summary>
    private double[] P(double[] deviations)
    {
        // Of logarithms: deviations are positive, and more so on one side.
        var known = KnownValues.Of([.. LeftOut.Select(v => Math.Log(v))]);
        return [.. deviations.Select(d => known.Above(Math.Log(d)))];
    }

    /// <summary>Distance of each position, 1 is ordinary, and what shapes there are evidence of.</summary>
    private float[] Grid(float[] rows, PixelBatch images, int image, int threads)
    {
        var first = Spread.Mean.Length;
        var stride = first + (Colours?.Mean.Length ?? 0);
        var result = Spread.Squares(rows, 0, stride, threads);
        if (Colours is not null)
        {
            // Root of the weighted mean of both.
            var weight = ColourWeight * PositionFeatures.Colours / first;
            var colours = Colours.Squares(rows, first, stride, threads);
            TensorPrimitives.MultiplyAdd(colours, weight, result, result);
            TensorPrimitives.Divide(result, 1 + weight, result);
        }
        TensorPrimitives.Sqrt(result, result);
        if (Shapes?.Evidence(images.Image(image).Span, images.Size, threads) is { } evidence)
        {
            TensorPrimitives.MultiplyAdd(evidence, FlatShapes.Weight, result, result);
        }
        return result;
    }

    /// <summary>Mean of the worst tenth of the positions.</summary>
    public static double DeviationOf(float[] grid)
    {
        var sorted = (float[])grid.Clone();
        Array.Sort(sorted);
        return sorted.TakeLast(Math.Max(1, (int)(Worst * grid.Length))).Average();
    }
}
