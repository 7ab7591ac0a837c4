namespace WFrame.Noise;

/// <summary>
/// The operations that Philox and Box-Muller need, on a register of 32-bit lanes that hold whole numbers or floats by
/// turns. Every operation is exact or rounded once, as IEEE 754 and two's complement say, so all widths give the same
/// bits.
/// </summary>
/// <typeparam name="TVector">The register.</typeparam>
internal interface INormalLanes<TVector>
    where TVector : struct
{
    static abstract int Count { get; }
    static abstract TVector Broadcast(uint value);
    static abstract TVector Broadcast(float value);

    /// <summary>first, first + 1, ...</summary>
    static abstract TVector Sequence(uint first);
    static abstract void Store(TVector value, Span<float> destination);

    static abstract TVector AddInteger(TVector a, TVector b);
    static abstract TVector SubtractInteger(TVector a, TVector b);
    static abstract TVector And(TVector a, TVector b);
    static abstract TVector Xor(TVector a, TVector b);
    static abstract TVector ShiftLeft(TVector a, int bits);
    static abstract TVector ShiftRight(TVector a, int bits);
    static abstract TVector ShiftRightSigned(TVector a, int bits);

    /// <summary>High and low halves of the unsigned 64-bit products with a constant.</summary>
    static abstract (TVector High, TVector Low) MultiplyWide(TVector a, uint factor);

    /// <summary>Signed whole numbers to floats, rounded to nearest.</summary>
    static abstract TVector ToFloat(TVector a);
    static abstract TVector Add(TVector a, TVector b);
    static abstract TVector Subtract(TVector a, TVector b);
    static abstract TVector Multiply(TVector a, TVector b);
    static abstract TVector Divide(TVector a, TVector b);

    /// <summary>a*b + c, rounded once.</summary>
    static abstract TVector Fused(TVector a, TVector b, TVector c);
    static abstract TVector SquareRoot(TVector a);

    /// <summary>Lane by lane a where the mask's bits are set, else b.</summary>
    static abstract TVector Select(TVector mask, TVector a, TVector b);
}
