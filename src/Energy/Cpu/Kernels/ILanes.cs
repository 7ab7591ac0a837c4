namespace WFrame.Cpu.Kernels;

/// <summary>
/// A vector register of floats. Kernels are written once against this; the JIT makes a specialised copy for each width
/// in which every member is one instruction or a few.
/// </summary>
/// <typeparam name="TVector">The register.</typeparam>
internal interface ILanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Floats of one register.</summary>
    static abstract int Count { get; }

    static abstract unsafe TVector Load(float* source);
    static abstract unsafe void Store(TVector value, float* destination);
    static abstract TVector Broadcast(float value);
    static abstract TVector Add(TVector a, TVector b);
    static abstract TVector Subtract(TVector a, TVector b);

    /// <summary>a*b + c, rounded once.</summary>
    static abstract TVector Fused(TVector a, TVector b, TVector c);

    /// <summary>The greater, lane by lane; where one is NaN, b.</summary>
    static abstract TVector Max(TVector a, TVector b);
    static abstract TVector Abs(TVector a);

    /// <summary>Sum of all lanes, always in the same order.</summary>
    static abstract float Sum(TVector a);

    /// <summary>One bit a lane, lane 0 lowest: a &gt; b; false where one is NaN.</summary>
    static abstract uint Greater(TVector a, TVector b);

    /// <summary>Reads the register's bits of a pixel's decisions, one bit a channel.</summary>
    static abstract unsafe uint ReadBits(byte* decisions, int channel);

    /// <summary>Writes the register's bits.</summary>
    static abstract unsafe void WriteBits(byte* decisions, int channel, uint bits);

    /// <summary>Lane by lane the value where its bit is set, else 0.</summary>
    static abstract TVector Keep(uint bits, TVector value);
}
