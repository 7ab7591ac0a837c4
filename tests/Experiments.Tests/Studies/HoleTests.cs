using WFrame.Experiments.Studies.Holes;

namespace WFrame.Experiments.Tests.Studies;

public sealed class HoleTests
{
    private static readonly ImageSize Size = new(64, 96);

    [Theory]
    [InlineData(16)]
    [InlineData(40)]
    public void GivenASmallImage_WhenHolesAreDrawn_ThenEveryKindLeavesSomeAndTakesSome(int side)
    {
        foreach (var kind in HoleShapes.Kinds)
        {
            for (var seed = 1u; seed < 6; seed++)
            {
                Assert.Equal(2, HoleShapes.Of(kind, new ImageSize(side, side), seed).Distinct().Count());
            }
        }
    }

    [Fact]
    public void Given_the_kinds_of_holes_when_cut_out_then_each_has_its_area_and_form()
    {
        var (centre, blocks) = (HoleShapes.Of("centre", Size, 1), HoleShapes.Of("blocks", Size, 1));
        var scratches = HoleShapes.Of("scratches", Size, 1);

        Assert.Equal(Size.Area / 4, centre.Count(p => p));
        Assert.True(centre[(16 * 96) + 24] && !centre[(15 * 96) + 24] && !centre[(16 * 96) + 23]);
        Assert.Equal(Size.Area / 2, blocks.Count(p => p));
        Assert.All(Enumerable.Range(0, Size.Area), i => Assert.Equal(blocks[Corner(i)], blocks[i]));
        Assert.InRange(scratches.Count(p => p), 300, 6 * 4 * 110);
        Assert.NotEqual(blocks, HoleShapes.Of("blocks", Size, 2));

        static int Corner(int i) => (i / 96 / 16 * 16 * 96) + (i % 96 / 16 * 16);
    }

    [Fact]
    public void Given_an_edge_three_times_as_steep_as_the_inside_when_measured_then_the_step_is_3()
    {
        // Columns 0..5 hold 0 0 | 3 4 5 | 8: two steps of 3 at the hole, of 1 within.
        float[] row = [0, 0, 3, 4, 5, 8];
        bool[] mask = [false, false, true, true, true, false];

        Assert.Equal(3, EdgeStep.Of(row, new ImageSize(1, 6), mask), 1e-9);
        Assert.Equal(3, EdgeStep.Of(row, new ImageSize(6, 1), mask), 1e-9);
    }

    [Fact]
    public void Given_fillings_when_measured_then_the_photographs_own_is_at_0_and_the_smooth_one_is_far()
    {
        var photograph = Noise(1);
        var mask = HoleShapes.Of("centre", Size, 1);
        var distance = new PatchDistance(photograph);
        bool[] everywhere = [.. Enumerable.Repeat(true, Size.Area)];

        var (own, other) = (distance.Of(photograph, mask), distance.Of(Noise(2), mask));
        var harmonic = distance.Of(Fillings.Harmonic(photograph, mask), mask);

        Assert.Equal(0, distance.Of(photograph, everywhere), 1e-9);
        Assert.True(own < harmonic / 4 && other < harmonic / 4, $"{own} {other} {harmonic}");
    }

    [Fact]
    public void Given_two_images_when_averaged_and_compared_then_only_the_hole_counts()
    {
        var (truth, low, high) = (new PixelBatch(1, Size), new PixelBatch(1, Size), new PixelBatch(1, Size));
        bool[] mask = [.. Enumerable.Range(0, Size.Area).Select(i => i < 100)];
        low.Values.Span.Fill(-1);
        high.Values.Span.Fill(52);

        var mean = Fillings.Mean([low, high]);
        mean.Values.Span[200] = 1000;

        Assert.Equal(25.5f, mean.Values.Span[0]);
        Assert.Equal(20, Fillings.Psnr(mean, truth, mask), 1e-6);
    }

    private static PixelBatch Noise(int seed)
    {
        var (image, random) = (new PixelBatch(1, Size), new Random(seed));
        foreach (ref var value in image.Values.Span)
        {
            value = random.Next(-60, 60);
        }
        return image;
    }
}
