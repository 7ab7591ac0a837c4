namespace WFrame.Metrics;

/// <summary>
/// The shuffles and draws of numpy's legacy <c>RandomState(seed)</c>, number for number, because published Inception
/// scores and KIDs are defined through them. Not for sampling images: that noise is counter-based.
/// By hand, because libraries have the generator alone, and not numpy's way from its words to draws and shuffles.
/// </summary>
/// <remarks>
/// MT19937: Makoto Matsumoto and Takuji Nishimura, "Mersenne Twister: a 623-dimensionally equidistributed uniform
/// pseudo-random number generator", ACM TOMACS 8 (1998). Seeding by Knuth's multiplier 1812433253 (their 2002 revision).
/// </remarks>
internal sealed class NumpyRandomState
{
    private const int Length = 624;
    private const int Middle = 397;
    private readonly uint[] _state = new uint[Length];
    private int _next = Length;

    /// <summary>The generator that <c>numpy.random.RandomState(seed)</c> makes.</summary>
    public NumpyRandomState(uint seed)
    {
        _state[0] = seed;
        for (var i = 1; i < Length; i++)
        {
            var previous = _state[i - 1];
            _state[i] = unchecked((1812433253u * (previous ^ (previous >> 30))) + (uint)i);
        }
    }

    /// <summary>The next 32 random bits.</summary>
    public uint NextUInt32()
    {
        if (_next == Length)
        {
            Twist();
        }
        var y = _state[_next++];
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c5680u;
        y ^= (y << 15) & 0xefc60000u;
        return y ^ (y >> 18);
    }

    /// <summary>A uniform number in [0,1) of 32 random bits; no function of numpy's.</summary>
    public double NextUniform() => NextUInt32() / (uint.MaxValue + 1.0);

    /// <summary>
    /// A uniform integer from 0 to <paramref name="max"/>, both included, by rejection under the smallest bit mask that
    /// covers it: numpy's <c>random_interval</c>.
    /// </summary>
    public int NextInterval(int max)
    {
        if (max <= 0)
        {
            return 0;
        }
        var mask = uint.MaxValue >> System.Numerics.BitOperations.LeadingZeroCount((uint)max);
        uint value;
        do
        {
            value = NextUInt32() & mask;
        } while (value > (uint)max);
        return (int)value;
    }

    /// <summary>numpy's <c>permutation(n)</c>: 0..n-1 shuffled from the end.</summary>
    public int[] Permutation(int count)
    {
        int[] order = [.. Enumerable.Range(0, count)];
        for (var i = count - 1; i > 0; i--)
        {
            var j = NextInterval(i);
            (order[i], order[j]) = (order[j], order[i]);
        }
        return order;
    }

    /// <summary>numpy's <c>choice(population, size, replace=False)</c>: the head of a permutation of everything.</summary>
    /// <exception cref="UsageException">More is drawn than there is.</exception>
    public int[] Choice(int population, int size)
    {
        if (size < 0 || size > population)
        {
            throw new UsageException(
                $"{size} of {population} cannot be drawn without replacement; draw 0 to {population}."
            );
        }
        return Permutation(population)[..size];
    }

    private void Twist()
    {
        for (var i = 0; i < Length; i++)
        {
            var bits = (_state[i] & 0x80000000u) | (_state[(i + 1) % Length] & 0x7fffffffu);
            var mixed = bits >> 1;
            if ((bits & 1) != 0)
            {
                mixed ^= 0x9908b0dfu;
            }
            _state[i] = _state[(i + Middle) % Length] ^ mixed;
        }
        _next = 0;
    }
}
