using System.Numerics;
using WFrame.Engines;
using WFrame.Noise;

namespace WFrame.Sampling;

/// <summary>
/// Starts of new images: each a blend of two learned chains, a little more of the first than of the second: with
/// much more of it two images of one first chain come out alike. Of as many images as
/// there are chains each has another first one, and no two have the same chains before all pairs have been taken, so that
/// images drawn together differ and stand for all that was learned.
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
        var share = (float)(0.5 + (0.15 * _random.Uniform(id.Model, id.Chain, 0, 0, 0)));
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
        var n = learned.Count;
        if (n == 1)
        {
            return (0, 0);
        }
        // A step prime to the number of chains visits each of them once: a shuffle that needs no list.
        var offset = (int)(_random.Uniform(id.Model, 0, 0, 0, 1) * n);
        var step = 1 + (int)(_random.Uniform(id.Model, 0, 0, 0, 2) * (n - 1));
        while (BigInteger.GreatestCommonDivisor(step, n) > 1)
        {
            step++;
        }
        var (round, place) = Math.DivRem(id.Chain, n);
        // The shifts of the first rounds give every pair once, those of the others give them the other way around.
        return (At(place), At(place + 1 + (round % (n - 1))));

        int At(int at) => (int)((offset + ((long)at * step)) % n);
    }
}
