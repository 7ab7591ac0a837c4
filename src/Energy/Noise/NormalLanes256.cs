using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WFrame.Noise;

/// <summary>8 lanes of a 256-bit register.</summary>
internal readonly struct NormalLanes256 : INormalLanes<Vector256<uint>>
{
    public static int Count => Vector256<uint>.Count;

    public static Vector256<uint> Broadcast(uint value) => Vector256.Create(value);

    public static Vector256<uint> Broadcast(float value) => Vector256.Create(value).AsUInt32();

    public static Vector256<uint> Sequence(uint first) => Vector256.Create(first) + Vector256<uint>.Indices;

    public static void Store(Vector256<uint> value, Span<float> destination) => value.AsSingle().CopyTo(destination);

    public static Vector256<uint> AddInteger(Vector256<uint> a, Vector256<uint> b) => a + b;

    public static Vector256<uint> SubtractInteger(Vector256<uint> a, Vector256<uint> b) => a - b;

    public static Vector256<uint> And(Vector256<uint> a, Vector256<uint> b) => a & b;

    public static Vector256<uint> Xor(Vector256<uint> a, Vector256<uint> b) => a ^ b;

    public static Vector256<uint> ShiftLeft(Vector256<uint> a, int bits) => a << bits;

    public static Vector256<uint> ShiftRight(Vector256<uint> a, int bits) => a >>> bits;

    public static Vector256<uint> ShiftRightSigned(Vector256<uint> a, int bits) => (a.AsInt32() >> bits).AsUInt32();

    public static (Vector256<uint> High, Vector256<uint> Low) MultiplyWide(Vector256<uint> a, uint factor)
    {
        // Products of the even lanes, then of the odd ones, each 64 bits wide; then both are woven together again.
        var even = MultiplyEven(a, factor);
        var odd = MultiplyEven((a.AsUInt64() >>> 32).AsUInt32(), factor);
        var lowHalf = Vector256.Create(0xFFFFFFFFUL);
        return (
            Vector256.ConditionalSelect(lowHalf, even >>> 32, odd).AsUInt32(),
            Vector256.ConditionalSelect(lowHalf, even, odd << 32).AsUInt32()
        );
    }

    public static Vector256<uint> ToFloat(Vector256<uint> a) => Vector256.ConvertToSingle(a.AsInt32()).AsUInt32();

    public static Vector256<uint> Add(Vector256<uint> a, Vector256<uint> b) => (a.AsSingle() + b.AsSingle()).AsUInt32();

    public static Vector256<uint> Subtract(Vector256<uint> a, Vector256<uint> b) =>
        (a.AsSingle() - b.AsSingle()).AsUInt32();

    public static Vector256<uint> Multiply(Vector256<uint> a, Vector256<uint> b) =>
        (a.AsSingle() * b.AsSingle()).AsUInt32();

    public static Vector256<uint> Divide(Vector256<uint> a, Vector256<uint> b) =>
        (a.AsSingle() / b.AsSingle()).AsUInt32();

    public static Vector256<uint> Fused(Vector256<uint> a, Vector256<uint> b, Vector256<uint> c) =>
        Vector256.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).AsUInt32();

    public static Vector256<uint> SquareRoot(Vector256<uint> a) => Vector256.Sqrt(a.AsSingle()).AsUInt32();

    public static Vector256<uint> Select(Vector256<uint> mask, Vector256<uint> a, Vector256<uint> b) =>
        Vector256.ConditionalSelect(mask, a, b);

    private static Vector256<ulong> MultiplyEven(Vector256<uint> a, uint factor) =>
        Avx2.IsSupported
            ? Avx2.Multiply(a, Vector256.Create(factor))
            : (a.AsUInt64() & Vector256.Create(0xFFFFFFFFUL)) * factor;
}
