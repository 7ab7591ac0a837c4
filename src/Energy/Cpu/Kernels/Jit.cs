namespace WFrame.Cpu.Kernels;

/// <summary>How the JIT compiles kernels.</summary>
internal static class Jit
{
    /// <summary>
    /// At once and for good: the tiers cost a short run 10 %. And by itself: a caller that is compiled again, hot, would
    /// take kernels in until its budget is used up, and leave their innermost parts, now calls, to the lowest tier (a
    /// forward pass was 40 % slower for half a second).
    /// </summary>
    public const MethodImplOptions Kernel = MethodImplOptions.AggressiveOptimization | MethodImplOptions.NoInlining;
}
