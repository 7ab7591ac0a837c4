using WFrame.Experiments.Studies.Defects;
using WFrame.Metrics;

namespace WFrame.Experiments.Tests.Studies;

public sealed class DefectTests
{
    [Fact]
    public void GivenMaps_WhenMeasured_ThenTheAreasUnderTheCurvesByHand()
    {
        // In falling order: bad of A, good, bad of B, good x 2, bad of B (one value), good.
        ReadOnlyMemory<float>[] maps = [new float[] { 9, 8, 5, 1 }, new float[] { 7, 5, 5, 1 }];
        bool[][] masks =
        [
            [true, false, false, false],
            [true, true, false, false],
        ];

        var (area, pro) = MapMeasures.Of(maps, masks);

        // Good pixels 5. Found 1/3 up to 0; 1/3 until 1/5; 2/3; then to 1 while 1/5 to 3/5; 1 to the end.
        Assert.Equal((0.2 / 3) + (0.4 * (2 / 3.0 + 1) / 2) + 0.4, area, 1e-9);
        // Overlap, mean over A and B: 1/2 until 1/5, then 3/4 and from there to 1 at 3/5, of which until 0.3.
        Assert.Equal(((0.2 * 0.5) + (0.1 * (0.75 + 0.8125) / 2)) / 0.3, pro, 1e-9);
    }

    [Fact]
    public void GivenMapsThatFollowTheMasks_WhenMeasured_ThenBothAre1()
    {
        Assert.Equal(
            (1, 1),
            MapMeasures.Of(
                [new float[] { 2, 1 }],
                [
                    [true, false],
                ]
            )
        );
        Assert.Throws<ArgumentException>(() =>
            MapMeasures.Of(
                [new float[] { 2, 1 }],
                [
                    [false, false],
                ]
            )
        );
    }

    [Fact]
    public void GivenEveryKind_WhenPainted_ThenWhatIsMaskedChangesVisiblyAndFarAwayNothing()
    {
        var crop = Noise(1);
        foreach (var kind in SyntheticDefect.Kinds)
        {
            var random = new NumpyRandomState(3);

            var (image, mask) = SyntheticDefect.Paint(kind, crop, Noise(2), random);

            var (before, after) = (crop.Values.ToArray(), image.Values.ToArray());
            var squares = Enumerable.Range(0, before.Length).Where(i => mask[i % mask.Length]);
            var rms = Math.Sqrt(squares.Average(i => Math.Pow(after[i] - before[i], 2)));
            Assert.True(rms >= 10, kind);
            Assert.InRange(mask.Count(m => m), 20, 1000);
            // The edge is one pixel wide.
            for (var i = 0; i < before.Length; i++)
            {
                Assert.True(before[i] == after[i] || NearMask(mask, i % mask.Length), kind);
            }
        }
    }

    [Fact]
    public void GivenThePlaceOfCrops_WhenDrawn_ThenNoneSharesMoreThanHalfWithALearnedOne()
    {
        var crops = new TextureCrops(PlacesOfPixels(), 20, new NumpyRandomState(1));

        var learned = Places(crops.Learned(5));
        var fresh = Places(crops.Fresh(50));

        foreach (var (y, x) in learned)
        {
            var others = learned.Where(l => l != (y, x)).Concat(fresh);
            Assert.All(
                others,
                o => Assert.True(Math.Max(0, 20 - Math.Abs(o.Y - y)) * Math.Max(0, 20 - Math.Abs(o.X - x)) <= 200)
            );
        }
        Assert.True(fresh.Distinct().Count() > 20);
    }

    [Fact]
    public void GivenHalves_WhenDrawn_ThenNoGoodCropSharesAPixelWithALearnedOne()
    {
        var (learned, good) = new DefectStudy([PlacesOfPixels()], side: 20).Halves(0, seed: 1, learned: 4, good: 30);

        Assert.All(Places(learned), l => Assert.InRange(l.Y, 0, 10));
        Assert.All(Places(good), g => Assert.InRange(g.Y, 30, 40));
        Assert.True(Places(good).Distinct().Count() > 10);
    }

    /// <summary>A photograph that tells where it is.</summary>
    private static PixelBatch PlacesOfPixels()
    {
        var photograph = new PixelBatch(1, new ImageSize(60, 60));
        for (var i = 0; i < 3600; i++)
        {
            photograph.Values.Span[i] = i;
        }
        return photograph;
    }

    private static (int Y, int X)[] Places(PixelBatch crops) =>
        [.. Enumerable.Range(0, crops.Count).Select(i => (int)crops.Image(i).Span[0]).Select(at => (at / 60, at % 60))];

    private static bool NearMask(bool[] mask, int pixel)
    {
        var (y, x) = (pixel / 64, pixel % 64);
        return Enumerable
            .Range(0, 25)
            .Select(k => (Y: y + (k / 5) - 2, X: x + (k % 5) - 2))
            .Any(at => at is { Y: >= 0 and < 64, X: >= 0 and < 64 } && mask[(at.Y * 64) + at.X]);
    }

    private static PixelBatch Noise(int seed)
    {
        var random = new Random(seed);
        var batch = new PixelBatch(1, new ImageSize(64, 64));
        var mean = WFrame.Trunks.Trunk.VggMean;
        for (var i = 0; i < batch.Values.Length; i++)
        {
            batch.Values.Span[i] = random.Next(256) - mean[i / 4096];
        }
        return batch;
    }
}
