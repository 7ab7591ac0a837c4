namespace WFrame.Noise;

/// <summary>
/// The counter-based generator Philox4x32-10: ten rounds of a keyed bijection of 128-bit counters, so number n of a
/// stream is computed without numbers 0..n-1. J. Salmon, M. Moraes, R. Dror, D. Shaw, "Parallel Random Numbers: As
/// Easy as 1, 2, 3", SC 2011. By hand, because the generators of .NET and of MathNet are sequences with a state, which
/// cannot give number n alone.
/// </summary>
internal static class Philox4x32
{
    internal const int Rounds = 10;
    internal const uint Multiplier0 = 0xD2511F53;
    internal const uint Multiplier1 = 0xCD9E8D57;

    // The key grows by these every round (Weyl sequences of the golden ratio and of sqrt(3) - 1).
    internal const uint KeyStep0 = 0x9E3779B9;
    internal const uint KeyStep1 = 0xBB67AE85;

    /// <summary>The four random words of one counter and key.</summary>
    public static PhiloxBlock Generate(PhiloxBlock counter, ulong key)
    {
        var (x0, x1, x2, x3) = counter;
        var (key0, key1) = ((uint)key, (uint)(key >> 32));
        for (var round = 0; round < Rounds; round++)
        {
            var product0 = (ulong)Multiplier0 * x0;
            var product1 = (ulong)Multiplier1 * x2;
            x0 = (uint)(product1 >> 32) ^ x1 ^ key0;
            x1 = (uint)product1;
            x2 = (uint)(product0 >> 32) ^ x3 ^ key1;
            x3 = (uint)product0;
            key0 += KeyStep0;
            key1 += KeyStep1;
        }
        return new PhiloxBlock(x0, x1, x2, x3);
    }
}

/// <summary>128 bits as four words, lowest first: a counter, or the random words made of it.</summary>
/// <param name="Word0">Bits 0..31.</param>
/// <param name="Word1">Bits 32..63.</param>
/// <param name="Word2">Bits 64..95.</param>
/// <param name="Word3">Bits 96..127.</param>
internal readonly record struct PhiloxBlock(uint Word0, uint Word1, uint Word2, uint Word3);
