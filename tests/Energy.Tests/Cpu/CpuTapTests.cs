using WFrame.Cpu;
using WFrame.Cpu.Kernels;
using WFrame.Energy.Tests.Engines;
using WFrame.Engines;
using WFrame.Responses;
using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Cpu;

/// <summary>
/// Energies with several taps, beside <see cref="TapTests"/> and, against double on random trunks,
/// <see cref="CpuPropertyTests"/>.
/// </summary>
public sealed class CpuTapTests
{
    private static readonly Tap[] Every =
    [
        new("conv1_1", ThetaForm.Filter),
        new("conv1_2", ThetaForm.Spatial),
        new("conv2_1", ThetaForm.Spatial),
        new("conv2_2", ThetaForm.Filter),
    ];

    [Theory]
    [InlineData(40, 37, LaneWidth.Bits256)]
    [InlineData(17, 23, LaneWidth.Bits128)]
    public void Given_taps_When_1_to_8_threads_run_them_Then_the_bytes_are_those_of_one(
        int height,
        int width,
        LaneWidth lanes
    )
    {
        var trunk = Trunk.Vgg16Conv4();
        var size = new ImageSize(height, width);
        var layout = trunk.Layout(size, Every);
        using var alone = new CpuEngine(trunk, 1, lanes);
        foreach (var (threads, count) in (ReadOnlySpan<(int, int)>)[(2, 1), (2, 3), (3, 4), (4, 2), (5, 7), (8, 3)])
        {
            using var engine = new CpuEngine(trunk, threads, lanes);
            EngineOutputs.AssertSameBytes(
                EngineOutputs.Everything(alone, count, size, layout, 4),
                EngineOutputs.Everything(engine, count, size, layout, 4),
                $"{count} chains, {threads} threads"
            );
        }
    }

    [Fact]
    public void Given_taps_When_each_is_evaluated_alone_Then_F_has_the_same_bytes_and_G_and_P_add_up()
    {
        var trunk = Trunk.Vgg16Conv4();
        var size = new ImageSize(21, 18);
        var layout = trunk.Layout(size, Every);
        var random = new Random(8);
        var theta = new Theta(layout, 1, RandomTrunks.Normal(random, layout.ThetaLength, 1e-2));
        var x = new PixelBatch(RandomTrunks.Normal(random, size.Dimension, 50), 1, size);
        using var engine = new CpuEngine(trunk, 1);
        var all = new EnergyResults(1, size, layout);
        engine.Evaluate(x, theta, all);
        var (phi, gradient) = (0.0, new double[size.Dimension]);
        foreach (var (tap, one) in layout.Taps.Zip(Every))
        {
            var single = trunk.Layout(size, [one]);
            var own = new Theta(single, 1, theta.Values.AsSpan(tap.ThetaOffset, tap.ThetaLength).ToArray());
            var results = new EnergyResults(1, size, single);
            engine.Evaluate(x, own, results);
            Assert.Equal(results.Responses, all.Responses.AsSpan(tap.Offset, tap.Length).ToArray());
            phi += results.Phi[0];
            gradient = [.. gradient.Zip(results.Gradient, (sum, g) => sum + g)];
        }
        Assert.Equal(phi, all.Phi[0], 1e-9 * Math.Abs(phi));
        Assert.InRange(Compare.RelativeError(Compare.ToDouble(all.Gradient), gradient), 0, 2e-5);

        // theta'P = 2|G|^2: P is linear in G, and |G|^2 quadratic in theta.
        var squares = all.Gradient.Sum(g => (double)g * g);
        Assert.Equal(2 * squares, theta.Values.Zip(all.Penalty, (t, p) => (double)t * p).Sum(), 1e-4 * squares);
    }

    [Fact]
    public void Given_a_tap_far_below_the_top_When_evaluated_Then_the_layers_above_neither_run_nor_limit_the_size()
    {
        var trunk = Trunk.Vgg16Conv4();
        var size = new ImageSize(1, 1);
        using var engine = new CpuEngine(trunk, 1);
        var layout = trunk.Layout(size, [new Tap("conv1_1", ThetaForm.Spatial)]);
        var responses = new float[layout.Length];
        engine.Responses(new PixelBatch(1, size), layout, responses);
        Assert.Equal(trunk.Layers.OfType<ConvolutionLayer>().First().Bias.Select(b => Math.Max(b, 0)), responses);
    }

    [Fact]
    public void Given_only_the_last_layer_When_taps_are_left_out_again_Then_no_memory_is_held_for_them()
    {
        var trunk = Trunk.Vgg16Conv4();
        var size = new ImageSize(64, 64);
        using var engine = new CpuEngine(trunk, 1);
        var paper = Bytes(trunk.Layout(size, ThetaForm.Spatial));
        Assert.InRange(Bytes(trunk.Layout(size, Every)), paper + 64 * 64 * 64 * sizeof(float), 2 * paper);
        Assert.Equal(paper, Bytes(trunk.Layout(size, ThetaForm.Spatial)));

        long Bytes(ResponseLayout layout)
        {
            engine.Responses(new PixelBatch(1, size), layout, new float[layout.Length]);
            return engine.ScratchBytes;
        }
    }
}
