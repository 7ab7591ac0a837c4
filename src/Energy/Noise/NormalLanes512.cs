using System.Runtime.Intrinsics.X86;

namespace WFrame.Noise;

/// <summary>Lanes of a 512-bit register; the build makes those of 256 and 128 bits from this text.</summary>
internal readonly struct NormalLanes512 : INormalLanes<Vector512<uint>>
{
    public static int Count => Vector512<uint>.Count;

    public static Vector512<uint> Broadcast(uint value) => Vector512.Create(value);

    public static Vector512<uint> Broadcast(float value) => Vector512.Create(value).AsUInt32();

    public static Vector512<uint> Sequence(uint first) => Vector512.Create(first) + Vector512<uint>.Indices;

    public static void Store(Vector512<uint> value, Span<float> destination) => value.AsSingle().CopyTo(destination);

    public static Vector512<uint> AddInteger(Vector512<uint> a, Vector512<uint> b) => a + b;

    public static Vector512<uint> SubtractInteger(Vector512<uint> a, Vector512<uint> b) => a - b;

    public static Vector512<uint> And(Vector512<uint> a, Vector512<uint> b) => a & b;

    public static Vector512<uint> Xor(Vector512<uint> a, Vector512<uint> b) => a ^ b;

    public static Vector512<uint> ShiftLeft(Vector512<uint> a, int bits) => a << bits;

    public static Vector512<uint> ShiftRight(Vector512<uint> a, int bits) => a >>> bits;

    public static Vector512<uint> ShiftRightSigned(Vector512<uint> a, int bits) => (a.AsInt32() >> bits).AsUInt32();

    public static (Vector512<uint> High, Vector512<uint> Low) MultiplyWide(Vector512<uint> a, uint factor)
    {
        // Products of the even lanes, then of the odd ones, each 64 bits wide; then both are woven together again.
        var even = MultiplyEven(a, factor);
        var odd = MultiplyEven((a.AsUInt64() >>> 32).AsUInt32(), factor);
        var lowHalf = Vector512.Create(0xFFFFFFFFUL);
        return (
            Vector512.ConditionalSelect(lowHalf, even >>> 32, odd).AsUInt32(),
            Vector512.ConditionalSelect(lowHalf, even, odd << 32).AsUInt32()
        );
    }

    public static Vector512<uint> ToFloat(Vector512<uint> a) => Vector512.ConvertToSingle(a.AsInt32()).AsUInt32();

    public static Vector512<uint> Add(Vector512<uint> a, Vector512<uint> b) => (a.AsSingle() + b.AsSingle()).AsUInt32();

    public static Vector512<uint> Subtract(Vector512<uint> a, Vector512<uint> b) =>
        (a.AsSingle() - b.AsSingle()).AsUInt32();

    public static Vector512<uint> Multiply(Vector512<uint> a, Vector512<uint> b) =>
        (a.AsSingle() * b.AsSingle()).AsUInt32();

    public static Vector512<uint> Divide(Vector512<uint> a, Vector512<uint> b) =>
        (a.AsSingle() / b.AsSingle()).AsUInt32();

    public static Vector512<uint> Fused(Vector512<uint> a, Vector512<uint> b, Vector512<uint> c) =>
        Vector512.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).AsUInt32();

    public static Vector512<uint> SquareRoot(Vector512<uint> a) => Vector512.Sqrt(a.AsSingle()).AsUInt32();

    public static Vector512<uint> Select(Vector512<uint> mask, Vector512<uint> a, Vector512<uint> b) =>
        Vector512.ConditionalSelect(mask, a, b);

    private static Vector512<ulong> MultiplyEven(Vector512<uint> a, uint factor) =>
        Avx512F.IsSupported
            ? Avx512F.Multiply(a, Vector512.Create(factor))
            : (a.AsUInt64() & Vector512.Create(0xFFFFFFFFUL)) * factor;
}
