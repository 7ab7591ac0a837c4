using WFrame.Completion;
using WFrame.Engines;
using WFrame.Textures;
using WFrame.Trainers.Tests.Textures;

namespace WFrame.Trainers.Tests.Completion;

public sealed class TextureCompletionTests
{
    // Wider than what is read around the hole, so that the part has a place of its own.
    private static readonly ImageSize Size = new(64, 200);

    private static readonly bool[] Mask =
    [
        .. Enumerable.Range(0, Size.Area).Select(i => i / 200 is >= 30 and < 50 && i % 200 is >= 140 and < 160),
    ];

    [Fact]
    [Trait("Category", "Slow")]
    public void Given_a_hole_of_a_texture_when_filled_then_it_has_the_known_parts_grey_levels_and_nothing_else_changes()
    {
        var image = Stripes();

        var filled = WFrameCompletion.Texture(
            image,
            Mask,
            TextureParts.Trunk,
            new CompletionOptions { Count = 2 },
            SmallTrainings.Engine
        );

        Assert.True(filled[0].Energy < filled[1].Energy);
        foreach (var values in filled.Select(f => f.Image.Values.ToArray()))
        {
            Assert.All(
                Enumerable.Range(0, values.Length).Where(i => !Mask[i % Size.Area]),
                i => Assert.Equal(image.Values.Span[i], values[i])
            );
            for (var c = 0; c < 3; c++)
            {
                var (known, own) = (Plane(image.Values.ToArray(), c, false), Plane(values, c, true));
                Assert.Equal(known.Mean, own.Mean, 1.0);
                Assert.InRange(own.Spread / known.Spread, 0.9, 1.1);
            }
        }
        Assert.NotEqual(filled[0].Image.Values.ToArray(), filled[1].Image.Values.ToArray());
    }

    [Fact]
    [Trait("Category", "Slow")]
    public void Given_two_threads_when_a_hole_is_filled_twice_then_the_fillings_are_those_of_one_thread()
    {
        var filled = new[] { 1, 2 }.Select(threads =>
            WFrameCompletion.Texture(
                Stripes(),
                Mask,
                TextureParts.Trunk,
                new CompletionOptions { Count = 2 },
                SmallTrainings.Engine with
                {
                    Threads = threads,
                }
            )
        );
        var bytes = filled.Select(f => f.SelectMany(image => image.Image.Values.ToArray()).ToArray()).ToArray();

        Assert.Equal(bytes[0], bytes[1]);
    }

    [Fact]
    public void Given_whatever_a_hole_holds_when_the_known_part_is_read_then_its_statistics_are_the_same()
    {
        using var engine = EngineFactory.Create(TextureParts.Trunk.WithAveragePools(), SmallTrainings.Engine).Engine;
        var (first, second) = (Stripes(), Stripes());
        var hole = new Hole(Size, Mask);
        var random = new Random(3);
        for (var i = 0; i < second.Values.Length; i++)
        {
            second.Values.Span[i] = Mask[i % Size.Area] ? random.Next(-100, 100) : second.Values.Span[i];
        }

        var known = KnownStatistics.Read(engine, first, hole, TexturePlan.Deep, CancellationToken.None);
        var same = KnownStatistics.Read(engine, second, hole, TexturePlan.Deep, CancellationToken.None);

        Assert.Equal(known.Observed, same.Observed);
        Assert.Equal(known.Quantiles, same.Quantiles);
        Assert.Equal(known.Covariance, same.Covariance);
    }

    private static (double Mean, double Spread) Plane(float[] values, int channel, bool inHole)
    {
        double[] own =
        [
            .. values
                .Skip(channel * Size.Area)
                .Take(Size.Area)
                .Where((_, i) => Mask[i] == inHole)
                .Select(v => (double)v),
        ];
        var mean = own.Average();
        return (mean, Math.Sqrt(own.Average(v => (v - mean) * (v - mean))));
    }

    private static PixelBatch Stripes()
    {
        var (image, random) = (new PixelBatch(1, Size), new Random(2));
        for (var i = 0; i < image.Values.Length; i++)
        {
            var (c, x) = (i / Size.Area, i % 200);
            image.Values.Span[i] = (x % 8 < 4 ? 50 : -40) + (10 * c) + random.Next(-15, 15);
        }
        return image;
    }
}
