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
        // Variances 4 and 1, no covariance; the shrinkage adds a hundredth of their mean.
        var spread = GaussianSpread.Of(4, [4, 8], [20, 0, 8, 20]);

        Assert.Equal([1f, 2f], spread.Mean);
        Assert.Equal(((9 / 4.025) + (4 / 1.025)) / 2, spread.Square([4, 4]), 1e-5);
        Assert.Equal(0, spread.Square([1, 2]));
    }

    [Fact]
    public void Given_correlated_vectors_what_breaks_the_correlation_is_farther()
    {
        var spread = GaussianSpread.Of(2, [0, 0], [2, 0, 1.8, 2]);

        Assert.True(spread.Square([1, -1]) > 5 * spread.Square([1, 1]));
    }

    [Fact]
    public void Given_an_image_left_out_the_spread_is_that_of_the_others()
    {
        float[] rows = [1, 9, 2, 9, 4, 9];
        var (all, first, rest) = (new SpreadSums(0, 1), new SpreadSums(0, 1), new SpreadSums(0, 1));
        all.Add(rows, 2);
        first.Add(rows.AsSpan(0, 2), 2);
        rest.Add(rows.AsSpan(2), 2);

        var without = all.SpreadWithout(first);

        Assert.Equal([3f], without.Mean);
        Assert.Equal(rest.Spread().Square([7]), without.Square([7]), 1e-4);
        Assert.Equal(16 / 1.01, without.Square([7]), 1e-3);
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
            for (var i = 0; i < 9; i++)
            {
                spot[(channel * Side * Side) + ((20 + (i / 3)) * Side) + 7 + (i % 3)] = channel == 0 ? 300 : -300;
            }
        }

        var maps = TextureStatistics.Learn(engine, texture, default).Maps(engine, images, default);

        Assert.InRange(maps.Of(0).ToArray().Average(), 0.5, 1.5);
        Assert.True(maps.Deviation![1] > 1.3 * maps.Deviation[0]);
        Assert.True(maps.P![1] < maps.P[0] / 3);
        var map = maps.Of(1).ToArray();
        var worst = Array.IndexOf(map, map.Max());
        Assert.InRange(worst / Side, 19, 23);
        Assert.InRange(worst % Side, 6, 10);
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

    [Fact]
    public void Given_an_image_its_deviation_is_that_of_directions_and_of_colours_whose_numbers_count_thrice()
    {
        var texture = Texture(4);
        var image = Texture(1, seed: 9);
        var statistics = TextureStatistics.Learn(engine, texture, default);

        var deviation = statistics.Maps(engine, image, default).Deviation![0];

        var squares = new List<double>();
        var d = PositionFeatures.Directions(SmallTrainings.Trunk);
        new PositionFeatures(engine, image.Size).ForEach(
            image,
            (_, rows) =>
            {
                foreach (var row in rows.Chunk(d + 3))
                {
                    squares.Add(
                        (
                            statistics.Directions.Square(row.AsSpan(0, d))
                            + (9.0 / d * statistics.Colours.Square(row.AsSpan(d)))
                        ) / (1 + (9.0 / d))
                    );
                }
            },
            default
        );
        Assert.Equal(256, squares.Count);
        Assert.Equal(squares.OrderDescending().Take(25).Average(Math.Sqrt), deviation, 1e-4);
    }

    [Fact]
    public void Given_three_images_there_is_no_p_and_of_four_there_is()
    {
        var images = Texture(4);

        Assert.Null(TextureStatistics.Learn(engine, images.Slice(0, 3), default).Maps(engine, images, default).P);
        Assert.Equal(4, TextureStatistics.Learn(engine, images, default).Maps(engine, images, default).P!.Length);
    }

    [Fact]
    public void Given_a_texture_when_stored_and_read_again_then_its_maps_are_the_same()
    {
        var model = Models.Trained(ThetaForm.Filter);
        var images = SmallTrainings.Images(2, seed: 8);
        var path = Path.GetTempFileName();
        model.Save(path);

        var read = WFrameModel.Load(path).Maps(engine, images, 1);

        File.Delete(path);
        var maps = model.Maps(engine, images, 1);
        Assert.Equal(maps.Values, read.Values);
        Assert.Equal(maps.Deviation, read.Deviation);
        Assert.NotNull(read.Deviation);
        Assert.Null(Models.Trained().Maps(engine, images).Deviation);
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
