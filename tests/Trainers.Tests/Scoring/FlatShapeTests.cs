using WFrame.Engines;
using WFrame.Scoring;
using WFrame.Scoring.Shapes;

namespace WFrame.Trainers.Tests.Scoring;

public sealed class FlatShapeTests
{
    private static readonly ImageSize Size = new(37, 30);
    private static readonly int Spot = FlatShape.All.Count - 1;

    [Fact]
    public void Given_any_shape_its_weights_sum_to_1_and_lie_within_reach()
    {
        Assert.Equal([new Range(0, Spot), new Range(Spot, Spot + 1)], FlatShape.Kinds);
        foreach (var weights in FlatShape.All.SelectMany(s => new[] { s.Inside, s.Beside }).OfType<PixelWeights>())
        {
            Assert.Equal(1, weights.Weights.Sum(), 1e-6);
            Assert.All(weights.Weights, w => Assert.InRange(w, 1e-9, 1));
            Assert.Equal(weights.Places.Count, weights.Places.Distinct().Count());
            Assert.All(
                weights.Places,
                place => Assert.True(Math.Max(Math.Abs(place.Down), Math.Abs(place.Right)) <= FlatShape.Reach)
            );
            // Centred: no shape looks further to one side than to the other.
            Assert.Equal(0, weights.Places.Zip(weights.Weights, (p, w) => p.Down * (double)w).Sum(), 1e-5);
            Assert.Equal(0, weights.Places.Zip(weights.Weights, (p, w) => p.Right * (double)w).Sum(), 1e-5);
        }
    }

    [Fact]
    public void Given_a_level_line_it_is_21_px_of_a_row_and_beside_it_two_and_a_quarter_rows_away()
    {
        var line = FlatShape.All[0];

        Assert.Equal(Enumerable.Range(-10, 21).Select(x => (0, x)), line.Inside.Places);
        Assert.All(line.Inside.Weights, w => Assert.Equal(1 / 21f, w, 1e-6));
        Assert.Equal([(-3, 0), (-2, 0), (2, 0), (3, 0)], line.Beside!.Places);
        Assert.Equal([0.125f, 0.375f, 0.375f, 0.125f], line.Beside.Weights);
        Assert.Equal(37, FlatShape.All[^1].Inside.Places.Count);
    }

    [Fact]
    public void Given_a_slanted_line_it_is_as_long_and_lies_between_the_pixels_of_a_column()
    {
        // At 30 degrees: 19 columns of 1.15 px.
        var line = FlatShape.All[4];

        Assert.Equal(Enumerable.Range(-9, 19), line.Inside.Places.Select(p => p.Right).Distinct().Order());
        foreach (var column in line.Inside.Places.Zip(line.Inside.Weights).GroupBy(pair => pair.First.Right))
        {
            Assert.Equal(1 / 19f, column.Sum(pair => pair.Second), 1e-6);
            var down = column.Sum(pair => pair.First.Down * pair.Second) * 19;
            Assert.Equal(column.Key * Math.Tan(Math.PI / 6), down, 1e-4);
        }
    }

    [Theory]
    [InlineData(15, 18)]
    [InlineData(3, 2)]
    [InlineData(33, 29)]
    public void Given_an_image_the_flatness_of_every_shape_is_as_defined(int y, int x)
    {
        var image = Noise(1, seed: 3);
        var reader = new FlatnessReader(image.Image(0).Span, Size);
        var row = new float[reader.RowLength];
        for (var shape = 0; shape < FlatShape.All.Count; shape++)
        {
            var (inside, beside) = FlatShape.All[shape];
            var mean = Mean(inside, (0, 0), v => v);
            var variance = Mean(inside, (0, 0), v => (v - mean) * (v - mean));
            var around = beside?.Places.Zip(beside.Weights, (p, w) => w * Mean(inside, p, v => v)).Sum() ?? mean;

            reader.Read(shape, y, 1, row);

            Assert.Equal(Math.Log((Math.Abs(mean - around) + 1) / Math.Sqrt(variance + 4)), row[x], 1e-4);
        }

        double Mean(PixelWeights weights, (int Down, int Right) at, Func<double, double> of) =>
            weights
                .Places.Zip(weights.Weights, (p, w) => w * of(Grey(y + at.Down + p.Down, x + at.Right + p.Right)))
                .Sum();

        double Grey(int row, int column)
        {
            var at = (Mirror(row, Size.Height) * Size.Width) + Mirror(column, Size.Width);
            var pixels = image.Values.Span;
            return (0.114 * pixels[at]) + (0.587 * pixels[Size.Area + at]) + (0.299 * pixels[(2 * Size.Area) + at]);
        }

        static int Mirror(int i, int side) => Math.Abs(i) >= side ? (2 * (side - 1)) - i : Math.Abs(i);
    }

    [Fact]
    public void Given_a_scratch_and_a_spot_in_noise_the_evidence_lies_there_and_hardly_elsewhere()
    {
        var shapes = new FlatShapeLearning(Noise(6), threads: 2, CancellationToken.None).Shapes();
        var images = Noise(3, seed: 9);
        // A slanted line two pixels wide, and a spot of nine.
        Paint(images, 0, (y, x) => x is > 3 and < 27 && Math.Abs(y - 5 - (0.9 * x)) <= 1);
        Paint(images, 1, (y, x) => Math.Pow(y - 22, 2) + Math.Pow(x - 9, 2) <= 20);

        var scratched = Evidence(0);
        var spotted = Evidence(1);

        Assert.True(scratched.Max() > 4);
        AssertAt(scratched, (y, x) => Math.Abs(y - 5 - (0.9 * x)) < 5);
        Assert.True(spotted.Max() > 4);
        AssertAt(spotted, (y, x) => Math.Abs(y - 22) < 5 && Math.Abs(x - 9) < 5);
        Assert.True(Evidence(2).Max() < 3);
        Assert.All(Evidence(2), e => Assert.True(e >= 0));

        float[] Evidence(int image) => shapes.Evidence(images.Image(image).Span, Size, 2)!;

        static void AssertAt(float[] evidence, Func<int, int, bool> isThere)
        {
            Assert.Equal(19 * 15, evidence.Length);
            for (var p = 0; p < evidence.Length; p++)
            {
                Assert.True(evidence[p] < 0.5 * evidence.Max() || isThere(2 * (p / 15), 2 * (p % 15)));
            }
        }
    }

    [Fact]
    public void Given_images_their_flattest_shapes_are_0_on_average_and_one_left_out_does_not_count()
    {
        var images = Noise(5);
        Paint(images, 4, (y, x) => y == 20 && x > 4);
        var learning = new FlatShapeLearning(images, threads: 1, CancellationToken.None);

        var largest = Largest(learning.Shapes());
        Assert.Equal(0, largest.Average(), 1e-3);
        Assert.Equal(4, largest.Count(e => e < 0));
        var without = Largest(learning.Shapes(without: 4));
        Assert.Equal(0, without.Take(4).Average(), 1e-3);
        Assert.True(without[4] > 2 * largest[4]);

        // Of the lines, below 0 too.
        double[] Largest(FlatShapes shapes) =>
            [
                .. Enumerable
                    .Range(0, 5)
                    .Select(i =>
                        (double)
                            FlatShapes
                                .Largest(
                                    new FlatnessReader(images.Image(i).Span, Size),
                                    ..Spot,
                                    shapes.Scale,
                                    shapes.Offset,
                                    threads: 1
                                )
                                .Max()
                    ),
            ];
    }

    [Fact]
    public void Given_one_image_or_a_single_colour_there_are_finite_shapes()
    {
        var flat = new PixelBatch(2, Size);
        foreach (var images in new[] { Noise(1), flat, flat.Slice(0, 1) })
        {
            var learning = new FlatShapeLearning(images, threads: 1, CancellationToken.None);

            Assert.All(learning.Shapes().Scale.Concat(learning.Shapes().Offset), n => Assert.True(float.IsFinite(n)));
        }
        Assert.Equal(0, new FlatShapeLearning(flat, 1, default).Shapes().Evidence(flat.Image(0).Span, Size, 1)!.Max());
    }

    [Theory]
    [InlineData(13, 40, false)]
    [InlineData(40, 13, false)]
    [InlineData(14, 14, true)]
    public void Given_an_image_no_larger_than_a_shape_there_is_no_evidence(int height, int width, bool isThere)
    {
        var shapes = new FlatShapeLearning(Noise(2), threads: 1, CancellationToken.None).Shapes();
        var size = new ImageSize(height, width);

        Assert.Equal(isThere, shapes.Evidence(new PixelBatch(1, size).Image(0).Span, size, 1) is not null);
    }

    [Fact]
    public void Given_any_number_of_threads_the_shapes_are_the_same()
    {
        var images = Noise(3);
        var (one, two) = (
            new FlatShapeLearning(images, 1, default).Shapes(),
            new FlatShapeLearning(images, 2, default).Shapes()
        );

        Assert.Equal(one.Scale, two.Scale);
        Assert.Equal(one.Offset, two.Offset);
    }

    [Fact]
    public void Given_a_cancellation_the_learning_stops()
    {
        using var source = new CancellationTokenSource();
        source.Cancel();

        _ = Assert.Throws<OperationCanceledException>(() => new FlatShapeLearning(Noise(2), 1, source.Token));
    }

    [Fact]
    public void Given_a_scratch_the_map_and_the_deviation_rise_by_its_evidence()
    {
        using var engine = EngineFactory.Create(SmallTrainings.Trunk, "cpu", 1).Engine;
        var statistics = TextureStatistics.Learn(engine, Noise(5), default);
        var image = Noise(1, seed: 9);
        Paint(image, 0, (y, x) => y == 20 && x > 4);

        var with = statistics.Maps(engine, image, default);
        var without = (statistics with { Shapes = null }).Maps(engine, image, default);

        var evidence = statistics.Shapes!.Evidence(image.Image(0).Span, Size, 1)!;
        var added = new float[Size.Area];
        MapEnlarging.Add(evidence, 19, 15, added, Size, 3);
        Assert.All(
            Enumerable.Range(0, Size.Area),
            p => Assert.Equal(without.Values[p] + added[p], with.Values[p], 1e-3)
        );
        Assert.True(with.Deviation![0] > 1.3 * without.Deviation![0]);
        Assert.True(with.P![0] < without.P![0]);
    }

    [Fact]
    public void Given_a_scratched_training_image_left_out_its_scratch_is_not_taken_for_the_textures_own()
    {
        using var engine = EngineFactory.Create(SmallTrainings.Trunk, "cpu", 1).Engine;
        var images = Noise(5);
        Paint(images, 4, (y, x) => y == 20 && x > 4);

        var statistics = TextureStatistics.Learn(engine, images, default);

        var rest = new FlatShapeLearning(images, 1, default).Shapes(without: 4);
        var expected = (statistics with { Shapes = rest }).Maps(engine, images.Slice(4, 1), default).Deviation![0];
        // The spread of directions and colours is that of the others as well, which makes a little more.
        Assert.InRange(statistics.LeftOut[4], expected, 1.15 * expected);
        Assert.True(expected > 1.5 * statistics.Maps(engine, images.Slice(4, 1), default).Deviation![0]);
    }

    private static void Paint(PixelBatch images, int image, Func<int, int, bool> isThere)
    {
        var pixels = images.Image(image).Span;
        for (var i = 0; i < pixels.Length; i++)
        {
            var p = i % Size.Area;
            pixels[i] = isThere(p / Size.Width, p % Size.Width) ? 70 : pixels[i];
        }
    }

    private static PixelBatch Noise(int count, int seed = 4)
    {
        var random = new Random(seed);
        var batch = new PixelBatch(count, Size);
        foreach (ref var value in batch.Values.Span)
        {
            value = (float)((random.NextDouble() * 120) - 60);
        }
        return batch;
    }
}
