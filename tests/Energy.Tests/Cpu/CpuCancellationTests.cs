using WFrame.Cpu;
using WFrame.Engines;
using WFrame.Noise;
using WFrame.Responses;
using WFrame.Trunks;

namespace WFrame.Energy.Tests.Cpu;

public class CpuCancellationTests
{
    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 2)]
    public void Given_a_large_image_when_cancelled_then_the_step_is_not_taken_to_its_end(int chains, int threads)
    {
        using var engine = new CpuEngine(Trunk.Vgg16Conv4(), threads);
        var x = new PixelBatch(chains, new ImageSize(2048, 2048));
        var theta = new Theta(engine.Trunk.Layout(x.Size, ThetaForm.Filter), 1);
        using var cancellation = new CancellationTokenSource();
        var noise = new CountedNoise();
        var run = new LangevinRun(
            new LangevinCoefficients(1, 1, 1),
            noise,
            [.. Enumerable.Range(0, chains).Select(i => new ChainId(0, i))],
            Iteration: 0,
            FirstStep: 0,
            Steps: 1000
        );
        // A step takes seconds.
        cancellation.CancelAfter(50);

        Assert.ThrowsAny<OperationCanceledException>(() => engine.Langevin(x, theta, run, cancellation.Token));

        Assert.Equal(0, noise.Calls);
        // The engine is as good as new.
        var small = new PixelBatch(chains, new ImageSize(32, 32));
        engine.Langevin(small, new Theta(engine.Trunk.Layout(small.Size, ThetaForm.Filter), 1), run with { Steps = 1 });
        Assert.Equal(chains, noise.Calls);
    }

    private sealed class CountedNoise : INoiseSource
    {
        private int _calls;

        public int Calls => _calls;

        public void Fill(ChainId chain, int iteration, int step, Span<float> destination)
        {
            Interlocked.Increment(ref _calls);
            destination.Clear();
        }
    }
}
