using WFrame.Cpu.Kernels;

namespace WFrame.Noise;

/// <summary>
/// Standard normal numbers from Philox words by Box-Muller: of two words, z0 = r cos(a) and z1 = r sin(a) with
/// r = sqrt(-2 ln u), a = 2 pi v. Numbers come in groups of 64: element e is word (e % 64) / 16 of the counter in lane
/// e % 16 of group e / 64. A register of 16 lanes thus stores its four words one after the other without transposing,
/// and narrower registers take the lanes in several goes.
/// </summary>
internal static class NormalKernel<TLanes, TVector>
    where TLanes : struct, INormalLanes<TVector>
    where TVector : struct
{
    /// <summary>Fills one group of 64.</summary>
    /// <param name="counter">Counter of the group's first lane; the others follow in word 0.</param>
    /// <param name="key">The seed.</param>
    /// <param name="group">Receives 64 numbers.</param>
    [MethodImpl(Jit.Kernel)]
    public static void Fill(PhiloxBlock counter, ulong key, Span<float> group)
    {
        for (var lane = 0; lane < NormalGroup.Lanes; lane += TLanes.Count)
        {
            var (word0, word1, word2, word3) = Words(counter, (uint)lane, key);
            BoxMuller(word0, word1, group[lane..], group[(NormalGroup.Lanes + lane)..]);
            BoxMuller(
                word2,
                word3,
                group[((2 * NormalGroup.Lanes) + lane)..],
                group[((3 * NormalGroup.Lanes) + lane)..]
            );
        }
    }

    /// <summary><see cref="Philox4x32.Generate"/> for as many counters as there are lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector, TVector, TVector, TVector) Words(PhiloxBlock counter, uint lane, ulong key)
    {
        var x0 = TLanes.Sequence(counter.Word0 + lane);
        var x1 = TLanes.Broadcast(counter.Word1);
        var x2 = TLanes.Broadcast(counter.Word2);
        var x3 = TLanes.Broadcast(counter.Word3);
        var (key0, key1) = ((uint)key, (uint)(key >> 32));
        for (var round = 0; round < Philox4x32.Rounds; round++)
        {
            var (high0, low0) = TLanes.MultiplyWide(x0, Philox4x32.Multiplier0);
            var (high1, low1) = TLanes.MultiplyWide(x2, Philox4x32.Multiplier1);
            x0 = TLanes.Xor(TLanes.Xor(high1, x1), TLanes.Broadcast(key0));
            x1 = low1;
            x2 = TLanes.Xor(TLanes.Xor(high0, x3), TLanes.Broadcast(key1));
            x3 = low0;
            key0 += Philox4x32.KeyStep0;
            key1 += Philox4x32.KeyStep1;
        }
        return (x0, x1, x2, x3);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void BoxMuller(TVector radius, TVector angle, Span<float> first, Span<float> second)
    {
        var r = TLanes.SquareRoot(TLanes.Multiply(TLanes.Broadcast(-2f), LogarithmOfUniform(radius)));
        var (cosine, sine) = CosineSine(angle);
        TLanes.Store(TLanes.Multiply(r, cosine), first);
        TLanes.Store(TLanes.Multiply(r, sine), second);
    }

    /// <summary>ln((w + 1/2) / 2^32), rounded so that the argument is in [2^-33, 1]: |z| reaches 6.7.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static TVector LogarithmOfUniform(TVector word)
    {
        // In two exact halves, because vectors convert signed numbers only: 256 * high + (low + 1/2).
        var high = TLanes.ToFloat(TLanes.ShiftRight(word, 8));
        var low = TLanes.ToFloat(TLanes.And(word, TLanes.Broadcast(0xFFu)));
        var u = TLanes.Fused(high, TLanes.Broadcast(256f), TLanes.Add(low, TLanes.Broadcast(0.5f)));

        // u = m 2^e with m in [sqrt(1/2), sqrt(2)): the offset carries into the exponent just where m would exceed it.
        const uint HalfRoot = 0x3F3504F3;
        var offset = TLanes.SubtractInteger(u, TLanes.Broadcast(HalfRoot));
        var exponent = TLanes.ToFloat(
            TLanes.SubtractInteger(TLanes.ShiftRightSigned(offset, 23), TLanes.Broadcast(32u))
        );
        var mantissa = TLanes.AddInteger(TLanes.And(offset, TLanes.Broadcast(0x007FFFFFu)), TLanes.Broadcast(HalfRoot));

        // ln m = 2 artanh(s), s = (m - 1)/(m + 1); |s| < 0.172, so the series ends at s^9 with an error of 2e-9.
        var one = TLanes.Broadcast(1f);
        var s = TLanes.Divide(TLanes.Subtract(mantissa, one), TLanes.Add(mantissa, one));
        var square = TLanes.Multiply(s, s);
        var series = TLanes.Fused(square, TLanes.Broadcast(2f / 9), TLanes.Broadcast(2f / 7));
        series = TLanes.Fused(square, series, TLanes.Broadcast(2f / 5));
        series = TLanes.Fused(square, series, TLanes.Broadcast(2f / 3));
        series = TLanes.Fused(square, series, TLanes.Broadcast(2f));
        return TLanes.Fused(exponent, TLanes.Broadcast(0.69314718f), TLanes.Multiply(s, series));
    }

    /// <summary>Cosine and sine of 2 pi w / 2^32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static (TVector Cosine, TVector Sine) CosineSine(TVector word)
    {
        // Nearest quarter turn, and what is left of it: at most an eighth, as a signed number.
        var quarter = TLanes.ShiftRight(TLanes.AddInteger(word, TLanes.Broadcast(0x20000000u)), 30);
        var rest = TLanes.ToFloat(TLanes.SubtractInteger(word, TLanes.ShiftLeft(quarter, 30)));
        var x = TLanes.Multiply(rest, TLanes.Broadcast((float)(2 * Math.PI / 4294967296.0)));
        var square = TLanes.Multiply(x, x);

        // Taylor series: the first term left out is below 2e-9 at an eighth of a turn.
        var sine = TLanes.Fused(square, TLanes.Broadcast(1f / 362880), TLanes.Broadcast(-1f / 5040));
        sine = TLanes.Fused(square, sine, TLanes.Broadcast(1f / 120));
        sine = TLanes.Fused(square, sine, TLanes.Broadcast(-1f / 6));
        sine = TLanes.Fused(TLanes.Multiply(square, sine), x, x);
        var cosine = TLanes.Fused(square, TLanes.Broadcast(-1f / 3628800), TLanes.Broadcast(1f / 40320));
        cosine = TLanes.Fused(square, cosine, TLanes.Broadcast(-1f / 720));
        cosine = TLanes.Fused(square, cosine, TLanes.Broadcast(1f / 24));
        cosine = TLanes.Fused(square, cosine, TLanes.Broadcast(-0.5f));
        cosine = TLanes.Fused(square, cosine, TLanes.Broadcast(1f));

        // Odd quarters swap the two; bit 1 of the quarter is the sine's sign, bit 1 of the quarter + 1 the cosine's.
        var odd = TLanes.SubtractInteger(TLanes.Broadcast(0u), TLanes.And(quarter, TLanes.Broadcast(1u)));
        var signs = TLanes.Broadcast(0x80000000u);
        var sineSign = TLanes.And(TLanes.ShiftLeft(quarter, 30), signs);
        var cosineSign = TLanes.And(TLanes.ShiftLeft(TLanes.AddInteger(quarter, TLanes.Broadcast(1u)), 30), signs);
        return (
            TLanes.Xor(TLanes.Select(odd, sine, cosine), cosineSign),
            TLanes.Xor(TLanes.Select(odd, cosine, sine), sineSign)
        );
    }
}

/// <summary>Shape of a group of normal numbers, the same for every register width.</summary>
internal static class NormalGroup
{
    public const int Lanes = 16;
    public const int Size = 4 * Lanes;
}
