using WFrame.Cpu.Kernels;

namespace WFrame.Bench;

/// <summary>What one core multiplies and adds at most: independent fused operations on registers, nothing loaded.</summary>
internal static class FmaPeak<TLanes, TVector>
    where TLanes : struct, ILanes<TVector>
    where TVector : unmanaged
{
    private const int Repeats = 200_000;
    private const int Sums = 12;

    /// <summary>GFLOP/s of one core, the best of several tries.</summary>
    public static double Measure()
    {
        var best = double.PositiveInfinity;
        for (var attempt = 0; attempt < 30; attempt++)
        {
            best = Math.Min(best, Stopwatching.Milliseconds(() => Sink = Loop(0.5f)));
        }
        return 2.0 * Repeats * Sums * TLanes.Count / best / 1e6;
    }

    private static float Sink { get; set; }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static float Loop(float start)
    {
        var (a, b) = (TLanes.Broadcast(start), TLanes.Broadcast(1e-9f));
        var (s0, s1, s2, s3, s4, s5) = (a, a, a, a, a, a);
        var (s6, s7, s8, s9, s10, s11) = (a, a, a, a, a, a);
        for (var i = 0; i < Repeats; i++)
        {
            s0 = TLanes.Fused(s0, a, b);
            s1 = TLanes.Fused(s1, a, b);
            s2 = TLanes.Fused(s2, a, b);
            s3 = TLanes.Fused(s3, a, b);
            s4 = TLanes.Fused(s4, a, b);
            s5 = TLanes.Fused(s5, a, b);
            s6 = TLanes.Fused(s6, a, b);
            s7 = TLanes.Fused(s7, a, b);
            s8 = TLanes.Fused(s8, a, b);
            s9 = TLanes.Fused(s9, a, b);
            s10 = TLanes.Fused(s10, a, b);
            s11 = TLanes.Fused(s11, a, b);
        }
        return TLanes.Sum(s0)
            + TLanes.Sum(s1)
            + TLanes.Sum(s2)
            + TLanes.Sum(s3)
            + TLanes.Sum(s4)
            + TLanes.Sum(s5)
            + TLanes.Sum(s6)
            + TLanes.Sum(s7)
            + TLanes.Sum(s8)
            + TLanes.Sum(s9)
            + TLanes.Sum(s10)
            + TLanes.Sum(s11);
    }
}
