using System.Runtime.Intrinsics;
using System.Runtime.Intrinsics.X86;

namespace WFrame.Noise;

/// <summary>4 lanes of a 128-bit register.</summary>
internal readonly struct NormalLanes128 : INormalLanes<Vector128<uint>>
{
    public static int Count => Vector128<uint>.Count;

    public static Vector128<uint> Broadcast(uint value) => Vector128.Create(value);

    public static Vector128<uint> Broadcast(float value) => Vector128.Create(value).AsUInt32();

    public static Vector128<uint> Sequence(uint first) => Vector128.Create(first) + Vector128<uint>.Indices;

    public static void Store(Vector128<uint> value, Span<float> destination) => value.AsSingle().CopyTo(destination);

    public static Vector128<uint> AddInteger(Vector128<uint> a, Vector128<uint> b) => a + b;

    public static Vector128<uint> SubtractInteger(Vector128<uint> a, Vector128<uint> b) => a - b;

    public static Vector128<uint> And(Vector128<uint> a, Vector128<uint> b) => a & b;

    public static Vector128<uint> Xor(Vector128<uint> a, Vector128<uint> b) => a ^ b;

    public static Vector128<uint> ShiftLeft(Vector128<uint> a, int bits) => a << bits;

    public static Vector128<uint> ShiftRight(Vector128<uint> a, int bits) => a >>> bits;

    public static Vector128<uint> ShiftRightSigned(Vector128<uint> a, int bits) => (a.AsInt32() >> bits).AsUInt32();

    public static (Vector128<uint> High, Vector128<uint> Low) MultiplyWide(Vector128<uint> a, uint factor)
    {
        // Products of the even lanes, then of the odd ones, each 64 bits wide; then both are woven together again.
        var even = MultiplyEven(a, factor);
        var odd = MultiplyEven((a.AsUInt64() >>> 32).AsUInt32(), factor);
        var lowHalf = Vector128.Create(0xFFFFFFFFUL);
        return (
            Vector128.ConditionalSelect(lowHalf, even >>> 32, odd).AsUInt32(),
            Vector128.ConditionalSelect(lowHalf, even, odd << 32).AsUInt32()
        );
    }

    public static Vector128<uint> ToFloat(Vector128<uint> a) => Vector128.ConvertToSingle(a.AsInt32()).AsUInt32();

    public static Vector128<uint> Add(Vector128<uint> a, Vector128<uint> b) => (a.AsSingle() + b.AsSingle()).AsUInt32();

    public static Vector128<uint> Subtract(Vector128<uint> a, Vector128<uint> b) =>
        (a.AsSingle() - b.AsSingle()).AsUInt32();

    public static Vector128<uint> Multiply(Vector128<uint> a, Vector128<uint> b) =>
        (a.AsSingle() * b.AsSingle()).AsUInt32();

    public static Vector128<uint> Divide(Vector128<uint> a, Vector128<uint> b) =>
        (a.AsSingle() / b.AsSingle()).AsUInt32();

    public static Vector128<uint> Fused(Vector128<uint> a, Vector128<uint> b, Vector128<uint> c) =>
        Vector128.FusedMultiplyAdd(a.AsSingle(), b.AsSingle(), c.AsSingle()).AsUInt32();

    public static Vector128<uint> SquareRoot(Vector128<uint> a) => Vector128.Sqrt(a.AsSingle()).AsUInt32();

    public static Vector128<uint> Select(Vector128<uint> mask, Vector128<uint> a, Vector128<uint> b) =>
        Vector128.ConditionalSelect(mask, a, b);

    private static Vector128<ulong> MultiplyEven(Vector128<uint> a, uint factor) =>
        Sse2.IsSupported
            ? Sse2.Multiply(a, Vector128.Create(factor))
            : (a.AsUInt64() & Vector128.Create(0xFFFFFFFFUL)) * factor;
}
