using WFrame.Engines;
using WFrame.Scoring;
using WFrame.Trainers.Tests.MLNet;

namespace WFrame.Trainers.Tests.Scoring;

public sealed class TextureMapTests : IDisposable
{
    private const int Side = 32;

    private readonly IEnergyEngine engine = EngineFactory.Create(SmallTrainings.Trunk, "ort-cpu", 1).Engine;

    public void Dispose() => engine.Dispose();

    [Fact]
    public void Given_vectors_their_distance_is_mahalanobis_divided_by_their_length()
    {
        // Variances 4 and 1, no covariance; the shrinkage adds a fiftieth of their mean.
        var spread = GaussianSpread.Of(Sums(2, [3, 3, 3, 1, -1, 3, -1, 1]), departures: null, first: 2);

        Assert.Equal([1f, 2f], spread.Mean);
        Assert.Equal(((9 / 4.05) + (4 / 1.05)) / 2, Square(spread, [4, 4]), 1e-5);
        Assert.Equal(0, Square(spread, [1, 2]));
    }

    [Fact]
    public void Given_numbers_of_two_units_each_has_a_shrinkage_of_its_own()
    {
        var spread = GaussianSpread.Of(Sums(2, [3, 3, 3, 1, -1, 3, -1, 1]), departures: null, first: 1);

        Assert.Equal(((9 / 4.08) + (4 / 1.02)) / 2, Square(spread, [4, 4]), 1e-5);
    }

    [Fact]
    public void Given_departures_a_direction_that_they_leave_alone_does_not_count()
    {
        // Variances 1 and 1; departures of mean square 90 along the first number alone.
        var learned = Sums(2, [1, 1, 1, -1, -1, 1, -1, -1]);
        var spread = GaussianSpread.Of(learned, Sums(2, [9, 0, -9, 0, 9, 0, -9, 0]), first: 2);

        // C^-1 - (C + S/10)^-1 is 1/1.02 - 1/9.12 and 0; its mean square over what was learned is made 1.
        Assert.Equal(2 * 9 / 2.0, Square(spread, [3, 0]), 1e-3);
        Assert.Equal(0, Square(spread, [0, 3]), 1e-3);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public void Given_fewer_vectors_than_numbers_there_is_a_distance_all_the_same(int seed)
    {
        const int length = 60;
        var random = new Random(seed);
        float[] Vectors(int count, double scale) =>
            [.. Enumerable.Range(0, count * length).Select(_ => (float)(scale * random.NextDouble()))];

        var spread = GaussianSpread.Of(Sums(length, Vectors(4, 1)), Sums(length, Vectors(3, 1e5)), length - 3);
        var flat = GaussianSpread.Of(Sums(length, new float[4 * length]), Sums(length, Vectors(3, 1)), length - 3);

        Assert.InRange(Square(spread, Vectors(1, 1)), 0, double.MaxValue);
        Assert.InRange(Square(flat, Vectors(1, 1)), 0, double.MaxValue);
    }

    [Fact]
    public void Given_correlated_departures_the_distance_is_the_ratio_of_both_inverses()
    {
        var (learned, departures) = (Sums(2, [1, 0, -1, 0, 0, 2, 0, -2]), Sums(2, [5, 5, -5, -5, 1, -1]));
        var spread = GaussianSpread.Of(learned, departures, first: 2);

        // C = diag(0.5, 2) and a fiftieth of 1.25; S/10 = (1.7, 1.6333; 1.6333, 1.7).
        var (a, b) = (1 / 0.525, 1 / 2.025);
        var (p, q, r) = (0.525 + 1.7, 49.0 / 30, 2.025 + 1.7);
        var det = (p * r) - (q * q);
        var (q11, q12, q22) = (a - (r / det), q / det, b - (p / det));
        var unit = 2 / ((0.5 * q11) + (2 * q22));
        Assert.Equal(unit * (q11 + (4 * q12) + (4 * q22)) / 2, Square(spread, [1, 2]), 1e-4);
        Assert.Equal(unit * (q11 - (4 * q12) + (4 * q22)) / 2, Square(spread, [1, -2]), 1e-4);
    }

    [Fact]
    public void Given_correlated_vectors_what_breaks_the_correlation_is_farther()
    {
        var spread = GaussianSpread.Of(Sums(2, [1, 0.9f, -1, -0.9f, 0.9f, 1, -0.9f, -1]), departures: null, first: 2);

        Assert.True(Square(spread, [1, -1]) > 5 * Square(spread, [1, 1]));
    }

    [Fact]
    public void Given_an_image_left_out_the_spread_is_that_of_the_others()
    {
        var (all, first, rest) = (Sums(1, [1, 2, 4]), Sums(1, [1]), Sums(1, [2, 4]));

        var without = GaussianSpread.Of(all.Without(first), departures: null, first: 1);

        Assert.Equal([3f], without.Mean);
        Assert.Equal(Square(GaussianSpread.Of(rest, null, 1), [7]), Square(without, [7]), 1e-4);
        Assert.Equal(16 / 1.02, Square(without, [7]), 1e-3);
    }

    [Fact]
    public void Given_a_grid_smoothing_keeps_constants_and_spreads_a_point_evenly()
    {
        var grid = new ImageSize(9, 9);
        var rows = new float[2 * grid.Area];
        for (var p = 0; p < grid.Area; p++)
        {
            (rows[2 * p], rows[(2 * p) + 1]) = (5, p == 40 ? 1 : 0);
        }

        GridSmoothing.Apply(rows, new float[rows.Length], grid, 2);

        Assert.All(rows.Where((_, i) => i % 2 == 0), v => Assert.Equal(5, v, 1e-5));
        Assert.Equal(1, rows.Where((_, i) => i % 2 == 1).Sum(), 1e-5);
        Assert.Equal(0.39905 * 0.39905, rows[81], 1e-4);
        Assert.Equal(rows[(2 * 39) + 1], rows[(2 * 31) + 1]);
        Assert.Equal(0.39905 * 0.24204, rows[(2 * 39) + 1], 1e-4);
    }

    [Fact]
    public void Given_a_texture_its_own_crops_deviate_by_about_1_and_a_spot_where_it_is()
    {
        var texture = Texture(5);
        var images = Texture(2, seed: 9);
        var spot = images.Image(1).Span;
        foreach (var channel in (int[])[0, 1, 2])
        {
            for (var i = 0; i < 36; i++)
            {
                spot[(channel * Side * Side) + ((18 + (i / 6)) * Side) + 5 + (i % 6)] = channel == 0 ? 130 : -90;
            }
        }

        var maps = TextureStatistics.Learn(engine, texture, default).Maps(engine, images, default);

        Assert.InRange(maps.Of(0).ToArray().Average(), 0.5, 1.5);
        Assert.True(maps.Deviation![1] > 1.3 * maps.Deviation[0]);
        Assert.True(maps.P![1] < maps.P[0] / 3);
        var map = maps.Of(1).ToArray();
        // Not at the corners, where noise is mirrored to four times the same.
        var worst = Enumerable.Range(0, map.Length).Where(IsInner).MaxBy(p => map[p]);
        Assert.InRange(worst / Side, 18, 24);
        Assert.InRange(worst % Side, 5, 11);

        static bool IsInner(int p) => p / Side is > 2 and < Side - 3 && p % Side is > 2 and < Side - 3;
    }

    [Fact]
    public void Given_stripes_that_a_mirror_continues_every_position_shows_the_same()
    {
        var stripes = new PixelBatch(1, new ImageSize(Side, Side));
        for (var i = 0; i < stripes.Values.Length; i++)
        {
            stripes.Values.Span[i] = i % 2 == 0 ? 50 : -20;
        }

        new PositionFeatures(engine, stripes.Size).ForEach(
            stripes,
            (_, rows) =>
            {
                var length = rows.Length / (Side * Side / 4);
                for (var i = length; i < rows.Length; i++)
                {
                    Assert.Equal(rows[i % length], rows[i], 1e-3);
                }
            },
            default
        );
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Given_an_image_its_deviation_is_that_of_its_worst_tenth(bool earlier)
    {
        var image = Texture(1, seed: 9);
        var d = PositionFeatures.Directions(SmallTrainings.Trunk);
        var statistics = TextureStatistics.Learn(engine, Texture(4), default);
        // Earlier versions had a spread of the colours alone, and a number of these counted thrice.
        var colours = Sums(3, [5, 1, 2, -5, 2, 1, 3, -9, 4, 8, 7, 1, 20, 6, 2]);
        statistics = earlier
            ? new TextureStatistics(
                new GaussianSpread(statistics.Spread.Mean[..d], Identity(d)),
                GaussianSpread.Of(colours, null, 3)
            )
            {
                LeftOut = [],
            }
            : statistics;

        // Without lines and spots, which FlatShapeTests look at.
        statistics = statistics with
        {
            Shapes = null,
        };

        var deviation = statistics.Maps(engine, image, default).Deviation![0];

        var squares = new List<double>();
        new PositionFeatures(engine, image.Size).ForEach(
            image,
            (_, rows) =>
            {
                foreach (var row in rows.Chunk(d + 3))
                {
                    squares.Add(
                        earlier
                            ? (Square(statistics.Spread, row[..d]) + (9.0 / d * Square(statistics.Colours!, row[d..])))
                                / (1 + (9.0 / d))
                            : Square(statistics.Spread, row)
                    );
                }
            },
            default
        );
        Assert.Equal(256, squares.Count);
        Assert.Equal(squares.OrderDescending().Take(25).Average(Math.Sqrt), deviation, 1e-4);
    }

    [Fact]
    public void Given_images_what_is_painted_over_them_differs_and_the_rest_does_not()
    {
        var images = Texture(2, seed: 8);
        var painting = new PaintedDepartures(SmallTrainings.Trunk.Mean);
        var (inside, outside, all) = (0, 0, 0);
        for (var number = 0; number < PaintedDepartures.Count(images.Size); number++)
        {
            var (image, painted) = painting.Paint(images, number);
            var own = images.Image(number % 2).Span;
            for (var i = 0; i < own.Length; i++)
            {
                var (isPainted, differs) = (painted[i % images.Size.Area], image.Values.Span[i] != own[i]);
                inside += isPainted && differs ? 1 : 0;
                outside += !isPainted && differs ? 1 : 0;
                all += isPainted ? 1 : 0;
            }
            Assert.Equal(image.Values.ToArray(), painting.Paint(images, number).Image.Values.ToArray());
        }
        Assert.InRange(inside, 0.9 * all, all);
        // The outer half of an area's edge.
        Assert.InRange(outside, 1, 0.7 * all);
        Assert.InRange(all, 0.01 * 108 * 3 * Side * Side, 0.2 * 108 * 3 * Side * Side);
    }

    [Fact]
    public void Given_images_left_out_what_is_conspicuous_is_a_fifth_above_their_deviation()
    {
        var spread = new GaussianSpread([0], [1]);

        Assert.Equal(2.4, new TextureStatistics(spread) { LeftOut = [1, 4] }.Conspicuous, 1e-9);
        Assert.Equal(1.4, new TextureStatistics(spread) { LeftOut = [] }.Conspicuous);
        Assert.Equal(1.4, new TextureStatistics(spread, spread) { LeftOut = [1, 4] }.Conspicuous);
    }

    [Fact]
    public void Given_three_images_there_is_no_p_and_of_four_there_is()
    {
        var images = Texture(4);

        Assert.Null(TextureStatistics.Learn(engine, images.Slice(0, 3), default).Maps(engine, images, default).P);
        Assert.Equal(4, TextureStatistics.Learn(engine, images, default).Maps(engine, images, default).P!.Length);
    }

    [Fact]
    public void Given_chains_standing_in_nothing_is_left_out()
    {
        var model = ReferenceLearning.Complete(
            Models.Trained(ThetaForm.Filter).WithoutSimilarity(),
            engine,
            CancellationToken.None
        );

        Assert.Empty(model.Components[0].Reference!.Texture!.LeftOut);
    }

    private static float Square(GaussianSpread spread, float[] vector) => spread.Squares(vector, 0, vector.Length)[0];

    private static float[] Identity(int n) => [.. Enumerable.Range(0, n * n).Select(i => i % (n + 1) == 0 ? 1f : 0)];

    private static SpreadSums Sums(int length, float[] rows)
    {
        var sums = new SpreadSums(length);
        sums.Add(rows);
        return sums;
    }

    private static PixelBatch Texture(int count, int seed = 4)
    {
        var random = new Random(seed);
        var batch = new PixelBatch(count, new ImageSize(Side, Side));
        foreach (ref var value in batch.Values.Span)
        {
            value = (float)((random.NextDouble() * 200) - 100);
        }
        return batch;
    }
}
