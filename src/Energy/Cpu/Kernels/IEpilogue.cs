using WFrame.Cpu.Layout;

namespace WFrame.Cpu.Kernels;

/// <summary>What is done with a convolution's outputs while they are still in the L1 cache.</summary>
internal unsafe interface IEpilogue
{
    /// <summary>Whether <see cref="Finish"/> needs the tile's largest |output|.</summary>
    static abstract bool NeedsScale { get; }

    /// <summary>Takes one register of channels of a patch of pixels.</summary>
    /// <param name="patch">Which pixels.</param>
    /// <param name="channel">First channel of the register.</param>
    /// <param name="outputs">The patch's outputs.</param>
    /// <param name="scale">Largest |output| of the tile over the chunk's channels, 0 unless needed.</param>
    void Finish(in Patch patch, int channel, in Outputs outputs, float scale);
}

/// <summary>Outputs of a patch: floats from one row and from one column to the next.</summary>
internal readonly unsafe struct Outputs(float* start, nint rowStep, nint columnStep)
{
    public readonly float* Start = start;
    public readonly nint RowStep = rowStep;
    public readonly nint ColumnStep = columnStep;
}

/// <summary>Two epilogues of the same outputs: of a layer tapped before its pool, the pool and the un-pooled map.</summary>
internal readonly struct Both<TFirst, TSecond>(TFirst first, TSecond second) : IEpilogue
    where TFirst : struct, IEpilogue
    where TSecond : struct, IEpilogue
{
    private readonly TFirst _first = first;
    private readonly TSecond _second = second;

    public static bool NeedsScale => TFirst.NeedsScale || TSecond.NeedsScale;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Finish(in Patch patch, int channel, in Outputs outputs, float scale)
    {
        _first.Finish(patch, channel, outputs, scale);
        _second.Finish(patch, channel, outputs, scale);
    }
}
