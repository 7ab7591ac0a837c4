using WFrame.Engines;

namespace WFrame.Scoring;

/// <summary>
/// What a texture looks like anywhere, for finding where it does not: every position is compared with all positions of the
/// training images, since a texture has no places of its own.
/// </summary>
/// <param name="Directions">Of the directions at a position.</param>
/// <param name="Colours">Of its colours.</param>
internal sealed record TextureStatistics(GaussianSpread Directions, GaussianSpread Colours)
{
    /// <summary>An image deviates as much as the worst tenth of its positions do on average: defects are small.</summary>
    private const double Worst = 0.1;

    /// <summary>
    /// A number of a colour counts as three of a direction do. Were the three colours to count as much as half of all
    /// directions, their chance would hide most kinds of defects.
    /// </summary>
    private const float ColourWeight = 3;

    /// <summary>Each of these takes a factorisation.</summary>
    private const int MostLeftOut = 50;

    /// <summary>Deviation of each training image (of the first fifty) from the others; empty of a single image.</summary>
    public required IReadOnlyList<double> LeftOut { get; init; }

    /// <summary>Learns from images of a texture.</summary>
    public static TextureStatistics Learn(IEnergyEngine engine, PixelBatch images, CancellationToken cancellation)
    {
        var features = new PositionFeatures(engine, images.Size);
        var length = PositionFeatures.Directions(engine.Trunk);
        var total = Sums();
        features.ForEach(images, (_, rows) => Add(total, rows), cancellation);
        var leftOut = new List<double>();
        if (images.Count > 1)
        {
            var own = Sums();
            features.ForEach(
                images.Slice(0, Math.Min(images.Count, MostLeftOut)),
                (_, rows) =>
                {
                    own.Directions.Clear();
                    own.Colours.Clear();
                    Add(own, rows);
                    var others = new TextureStatistics(
                        total.Directions.SpreadWithout(own.Directions),
                        total.Colours.SpreadWithout(own.Colours)
                    )
                    {
                        LeftOut = [],
                    };
                    leftOut.Add(DeviationOf(others.Grid(rows)));
                },
                cancellation
            );
        }
        return new TextureStatistics(total.Directions.Spread(), total.Colours.Spread()) { LeftOut = leftOut };

        (SpreadSums Directions, SpreadSums Colours) Sums() =>
            (new SpreadSums(0, length), new SpreadSums(length, PositionFeatures.Colours));

        void Add((SpreadSums Directions, SpreadSums Colours) sums, float[] rows)
        {
            sums.Directions.Add(rows, length + PositionFeatures.Colours);
            sums.Colours.Add(rows, length + PositionFeatures.Colours);
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
                var grid = Grid(rows);
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

    /// <summary>Root of the weighted mean of the squared distances of directions and colours; 1 is ordinary.</summary>
    private float[] Grid(float[] rows)
    {
        var (directions, length) = (Directions.Mean.Length, Directions.Mean.Length + PositionFeatures.Colours);
        var colours = ColourWeight * PositionFeatures.Colours / directions;
        var result = new float[rows.Length / length];
        for (var p = 0; p < result.Length; p++)
        {
            var row = rows.AsSpan(p * length, length);
            var sum = Directions.Square(row[..directions]) + (colours * Colours.Square(row[directions..]));
            result[p] = MathF.Sqrt(sum / (1 + colours));
        }
        return result;
    }

    /// <summary>Mean of the worst tenth of the positions.</summary>
    public static double DeviationOf(float[] grid)
    {
        var worst = Math.Max(1, (int)(Worst * grid.Length));
        return grid.OrderDescending().Take(worst).Average();
    }
}
