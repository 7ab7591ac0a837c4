using WFrame.Cpu;
using WFrame.Energy.Tests.Engines;
using WFrame.Engines;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Cpu;

[Collection(nameof(WholeProcess))]
public sealed class CpuAllocationTests
{
    [Theory]
    [InlineData(1, 14, 10, 4, 1)]
    [InlineData(1, 14, 10, 4, 4)]
    [InlineData(2, 14, 10, 4, 1)]
    [InlineData(2, 40, 36, 3, 1)]
    [InlineData(2, 136, 124, 3, 1)]
    public void Given_a_warm_engine_When_steps_are_taken_Then_nothing_is_allocated(
        int threads,
        int height,
        int width,
        int chains,
        int taps
    )
    {
        var trunk = Trunk.Vgg16Conv4();
        var size = new ImageSize(height, width);
        var theta = new Theta(
            trunk.Layout(size, [.. trunk.Taps.TakeLast(taps).Select(tap => new Tap(tap.Layer, ThetaForm.Spatial))]),
            1
        );
        using var engine = new CpuEngine(trunk, threads);
        var x = new PixelBatch(chains, size);
        var (one, many) = (EngineOutputs.Steps(chains, 0, 1), EngineOutputs.Steps(chains, 0, 10));
        engine.Langevin(x, theta, many);
        engine.Langevin(x, theta, one);

        // A collection that falls between two counts adds what was left of the threads' buffers: the least of several tries.
        var (counting, stepping) = (long.MaxValue, long.MaxValue);
        for (var attempt = 0; attempt < 10; attempt++)
        {
            counting = Math.Min(counting, -engine.AllocatedBytes() + engine.AllocatedBytes());
            var before = engine.AllocatedBytes();
            engine.Langevin(x, theta, one);
            stepping = Math.Min(stepping, engine.AllocatedBytes() - before);
        }

        Assert.Equal(counting, stepping);
    }

    [Fact]
    public void Given_calls_that_have_ended_When_their_results_are_dropped_Then_the_engine_holds_none_of_them()
    {
        var trunk = Trunk.Vgg16Conv4();
        using var engine = new CpuEngine(trunk, 1);

        var lent = Call(engine, trunk);
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();

        Assert.All(lent, l => Assert.False(l.Reference.IsAlive, l.What));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static (string What, WeakReference Reference)[] Call(CpuEngine engine, Trunk trunk)
    {
        var size = new ImageSize(8, 8);
        var layout = trunk.Layout(size, ThetaForm.Spatial);
        var (x, theta) = (new PixelBatch(1, size), new float[layout.ThetaLength]);
        var (results, responses) = (new EnergyResults(1, size, layout), new float[layout.Length]);
        engine.Responses(x, layout, responses);
        engine.Evaluate(x, new Theta(layout, 1, theta), results);
        var run = EngineOutputs.Steps(1, 0, 1);
        engine.Langevin(x, new Theta(layout, 1, theta), run);
        return
        [
            ("images", new(x)),
            ("theta", new(theta)),
            ("results", new(results)),
            ("responses", new(responses)),
            ("run", new(run)),
        ];
    }
}
