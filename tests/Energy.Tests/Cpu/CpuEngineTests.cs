using WFrame.Cpu;
using WFrame.Cpu.Kernels;
using WFrame.Energy.Tests.Engines;
using WFrame.Engines;
using WFrame.Noise;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Cpu;

public sealed class CpuEngineTests
{
    private static readonly ImageSize Size = new(14, 10);

    [Theory]
    [InlineData(LaneWidth.Bits128)]
    [InlineData(LaneWidth.Bits256)]
    [InlineData(LaneWidth.Bits512)]
    public void Given_1_to_20_chains_When_they_run_together_on_any_threads_Then_each_has_the_bytes_it_has_alone(
        LaneWidth width
    )
    {
        var trunk = Trunk.Vgg16Conv4();
        var theta = Theta(trunk, Size, 1);
        using var alone = new CpuEngine(trunk, 1, width);
        var expected = Enumerable.Range(0, 20).Select(chain => Run(alone, Chains(1, chain), theta, chain)).ToArray();
        foreach (var threads in (int[])[1, 2, 3])
        {
            using var engine = new CpuEngine(trunk, threads, width);
            foreach (var count in (int[])[1, 2, 3, 4, 5, 6, 7, 9, 11, 13, 16, 19, 20])
            {
                var together = Run(engine, Chains(count, 0), theta);
                for (var chain = 0; chain < count; chain++)
                {
                    AssertBytes(expected[chain].AsSpan(), together.AsSpan(chain * Size.Dimension, Size.Dimension));
                }
            }
        }
    }

    [Theory]
    [InlineData(ThetaForm.Spatial, 40, 36, LaneWidth.Bits512)]
    [InlineData(ThetaForm.Filter, 33, 36, LaneWidth.Bits256)]
    [InlineData(ThetaForm.Spatial, 161, 118, LaneWidth.Bits512)]
    [InlineData(ThetaForm.Filter, 140, 118, LaneWidth.Bits128)]
    public void Given_a_rest_of_chains_When_threads_share_it_Then_every_result_has_the_bytes_of_one_thread(
        ThetaForm form,
        int height,
        int width,
        LaneWidth lanes
    )
    {
        var trunk = Trunk.Vgg16Conv4();
        var size = new ImageSize(height, width);
        using var alone = new CpuEngine(trunk, 1, lanes);
        foreach (
            var (threads, count) in (ReadOnlySpan<(int, int)>)
                [(2, 1), (2, 3), (3, 4), (4, 1), (4, 2), (5, 7), (8, 3), (7, 5)]
        )
        {
            using var engine = new CpuEngine(trunk, threads, lanes);
            var expected = EngineOutputs.Everything(alone, count, size, form, 4);
            var actual = EngineOutputs.Everything(engine, count, size, form, 4);
            EngineOutputs.AssertSameBytes(expected, actual, $"{count} chains, {threads} threads");
        }
    }

    [Theory]
    [InlineData(1, 2, 10, 1, 2)]
    [InlineData(1, 8, 10, 1, 8)]
    [InlineData(3, 6, 10, 3, 2)]
    [InlineData(4, 5, 10, 1, 5)]
    [InlineData(9, 16, 10, 3, 5)]
    [InlineData(9, 16, 16, 1, 16)]
    [InlineData(2, 3, 10, 1, 3)]
    [InlineData(3, 4, 2, 0, 1)]
    [InlineData(5, 16, 1, 0, 1)]
    [InlineData(0, 4, 10, 0, 1)]
    public void Given_images_and_threads_When_thread_groups_are_made_Then_they_end_soonest(
        int images,
        int threads,
        int mostMembers,
        int groups,
        int size
    ) => Assert.Equal((groups, size), CpuRequest.ThreadGroups(images, threads, mostMembers));

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void Given_noise_that_fails_When_threads_share_a_chain_Then_its_error_comes_out_and_the_engine_still_works(
        int count
    )
    {
        var trunk = Trunk.Vgg16Conv4();
        var size = new ImageSize(40, 36);
        var theta = Theta(trunk, size, 1);
        using var engine = new CpuEngine(trunk, 2);
        var x = new PixelBatch(count, size);
        var run = EngineOutputs.Steps(count, 0, 2);
        Assert.Throws<NotSupportedException>(() => engine.Langevin(x, theta, run with { Noise = new NoNoise() }));
        engine.Langevin(x, theta, run);
        Assert.All(x.Values.ToArray(), value => Assert.True(float.IsFinite(value)));
    }

    [Fact]
    public void Given_several_groups_When_they_run_together_Then_each_has_the_bytes_it_has_alone()
    {
        var trunk = Trunk.Vgg16Conv4();
        var theta = Theta(trunk, Size, 3);
        using var engine = new CpuEngine(trunk, 2);
        var together = Run(engine, Chains(6, 0), theta);
        for (var group = 0; group < 3; group++)
        {
            var own = new Theta(theta.Layout, 1, theta.Group(group).ToArray());
            var x = new PixelBatch(Chains(6, 0).Slice(2 * group, 2).Values.ToArray(), 2, Size);
            var run = EngineOutputs.Steps(2, 2 * group, 3);
            engine.Langevin(x, own, run);
            AssertBytes(x.Values.Span, together.AsSpan(2 * group * Size.Dimension, 2 * Size.Dimension));
        }
    }

    [Fact]
    public void Given_steps_When_taken_at_once_or_one_by_one_Then_the_bytes_are_those_of_gradient_noise_and_update()
    {
        var trunk = Trunk.Vgg16Conv4();
        var theta = Theta(trunk, Size, 1);
        using var engine = new CpuEngine(trunk, 2);
        var atOnce = Run(engine, Chains(3, 0), theta);
        var x = Chains(3, 0);
        var gradient = new float[x.Values.Length];
        var noise = new float[Size.Dimension];
        var run = EngineOutputs.Steps(3, 0, 3);
        for (var step = 0; step < 3; step++)
        {
            engine.Gradient(x, theta, gradient);
            for (var chain = 0; chain < 3; chain++)
            {
                run.Noise.Fill(run.Chains[chain], run.Iteration, run.FirstStep + step, noise);
                var (a, b, c) = run.Coefficients;
                var pixels = x.Image(chain).Span;
                for (var i = 0; i < pixels.Length; i++)
                {
                    var g = gradient[chain * Size.Dimension + i];
                    pixels[i] = MathF.FusedMultiplyAdd(a, pixels[i], MathF.FusedMultiplyAdd(b, g, c * noise[i]));
                }
            }
        }
        AssertBytes(x.Values.Span, atOnce);
    }

    [Fact]
    public void Given_not_a_number_or_infinity_When_evaluated_Then_the_other_chains_are_untouched()
    {
        var trunk = Trunk.Vgg16Conv4();
        var theta = Theta(trunk, Size, 1);
        foreach (var width in Enum.GetValues<LaneWidth>())
        {
            using var engine = new CpuEngine(trunk, 1, width);
            var expected = Run(engine, Chains(3, 0), theta);
            foreach (var poison in (float[])[float.NaN, float.PositiveInfinity, float.NegativeInfinity, 1e38f])
            {
                var x = Chains(3, 0);
                x.Image(1).Span[7] = poison;
                var actual = Run(engine, x, theta);
                AssertBytes(expected.AsSpan(0, Size.Dimension), actual.AsSpan(0, Size.Dimension));
                AssertBytes(expected.AsSpan(2 * Size.Dimension), actual.AsSpan(2 * Size.Dimension));
                Assert.True(float.IsFinite(poison) || !float.IsFinite(actual[Size.Dimension + 7]));
            }
        }
    }

    [Fact]
    public void Given_a_cancelled_token_When_steps_are_asked_for_Then_none_is_taken_and_the_engine_still_works()
    {
        var trunk = Trunk.Vgg16Conv4();
        var theta = Theta(trunk, Size, 1);
        using var engine = new CpuEngine(trunk, 2);
        var x = Chains(4, 0);
        Assert.ThrowsAny<OperationCanceledException>(() =>
            engine.Langevin(x, theta, EngineOutputs.Steps(4, 0, 5), new CancellationToken(true))
        );
        Assert.Equal(Chains(4, 0).Values.ToArray(), x.Values.ToArray());
        engine.Langevin(x, theta, EngineOutputs.Steps(4, 0, 1));
        Assert.NotEqual(Chains(4, 0).Values.ToArray(), x.Values.ToArray());
    }

    [Theory]
    [InlineData(LaneWidth.Bits128)]
    [InlineData(LaneWidth.Bits256)]
    [InlineData(LaneWidth.Bits512)]
    public void Given_64_px_When_a_step_is_taken_Then_a_thread_holds_at_most_two_and_a_half_megabytes(LaneWidth width)
    {
        var trunk = Trunk.Vgg16Conv4();
        var size = new ImageSize(64, 64);
        using var engine = new CpuEngine(trunk, 1, width);
        engine.Langevin(new PixelBatch(1, size), Theta(trunk, size, 1), EngineOutputs.Steps(1, 0, 1));
        Assert.InRange(engine.ScratchBytes, 1, 2_500_000);
    }

    [Fact]
    public void Given_the_default_trunk_When_asked_Then_it_is_supported_and_the_engine_says_what_runs()
    {
        Assert.True(CpuEngine.Supports(Trunk.Vgg16Conv4(), out var reason));
        Assert.Empty(reason);
        using var engine = new CpuEngine(Trunk.Vgg16Conv4(), 1, LaneWidth.Bits256);
        Assert.Equal("cpu (AVX2, 1 thread)", engine.Description);
    }

    private sealed class NoNoise : INoiseSource
    {
        public void Fill(ChainId chain, int iteration, int step, Span<float> noise) =>
            throw new NotSupportedException("no noise");
    }

    private static Theta Theta(Trunk trunk, ImageSize size, int groups)
    {
        var layout = trunk.Layout(size, ThetaForm.Spatial);
        return new(layout, groups, RandomTrunks.Normal(new Random(4), groups * layout.Length, 1e-3));
    }

    private static PixelBatch Chains(int count, int first)
    {
        var values = Enumerable
            .Range(first, count)
            .SelectMany(chain => RandomTrunks.Normal(new Random(chain), Size.Dimension, 50));
        return new PixelBatch(values.ToArray(), count, Size);
    }

    private static float[] Run(CpuEngine engine, PixelBatch x, Theta theta, int first = 0)
    {
        engine.Langevin(x, theta, EngineOutputs.Steps(x.Count, first, 3));
        return x.Values.ToArray();
    }

    private static void AssertBytes(ReadOnlySpan<float> expected, ReadOnlySpan<float> actual) =>
        Assert.True(MemoryMarshal.AsBytes(expected).SequenceEqual(MemoryMarshal.AsBytes(actual)));
}
