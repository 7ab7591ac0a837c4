#pragma warning disable CS1591, CA1725
namespace WFrame.Graphs;

public enum RandomPurpose
{
    Langevin,
    Gamma,
    Initialisation,
    Crop,
    Draw,
    EngineTest,
}

public sealed class CounterRandom(ulong seed, RandomPurpose purpose, int subStream = 0)
{
    private static ulong Mix(ulong z)
    {
        z += 0x9E3779B97F4A7C15;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }

    public double Uniform(int model, int chain, int iteration, int step, long element)
    {
        var h = Mix(seed);
        foreach (var v in new long[] { (int)purpose, subStream, model, chain, iteration, step, element })
            h = Mix(h ^ (ulong)v);
        return (h >> 11) * (1.0 / (1UL << 53));
    }
}

public sealed class PhiloxNoise(ulong seed, int subStream = 0) : INoiseSource
{
    private readonly CounterRandom _r = new(seed, RandomPurpose.Langevin, subStream);

    public void Fill(ChainId chain, int iteration, int step, Span<float> d)
    {
        for (var i = 0; i < d.Length; i++)
        {
            var u = 1 - _r.Uniform(chain.Model, chain.Chain, iteration, step, 2L * i);
            var v = _r.Uniform(chain.Model, chain.Chain, iteration, step, (2L * i) + 1);
            d[i] = (float)(Math.Sqrt(-2 * Math.Log(u)) * Math.Cos(2 * Math.PI * v));
        }
    }
}
