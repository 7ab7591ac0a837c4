using WFrame.Engines;
using WFrame.Responses;
using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Engines;

/// <summary>Images that are wrapped around, beside the oracle of <see cref="TapTests"/>.</summary>
public sealed class TilingTests
{
    public static TheoryData<string, Tiling> Cases => TapEngines.With([Tiling.X, Tiling.Y, Tiling.XY]);

    [Theory]
    [MemberData(nameof(Cases))]
    public void Given_an_image_that_tiles_When_evaluated_Then_F_and_G_are_those_of_its_repetition(
        string name,
        Tiling tiling
    )
    {
        // Copies on both sides, enough of them that the middle one sees no edge along the axes that wrap.
        var trunk = Trunk.Vgg16Conv4().WithAveragePools();
        var size = new ImageSize(12, 16);
        var (rows, columns) = (tiling is Tiling.X ? 1 : 5, tiling is Tiling.Y ? 1 : 5);
        var large = new ImageSize(rows * size.Height, columns * size.Width);
        Tap[] taps = [new("conv1_2", ThetaForm.Filter), new("conv2_2", ThetaForm.Filter)];
        var (own, whole) = (trunk.Layout(size, taps, tiling), trunk.Layout(large, taps));
        var random = new Random(11);
        var x = new PixelBatch(RandomTrunks.Normal(random, size.Dimension, 50), 1, size);
        var theta = RandomTrunks.Normal(random, own.ThetaLength, 1e-2);
        using var engine = TapEngines.All[name].Make(trunk, 2);
        var (one, many) = (new EnergyResults(1, size, own), new EnergyResults(1, large, whole));

        engine.Evaluate(x, new Theta(own, 1, theta), one);
        engine.Evaluate(Repeated(x, large), new Theta(whole, 1, theta), many);

        Assert.InRange(Compare.RelativeError(one.Gradient, Middle(many.Gradient, large, size)), 0, 2e-5);
        foreach (var (tap, repeated) in own.Taps.Zip(whole.Taps))
        {
            var (map, largeMap) = (
                new ImageSize(tap.Height, tap.Width),
                new ImageSize(repeated.Height, repeated.Width)
            );
            var middle = Middle(many.Responses.AsSpan(repeated.Offset, repeated.Length), largeMap, map);
            Assert.InRange(Compare.RelativeError(one.Responses.AsSpan(tap.Offset, tap.Length), middle), 0, 2e-5);
        }
    }

    [Theory]
    [MemberData(nameof(Engines))]
    public void Given_taps_When_statistics_are_asked_for_Then_they_are_F_or_its_sums(string name, int threads)
    {
        var trunk = Trunk.Vgg16Conv4();
        var size = new ImageSize(16, 20);
        var layout = trunk.Layout(
            size,
            [new("conv1_2", ThetaForm.Filter), new("conv2_2", ThetaForm.Spatial)],
            Tiling.XY
        );
        var x = new PixelBatch(RandomTrunks.Normal(new Random(3), 2 * size.Dimension, 50), 2, size);
        using var engine = TapEngines.All[name].Make(trunk, threads);
        var (statistics, responses) = (new float[2 * layout.ThetaLength], new float[2 * layout.Length]);

        engine.Statistics(x, layout, statistics);
        engine.Responses(x, layout, responses);

        for (var i = 0; i < 2; i++)
        {
            var (filter, spatial) = (layout.Taps[0], layout.Taps[1]);
            for (var k = 0; k < filter.Channels; k++)
            {
                var map = responses.AsSpan((i * layout.Length) + (k * filter.Positions), filter.Positions);
                Assert.Equal(WFrame.Responses.Energy.Sum(map), statistics[(i * layout.ThetaLength) + k], 1.0);
            }
            Assert.Equal(
                responses.AsSpan((i * layout.Length) + spatial.Offset, spatial.Length).ToArray(),
                statistics.AsSpan((i * layout.ThetaLength) + spatial.ThetaOffset, spatial.Length).ToArray()
            );
        }
    }

    public static TheoryData<string, int> Engines => TapEngines.With([1, 3]);

    [Fact]
    public void Given_a_size_or_trunk_that_keeps_no_period_When_laid_out_Then_it_is_refused()
    {
        var trunk = Trunk.Vgg16Conv4();
        Tap[] taps = [new("conv2_2", ThetaForm.Filter)];
        var odd = Assert.Throws<UsageException>(() => trunk.Layout(new ImageSize(15, 16), taps, Tiling.Y));
        Assert.Contains("multiples of 2", odd.Message, StringComparison.Ordinal);
        Assert.NotNull(trunk.Layout(new ImageSize(15, 16), taps, Tiling.X));
        Assert.NotEqual(
            trunk.Layout(new ImageSize(16, 16), taps, Tiling.X),
            trunk.Layout(new ImageSize(16, 16), taps, Tiling.Y)
        );
        var valid = trunk.Layers.OfType<ConvolutionLayer>().First() with { Window = Window.Square(3, 1, 0) };
        var bare = new Trunk("bare", [valid], Trunk.VggMean);
        var padding = Assert.Throws<UsageException>(() =>
            bare.Layout(new ImageSize(16, 16), [new("conv1_1", ThetaForm.Filter)], Tiling.XY)
        );
        Assert.Contains("same padding", padding.Message, StringComparison.Ordinal);
    }

    private static PixelBatch Repeated(PixelBatch x, ImageSize large)
    {
        var (size, result) = (x.Size, new PixelBatch(1, large));
        for (var i = 0; i < large.Dimension; i++)
        {
            var (channel, row, column) = (i / large.Area, i / large.Width % large.Height, i % large.Width);
            result.Values.Span[i] = x.Values.Span[
                (((channel * size.Height) + (row % size.Height)) * size.Width) + (column % size.Width)
            ];
        }
        return result;
    }

    /// <summary>The middle copy of maps [C,H,W].</summary>
    private static float[] Middle(ReadOnlySpan<float> values, ImageSize large, ImageSize size)
    {
        var result = new float[values.Length / large.Area * size.Area];
        var (top, left) = ((large.Height - size.Height) / 2, (large.Width - size.Width) / 2);
        for (var i = 0; i < result.Length; i++)
        {
            var (channel, row, column) = (i / size.Area, i / size.Width % size.Height, i % size.Width);
            result[i] = values[(((channel * large.Height) + top + row) * large.Width) + left + column];
        }
        return result;
    }
}
