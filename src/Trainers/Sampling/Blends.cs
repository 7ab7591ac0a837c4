using System.Numerics;
using WFrame.Engines;
using WFrame.Noise;

namespace WFrame.Sampling;

/// <summary>
/// Starts of new images: each a blend of two learned chains, each with a share of a quarter to three quarters. Chain i takes
/// the i-th pair of a shuffled list of all pairs, so that none comes twice before all have been taken once.
/// </summary>
/// <param name="learned">The chains at the end of the training.</param>
/// <param name="seed">Seed of the shuffle and the shares.</param>
/// <param name="purpose">What the numbers are for.</param>
internal sealed class Blends(PixelBatch learned, ulong seed, RandomPurpose purpose)
{
    private readonly CounterRandom _random = new(seed, purpose);

    /// <summary>Fills one chain; a function of its number and the seed alone.</summary>
    public void Fill(ChainId id, Span<float> x)
    {
        var (first, second) = Pair(id);
        var share = (float)(0.25 + (0.5 * _random.Uniform(id.Model, id.Chain, 0, 0, 0)));
        var a = learned.Image(first).Span;
        var b = learned.Image(second).Span;
        for (var i = 0; i < x.Length; i++)
        {
            x[i] = (share * a[i]) + ((1 - share) * b[i]);
        }
    }

    /// <summary>Two different chains, if there are two.</summary>
    internal (int First, int Second) Pair(ChainId id)
    {
        var (n, pairs) = (learned.Count, (long)learned.Count * (learned.Count - 1) / 2);
        if (pairs == 0)
        {
            return (0, 0);
        }
        // A step prime to the number of pairs visits each of them once: a shuffle that needs no list.
        var offset = (long)(_random.Uniform(id.Model, 0, 0, 0, 1) * pairs);
        var step = 1 + (long)(_random.Uniform(id.Model, 0, 0, 0, 2) * pairs);
        while (BigInteger.GreatestCommonDivisor(step, pairs) > 1)
        {
            step++;
        }
        var pair = (offset + (id.Chain % pairs * step)) % pairs;
        // Pairs are numbered (0,1), (0,2), (1,2), (0,3)...
        var second = (int)((1 + Math.Sqrt(1 + (8.0 * pair))) / 2);
        return ((int)(pair - ((long)second * (second - 1) / 2)), second);
    }
}
