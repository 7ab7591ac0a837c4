using WFrame.Cpu;
using WFrame.Energy.Tests.Engines;
using WFrame.Engines;
using WFrame.Noise;
using WFrame.Responses;

namespace WFrame.Energy.Tests.Cpu;

/// <summary>Everything that an engine can compute, of random images and thetas, for comparisons of bytes.</summary>
internal static class EngineOutputs
{
    public static List<float[]> Everything(CpuEngine engine, int count, ImageSize size, ThetaForm form, int seed) =>
        Everything(engine, count, size, engine.Trunk.Layout(size, form), seed);

    public static List<float[]> Everything(CpuEngine engine, int count, ImageSize size, ResponseLayout layout, int seed)
    {
        var random = new Random(seed);
        var theta = new Theta(layout, 1, RandomTrunks.Normal(random, layout.ThetaLength, 1e-3));
        var x = new PixelBatch(RandomTrunks.Normal(random, count * size.Dimension, 50), count, size);
        var results = new EnergyResults(count, size, layout);
        var (responses, gradient) = (new float[count * layout.Length], new float[count * size.Dimension]);
        engine.Responses(x, layout, responses);
        engine.Gradient(x, theta, gradient);
        engine.Evaluate(x, theta, results);
        engine.Langevin(x, theta, Steps(count, 0, 3));
        float[] phi = [.. results.Phi.Select(p => (float)p)];
        return [responses, gradient, results.Responses, phi, results.Gradient, results.Penalty, [.. x.Values.Span]];
    }

    public static void AssertSameBytes(List<float[]> expected, List<float[]> actual, string name)
    {
        Assert.Equal(expected.Count, actual.Count);
        foreach (var (one, other) in expected.Zip(actual))
        {
            Assert.True(MemoryMarshal.AsBytes(one.AsSpan()).SequenceEqual(MemoryMarshal.AsBytes(other.AsSpan())), name);
        }
    }

    public static LangevinRun Steps(int count, int first, int steps) =>
        new(
            new LangevinCoefficients(0.98f, 0.02f, 0.2f),
            new PhiloxNoise(5),
            [.. Enumerable.Range(first, count).Select(chain => new ChainId(0, chain))],
            1,
            2,
            steps
        );
}
