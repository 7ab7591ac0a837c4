using WFrame.Energy.Tests.Engines;
using WFrame.Energy.Tests.Graphs;
using WFrame.Engines;
using WFrame.Graphs;
using WFrame.Noise;
using WFrame.Ort;
using WFrame.Responses;
using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Ort;

/// <summary>What runs on a device with memory of its own, on a CPU that is treated as one.</summary>
public sealed class BoundStepsTests
{
    private static readonly OrtDevice Remote = new(Cuda: null, Remote: true);
    private static readonly ImageSize Size = new(12, 16);
    private static readonly Trunk Vgg = Trunk.Vgg16Conv4();

    public static TheoryData<string> LangevinCases => OracleFolder.Names("langevin");

    [Theory]
    [Trait("Category", "Oracle")]
    [MemberData(nameof(LangevinCases))]
    public void Given_an_oracle_step_When_taken_as_on_a_device_Then_the_next_state_agrees(string name)
    {
        using var engine = new OrtEngine(OracleLangevin.Identity, Remote, threads: 2);

        OracleLangevin.AssertClose(OracleFolder.Case(name), engine);
    }

    [Theory]
    [InlineData(1, 0.2f, 1)]
    [InlineData(5, 0.2f, 1)]
    [InlineData(4, 0f, 1)]
    [InlineData(0, 0.2f, 1)]
    [InlineData(5, 0.2f, 3)]
    public void Given_steps_When_taken_as_on_a_device_Then_the_bytes_are_those_of_the_CPU(
        int steps,
        float noise,
        int groups
    )
    {
        var taps = new[] { new Tap("conv1_2", ThetaForm.Filter), new Tap("conv2_2", ThetaForm.Spatial) };
        foreach (var layout in new[] { Vgg.Layout(Size, ThetaForm.Spatial), Vgg.Layout(Size, taps) })
        {
            var (expected, actual) = (Chains(), Chains());
            using var cpu = new OrtEngine(Vgg, OrtDevice.Cpu, threads: 2);
            using var device = new OrtEngine(Vgg, Remote, threads: 2);
            // A second call finds the buffers of the first.
            for (var call = 0; call < 2; call++)
            {
                cpu.Langevin(expected, Theta(layout, groups), Run(steps, noise, call));
                device.Langevin(actual, Theta(layout, groups), Run(steps, noise, call));
            }

            Assert.Equal(Bits(expected), Bits(actual));
            Assert.Equal(steps == 0, Bits(expected).SequenceEqual(Bits(Chains())));
        }
    }

    [Fact]
    public void Given_negative_zeros_and_no_noise_When_steps_are_taken_as_on_a_device_Then_they_keep_their_sign()
    {
        using var engine = new OrtEngine(OracleLangevin.Identity, Remote, threads: 1);
        var x = new PixelBatch(1, Size);
        x.Values.Span.Fill(-0f);
        var theta = new Theta(OracleLangevin.Identity.Layout(Size, ThetaForm.Filter), 1);

        engine.Langevin(x, theta, new(new(1, -1, 0), new PhiloxNoise(3), new ChainId[1], 0, 0, 2));

        Assert.All(x.Values.ToArray(), v => Assert.True(float.IsNegative(v)));
    }

    [Fact]
    public void Given_images_that_change_When_inputs_are_bound_again_Then_the_bytes_are_those_of_the_CPU()
    {
        using var cpu = new OrtEngine(Vgg, OrtDevice.Cpu, threads: 1);
        using var device = new OrtEngine(Vgg, Remote, threads: 1);
        var x = Chains();
        var layout = Vgg.Layout(Size, ThetaForm.Spatial);
        for (var call = 0; call < 2; call++)
        {
            var (expected, actual) = (new EnergyResults(6, Size, layout), new EnergyResults(6, Size, layout));
            cpu.Evaluate(x, Theta(layout, 1), expected);
            device.Evaluate(x, Theta(layout, 1), actual);
            Assert.Equal(expected.Gradient, actual.Gradient);
            Assert.Equal(expected.Penalty, actual.Penalty);
            x.Values.Span.Reverse();
        }
    }

    [Fact]
    public void Given_a_cancellation_between_steps_When_they_are_taken_as_on_a_device_Then_x_is_as_it_was()
    {
        using var device = new OrtEngine(Vgg, Remote, threads: 1);
        using var source = new CancellationTokenSource();
        var x = Chains();
        var run = Run(5, 0.2f, 0) with { Noise = new Cancelling(source, atStep: 3) };

        Assert.ThrowsAny<OperationCanceledException>(() =>
            device.Langevin(x, Theta(Vgg.Layout(Size, ThetaForm.Spatial), 1), run, source.Token)
        );

        Assert.Equal(Bits(Chains()), Bits(x));
    }

    [Fact]
    public void Given_any_trunk_When_a_step_is_a_graph_Then_every_operator_has_a_CUDA_kernel_for_its_types()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var trunk = RandomTrunks.Draw(new Random(seed));
            foreach (var groups in new[] { false, true })
            {
                byte[][] graphs =
                [
                    GradientGraphs.Step(trunk, groups: groups),
                    GradientGraphs.Penalty(trunk, phi: false, groups: groups),
                ];
                Assert.All(graphs, graph => Assert.Empty(CudaKernels.Missing(ModelFile.Parse("graph", graph))));
            }
        }
    }

    private static PixelBatch Chains() => new(RandomTrunks.Normal(new Random(5), 6 * Size.Dimension, 50), 6, Size);

    private static Theta Theta(ResponseLayout layout, int groups) =>
        new(layout, groups, RandomTrunks.Normal(new Random(6), groups * layout.ThetaLength, 1e-3));

    private static LangevinRun Run(int steps, float noise, int iteration) =>
        new(
            new(0.98f, 0.02f, noise),
            new PhiloxNoise(3),
            [.. Enumerable.Range(0, 6).Select(i => new ChainId(i / 3, i % 3))],
            iteration,
            2,
            steps
        );

    private static int[] Bits(PixelBatch x) => MemoryMarshal.Cast<float, int>(x.Values.Span).ToArray();

    private sealed class Cancelling(CancellationTokenSource source, int atStep) : INoiseSource
    {
        public void Fill(ChainId chain, int iteration, int step, Span<float> destination)
        {
            if (step == atStep)
            {
                source.Cancel();
            }
        }
    }
}
