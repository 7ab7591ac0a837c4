using WFrame.Noise;

namespace WFrame.Energy.Tests.Noise;

/// <summary>One lane: the reference that the vectors are tested against.</summary>
internal readonly struct NormalLanesScalar : INormalLanes<uint>
{
    public static int Count => 1;

    public static uint Broadcast(uint value) => value;

    public static uint Broadcast(float value) => Bits(value);

    public static uint Sequence(uint first) => first;

    public static void Store(uint value, Span<float> destination) => destination[0] = Value(value);

    public static uint AddInteger(uint a, uint b) => a + b;

    public static uint SubtractInteger(uint a, uint b) => a - b;

    public static uint And(uint a, uint b) => a & b;

    public static uint Xor(uint a, uint b) => a ^ b;

    public static uint ShiftLeft(uint a, int bits) => a << bits;

    public static uint ShiftRight(uint a, int bits) => a >> bits;

    public static uint ShiftRightSigned(uint a, int bits) => (uint)((int)a >> bits);

    public static (uint High, uint Low) MultiplyWide(uint a, uint factor)
    {
        var product = (ulong)a * factor;
        return ((uint)(product >> 32), (uint)product);
    }

    public static uint ToFloat(uint a) => Bits((int)a);

    public static uint Add(uint a, uint b) => Bits(Value(a) + Value(b));

    public static uint Subtract(uint a, uint b) => Bits(Value(a) - Value(b));

    public static uint Multiply(uint a, uint b) => Bits(Value(a) * Value(b));

    public static uint Divide(uint a, uint b) => Bits(Value(a) / Value(b));

    public static uint Fused(uint a, uint b, uint c) => Bits(MathF.FusedMultiplyAdd(Value(a), Value(b), Value(c)));

    public static uint SquareRoot(uint a) => Bits(MathF.Sqrt(Value(a)));

    public static uint Select(uint mask, uint a, uint b) => (mask & a) | (~mask & b);

    private static float Value(uint bits) => BitConverter.UInt32BitsToSingle(bits);

    private static uint Bits(float value) => BitConverter.SingleToUInt32Bits(value);
}
