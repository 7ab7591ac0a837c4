using WFrame.Engines;
using WFrame.Noise;
using WFrame.Ort;
using WFrame.Responses;
using WFrame.Testing;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Engines;

public sealed class LangevinTests
{
    public static TheoryData<string> Cases => OracleFolder.Names("langevin");

    [Theory]
    [Trait("Category", "Oracle")]
    [MemberData(nameof(Cases))]
    public void Given_an_oracle_step_When_taken_by_the_engine_Then_the_next_state_agrees(string name)
    {
        using var engine = new OrtEngine(OracleLangevin.Identity, OrtDevice.Cpu, threads: 2);

        OracleLangevin.AssertClose(OracleFolder.Case(name), engine);
    }

    [Fact]
    public void Given_any_number_of_threads_When_seven_chains_of_one_or_two_models_run_Then_the_bytes_are_the_same()
    {
        foreach (var groups in new[] { 1, 7 })
        {
            var one = Run(threads: 1, groups, batch: 7);
            Assert.Equal(one, Run(threads: 2, groups, batch: 7));
            Assert.Equal(one, Run(threads: 5, groups, batch: 7));
            Assert.Contains(one, v => v != 0);
        }
    }

    [Fact]
    public void Given_one_model_When_its_chains_run_one_at_a_time_Then_the_bytes_are_the_same() =>
        Assert.Equal(Run(threads: 1, groups: 1, batch: 7), Run(threads: 2, groups: 1, batch: 1));

    [Fact]
    public void Given_a_cancelled_token_When_steps_are_asked_for_Then_none_is_taken()
    {
        using var engine = new OrtEngine(SmallTrunks.Identity, OrtDevice.Cpu, threads: 2);
        var size = new ImageSize(4, 4);
        var x = new PixelBatch(3, size);
        var theta = new Theta(SmallTrunks.Identity.Layout(size, ThetaForm.Filter), 1, [1, 1, 1]);
        var run = new LangevinRun(new(1, 1, 0), new HashNoise(), new ChainId[3], 0, 0, 5);

        Assert.ThrowsAny<OperationCanceledException>(() => engine.Langevin(x, theta, run, new(canceled: true)));
        Assert.All(x.Values.ToArray(), v => Assert.Equal(0, v));
    }

    private static float[] Run(int threads, int groups, int batch)
    {
        var trunk = Trunk.Vgg16Conv4();
        var size = new ImageSize(16, 24);
        var layout = trunk.Layout(size, ThetaForm.Spatial);
        var theta = new Theta(layout, groups, RandomTrunks.Normal(new Random(3), groups * layout.Length, 1e-3));
        ChainId[] chains = [.. Enumerable.Range(0, 7).Select(i => new ChainId(0, i))];
        var x = new PixelBatch(7, size);
        using var engine = new OrtEngine(trunk, OrtDevice.Cpu, threads);
        for (var start = 0; start < 7; start += batch)
        {
            var run = new LangevinRun(
                new(0.98f, 0.02f, 0.2f),
                new HashNoise(),
                chains[start..(start + batch)],
                1,
                2,
                3
            );
            engine.Langevin(x.Slice(start, batch), theta, run);
        }
        return x.Values.ToArray();
    }

    private sealed class HashNoise : INoiseSource
    {
        public void Fill(ChainId chain, int iteration, int step, Span<float> destination)
        {
            var random = new Random(((chain.Chain * 31) + iteration) * 31 + step);
            RandomTrunks.Normal(random, destination.Length, 1).CopyTo(destination);
        }
    }
}
