namespace WFrame.Learning;

/// <summary>What iterations and phases of a training leave behind, where it is much.</summary>
internal static class LargeMemory
{
    /// <summary>Numbers of theta from which it matters: those of 256 px, 8 MB.</summary>
    private const int Large = 1 << 21;

    /// <summary>
    /// Makes the arrays of an iteration that is over room for those of the next; the collector alone would let
    /// several iterations go by, at some theta each.
    /// </summary>
    /// <param name="thetaLength">Numbers of theta; where they are few nothing is done.</param>
    public static void Reuse(int thetaLength)
    {
        if (thetaLength >= Large)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Forced, blocking: true, compacting: false);
        }
    }

    /// <summary>
    /// Gives the memory of arrays that are no longer used back to the system: a phase works in several times the memory of theta
    /// and the next one in as much again.
    /// </summary>
    /// <param name="thetaLength">Numbers of theta; where they are few nothing is done.</param>
    public static void Release(int thetaLength)
    {
        if (thetaLength >= Large)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }
}
